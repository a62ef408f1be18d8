package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.util.Optional;

/** A row of the comparison: one way to carry messages. */
public interface Carrier {

    /** The row's name. */
    String name();

    /** What it is, for people, such as {@code SOCK_STREAM by JDK}. */
    String description();

    /**
     * The socket that it is.
     *
     * @param transport the transport that makes it
     * @param domain the domain of its addresses here
     * @param isBare whether it is the channel beneath the transport, without this project's API
     */
    record Socket(Transport transport, Domain domain, boolean isBare) {}

    /**
     * The socket that it is.
     *
     * @return empty for a carrier that is not a socket
     */
    default Optional<Socket> socket() {
        return Optional.empty();
    }

    /**
     * Whether both sides always poll, whatever a cell says about waiting.
     *
     * @return false if they do what the cell says
     */
    default boolean isPolled() {
        return false;
    }

    /** Why it cannot do what the cell asks for, here; nothing if it can. */
    Optional<String> refusal(Cell cell);

    /** Whether a message may get lost, doubled or overtaken without anybody being at fault. */
    boolean mayLose();

    /** Whether a side that waits in a virtual thread lets go of its carrier thread. */
    boolean parksVirtualThreads();

    /** Opens the server's end. */
    Acceptor open(Cell cell, Settings settings) throws IOException;

    /** Opens a client's end. */
    MessageChannel connect(String address, Cell cell, Settings settings) throws IOException;
}
