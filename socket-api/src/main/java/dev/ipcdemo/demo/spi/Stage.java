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
 * What one side of a {@link Demo} uses: a transport whose calls are shown, and a way to tell the other side something
 * without showing it. Any thread of the side may use it.
 */
public interface Stage {

    /**
     * The transport that the demo runs on; every call on it and on what it opens is shown.
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
     * Where to open a socket that the other side can reach. The system chooses the port or path, so two runs never
     * collide.
     *
     * @return an endpoint to listen or bind at
     */
    Endpoint anywhere();

    /**
     * Tells the other side something that is not shown, such as an address. Never waits.
     *
     * @param text any text
     */
    void tell(String text);

    /**
     * Waits for the next text that the other side tells, for no longer than the demo may take.
     *
     * @return the text
     * @throws IllegalStateException if there was none in time, or the other side has failed
     */
    String hear();

    /**
     * Makes a call and shows it: for calls that no role has, such as an option or a channel's own methods. It is shown
     * when it returns, which is right for a call that waits for the other side; for others there is {@link #act}.
     *
     * @param <T> the result's type
     * @param call how the call is shown, such as {@code socketpair(AF_UNIX, SOCK_STREAM)}
     * @param body the call; its result is shown as its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    default <T> T call(String call, Callable<T> body) throws Exception {
        return call(call, body, String::valueOf);
    }

    /**
     * Makes a call that may wait, as {@link #call(String, Callable)} does, and shows its result in a given form.
     *
     * @param <T> the result's type
     * @param call how the call is shown
     * @param body the call
     * @param show converts the result to what is shown; an empty text is not shown
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Makes a call that does not wait for the other side, and shows it at the time when it began, because the other
     * side may see its effect before it returns: opening, sending, closing.
     *
     * @param <T> the result's type
     * @param call how the call is shown
     * @param body the call
     * @param show converts the result to what is shown; an empty text is not shown
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Makes a call without a result, such as setting an option, and shows it as {@link #act(String, Callable,
     * Function)} does.
     *
     * @param <X> what it may throw
     * @param call how the call is shown
     * @param body the call
     * @throws X what the body threw, which is shown too
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
         * Makes the call.
         *
         * @throws X if it fails
         */
        void run() throws X;
    }

    /**
     * Makes many calls and shows one line for all of them: how often each was made, and with which results. Until the
     * body ends, no call of this side is shown separately, whichever thread makes it.
     *
     * @param <T> the result's type
     * @param calls what is done, such as {@code sendto 2,000 datagrams of 1,000 bytes}
     * @param body makes the calls; its result is shown as its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T together(String calls, Callable<T> body) throws Exception;

    /**
     * Shows a remark at this point of this side's timeline.
     *
     * @param remark a clause
     */
    void note(String remark);

    /**
     * Checks a claim of the demo. A claim that does not hold is shown, and the demo fails.
     *
     * @param holds whether the system behaved as claimed
     * @param claim a sentence, such as {@code Three sends arrived as three messages.}
     */
    void claim(boolean holds, String claim);

    /**
     * A call that is expected to fail.
     *
     * @param <X> what else it may throw
     */
    @FunctionalInterface
    interface Attempt<X extends Exception> {
        /**
         * Makes the call.
         *
         * @throws SocketFailure as claimed
         * @throws X any other failure
         */
        void run() throws SocketFailure, X;
    }

    /**
     * Makes a call, and claims that it fails in a certain way.
     *
     * @param <X> what else the call may throw
     * @param kind the expected kind of failure
     * @param attempt the call
     * @param claim a sentence, as for {@link #claim}; if the call behaves differently, that is appended
     * @throws X what the call threw, if it was not a {@link SocketFailure}
     */
    default <X extends Exception> void claimFailure(FailureKind kind, Attempt<X> attempt, String claim) throws X {
        try {
            attempt.run();
            claim(false, claim + " But it succeeded.");
        } catch (SocketFailure e) {
            claim(e.kind() == kind, e.kind() == kind ? claim : claim + " But: " + e.getMessage());
        }
    }

    /**
     * States at the end what was shown and why it matters.
     *
     * @param sentence one of two or three sentences
     */
    void conclude(String sentence);
}
