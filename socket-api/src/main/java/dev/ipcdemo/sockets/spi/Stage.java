package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Endpoint;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * What one side of a {@link Demo} acts on: transports whose calls are seen, and a line to the other side that is no part
 * of the show. For use by any thread of its side.
 */
public interface Stage {

    /**
     * The transport that the demo is run on; every call on it and on what it opens is shown.
     *
     * @return a {@link StreamTransport} or a {@link PacketTransport}
     */
    Transport transport();

    /**
     * The transport, if it is one of connections.
     *
     * @return the same as {@link #transport}
     * @throws ClassCastException if it is one of datagrams
     */
    default StreamTransport streams() {
        return (StreamTransport) transport();
    }

    /**
     * The transport, if it is one of datagrams.
     *
     * @return the same as {@link #transport}
     * @throws ClassCastException if it is one of connections
     */
    default PacketTransport packets() {
        return (PacketTransport) transport();
    }

    /**
     * Where to open a socket that the other side can reach: no port or path is chosen yet, so two runs never meet.
     *
     * @return an endpoint to listen or bind at
     */
    Endpoint anywhere();

    /**
     * Tells the other side something behind the scenes, such as an address. Never waits.
     *
     * @param text any text
     */
    void tell(String text);

    /**
     * Waits for what the other side tells, in order, but not longer than a demo may take.
     *
     * @return the text
     * @throws IllegalStateException if nothing was told in time, or the other side has failed
     */
    String hear();

    /**
     * Does a call and shows it: for calls that no role has, such as an option or a channel's own methods. It is shown at
     * the moment when it returned, as is right for one that waits for the other side; for others there is {@link #act}.
     *
     * @param <T> the result's type
     * @param call how the call is written, such as {@code socketpair(AF_UNIX, SOCK_STREAM)}
     * @param body the call; its result is shown by its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw; that is shown too
     */
    default <T> T call(String call, Callable<T> body) throws Exception {
        return call(call, body, String::valueOf);
    }

    /**
     * Does a call that may wait, as {@link #call(String, Callable)}, and shows its result as is said.
     *
     * @param <T> the result's type
     * @param call how the call is written
     * @param body the call
     * @param show makes of the result what is shown; nothing is, if that is empty
     * @return what the body returned
     * @throws Exception what the body threw; that is shown too
     */
    <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Does a call that waits for nobody and shows it at the moment when it began, because the other side may see its
     * effect before it has returned: opening, sending, closing.
     *
     * @param <T> the result's type
     * @param call how the call is written
     * @param body the call
     * @param show makes of the result what is shown; nothing is, if that is empty
     * @return what the body returned
     * @throws Exception what the body threw; that is shown too
     */
    <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Does a call without a result, such as setting an option, and shows it as {@link #act(String, Callable, Function)}.
     *
     * @param <X> what it may throw
     * @param call how the call is written
     * @param body the call
     * @throws X what the body threw; that is shown too
     */
    <X extends Exception> void act(String call, Action<X> body) throws X;

    /**
     * A call without a result.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Action<X extends Exception> {
        /**
         * Does it.
         *
         * @throws X if it fails
         */
        void run() throws X;
    }

    /**
     * Shows a remark at this point of this side's time.
     *
     * @param remark a clause
     */
    void note(String remark);

    /**
     * Checks what the demo claims. A claim that does not hold is shown, and makes the demo fail.
     *
     * @param holds whether the system behaved so
     * @param claim a sentence, such as {@code Three sends arrived as three messages.}
     */
    void claim(boolean holds, String claim);

    /**
     * Says at the end what was seen and why it matters.
     *
     * @param sentence one of two or three sentences
     */
    void conclude(String sentence);
}
