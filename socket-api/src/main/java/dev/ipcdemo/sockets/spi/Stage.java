package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Endpoint;
import java.util.concurrent.Callable;

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
     * Does a call and shows it: for calls that no role has, such as an option or a channel's own methods.
     *
     * @param <T> the result's type
     * @param call how the call is written, such as {@code socketpair(AF_UNIX, SOCK_STREAM)}
     * @param body the call; its result is shown by its {@code toString}
     * @return what the body returned
     * @throws Exception what the body threw; that is shown too
     */
    <T> T call(String call, Callable<T> body) throws Exception;

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
