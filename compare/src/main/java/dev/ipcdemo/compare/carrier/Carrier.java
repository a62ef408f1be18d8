package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import java.io.IOException;
import java.util.Optional;

/** A row of the comparison: one way to carry messages. */
public interface Carrier {

    /** The row's name. */
    String name();

    /** The name by which it is chosen together with its kin, such as the scheme of the transport that it is made of. */
    default String family() {
        return name();
    }

    /** What it is, for people, such as {@code SOCK_STREAM by JDK}. */
    String description();

    /** Why it cannot do what the cell asks for, here; nothing if it can. */
    Optional<String> refusal(Cell cell);

    /** Whether a message may get lost, doubled or overtaken without anybody being at fault. */
    boolean mayLose();

    /** Whether the hosts must have IPv6 for it. */
    default boolean needsIpv6() {
        return false;
    }

    /** Whether a side that waits in a virtual thread lets go of its carrier thread. */
    boolean parksVirtualThreads();

    /** Opens the server's end. */
    Acceptor open(Cell cell, Settings settings) throws IOException;

    /** Opens a client's end. */
    MessageChannel connect(String address, Cell cell, Settings settings) throws IOException;
}
