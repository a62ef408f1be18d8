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
 * What one side of a {@link Demo} acts on: a transport whose calls are shown, and messages to and from the other side that
 * are not shown. For use by any thread of its side.
 */
public interface Stage {

    /**
     * The transport that the demo is run over. Every call on it, and on the sockets that it opens, is shown.
     *
     * @return a {@link StreamTransport} or a {@link PacketTransport}
     */
    Transport transport();

    /**
     * The transport, if it has connections.
     *
     * @return the same as {@link #transport}
     * @throws ClassCastException if it has datagrams
     */
    default StreamTransport streams() {
        return (StreamTransport) transport();
    }

    /**
     * The transport, if it has datagrams.
     *
     * @return the same as {@link #transport}
     * @throws ClassCastException if it has connections
     */
    default PacketTransport packets() {
        return (PacketTransport) transport();
    }

    /**
     * Where to open a socket that the other side can reach. The port or path is yet to be chosen, so two runs never collide.
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
     * Waits for the next text that the other side tells, for at most {@link Demo#limit}.
     *
     * @return the text
     * @throws IllegalStateException if the other side told nothing in time, or has ended
     */
    String hear();

    /**
     * Makes a call and shows it, for calls that no role has, such as a socket option or a channel's own methods. It is shown
     * at the time when it returned, which is right for a call that waits for the other side; for other calls use {@link #act}.
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
     * Makes a call that may wait, like {@link #call(String, Callable)}, and shows its result in another form.
     *
     * @param <T> the result's type
     * @param call how the call is shown
     * @param body the call
     * @param show the result as it is shown; empty to show none
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Makes a call that does not wait for the other side, such as opening, sending or closing, and shows it at the time when
     * it began, because the other side may see its effect before it returns.
     *
     * @param <T> the result's type
     * @param call how the call is shown
     * @param body the call
     * @param show the result as it is shown; empty to show none
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception;

    /**
     * Makes a call without a result, such as setting an option, and shows it like {@link #act(String, Callable, Function)}.
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
         * Makes it.
         *
         * @throws X if it fails
         */
        void run() throws X;
    }

    /**
     * Makes many calls and shows them all in one line, with the number of calls of each verb, and the result. Until the body
     * returns, no call of this side is shown by itself, whichever thread makes it.
     *
     * @param <T> the result's type
     * @param calls what is done, such as {@code sendto 2,000 datagrams of 1,000 bytes}
     * @param body makes the calls; its result is shown by its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw, which is shown too
     */
    <T> T together(String calls, Callable<T> body) throws Exception;

    /**
     * Shows a remark, at this time on this side.
     *
     * @param remark a clause
     */
    void note(String remark);

    /**
     * Makes a claim that the demo has checked. Every claim is shown; one that does not hold fails the demo.
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
         * Makes it.
         *
         * @throws SocketFailure as claimed
         * @throws X if it fails in a way that was not meant
         */
        void run() throws SocketFailure, X;
    }

    /**
     * Makes a call, and claims that it fails in a certain way.
     *
     * @param <X> what else the call may throw
     * @param kind the expected kind of failure
     * @param attempt the call
     * @param claim a sentence, as for {@link #claim}; if the call succeeds or fails differently, that is added
     * @throws X what the call threw, if it was not a {@link SocketFailure}
     */
    default <X extends Exception> void claimFailure(FailureKind kind, Attempt<X> attempt, String claim) throws X {
        try {
            attempt.run();
            claim(false, claim + " But the call succeeded.");
        } catch (SocketFailure e) {
            claim(e.kind() == kind, e.kind() == kind ? claim : claim + " But: " + e.getMessage());
        }
    }

    /**
     * Says, at the end of the demo, what was seen and why it matters.
     *
     * @param sentence one of two or three conclusions
     */
    void conclude(String sentence);
}
