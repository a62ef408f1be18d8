package dev.ipcdemo.demo.spi;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
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
     * Does many calls and shows one line for them all: how often each verb was called, and what came of it. Until the
     * body has ended, no call of this side is shown by itself, whichever of its threads does it.
     *
     * @param <T> the result's type
     * @param calls what is done, such as {@code sendto 2,000 datagrams of 1,000 bytes}
     * @param body does the calls; its result is shown by its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw; that is shown too
     */
    <T> T together(String calls, Callable<T> body) throws Exception;

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
     * A call that is meant to fail.
     *
     * @param <X> what else it may throw
     */
    @FunctionalInterface
    interface Attempt<X extends Exception> {
        /**
         * Tries it.
         *
         * @throws SocketFailure as claimed
         * @throws X anything else, which is not what was meant
         */
        void run() throws SocketFailure, X;
    }

    /**
     * Does a call, and claims that it fails in a certain way.
     *
     * @param <X> what else the call may throw
     * @param kind how it fails
     * @param attempt the call
     * @param claim a sentence, as for {@link #claim}; if the call does otherwise, that is added
     * @throws X what the call threw, if that was no {@link SocketFailure}
     */
    default <X extends Exception> void claimFailure(FailureKind kind, Attempt<X> attempt, String claim) throws X {
        try {
            attempt.run();
            claim(false, claim + " But it was done.");
        } catch (SocketFailure e) {
            claim(e.kind() == kind, e.kind() == kind ? claim : claim + " But: " + e.getMessage());
        }
    }

    /**
     * Says at the end what was seen and why it matters.
     *
     * @param sentence one of two or three sentences
     */
    void conclude(String sentence);
}
