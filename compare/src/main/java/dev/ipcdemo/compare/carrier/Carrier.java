package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.util.Optional;

/**
 * A row of the comparison: one way to carry messages. Rows for the transports on the class path come of themselves; another
 * is a public class with a public constructor without parameters, which {@link java.util.ServiceLoader} finds.
 */
public interface Carrier {

    /**
     * Returns the row's name.
     *
     * @return such as {@code tcp}
     */
    String name();

    /**
     * Says what it is.
     *
     * @return for people, such as {@code SOCK_STREAM by JDK}
     */
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
     * The row to which this one adds something: what a framework costs is told by the socket beneath it.
     *
     * @return the row's name, such as {@code raw:tcp}; empty if nothing is added to another row
     */
    default Optional<String> over() {
        return Optional.empty();
    }

    /**
     * Whether messages are also handled by threads that a library starts, so that the threads which send and receive do not
     * account for what a message costs.
     *
     * @return false if the threads that send and receive do all the work
     */
    default boolean startsThreads() {
        return false;
    }

    /**
     * Whether both sides always poll, whatever a cell says about waiting.
     *
     * @return false if they do what the cell says
     */
    default boolean isPolled() {
        return false;
    }

    /**
     * Returns why a cell cannot be measured with this carrier on this host.
     *
     * @param cell what was asked for
     * @return the reason; empty if it can be measured
     */
    Optional<String> refusal(Cell cell);

    /**
     * Returns why a cell cannot be measured with this carrier on this host, with settings that may be the reason.
     *
     * @param cell what was asked for
     * @param settings what all cells share
     * @return the reason; empty if it can be measured, as far as can be told beforehand
     */
    default Optional<String> refusal(Cell cell, Settings settings) {
        return refusal(cell)
                .or(() -> over().filter(row -> !settings.socketOptions().equals(Options.DEFAULT))
                        .flatMap(row -> Carriers.byName(row).socket())
                        .filter(beneath -> beneath.domain() != Domain.AF_UNIX) // which has no use for them
                        .map(beneath -> "a library opens the sockets of this row; socket options are set in "
                                + beneath.transport().scheme()));
    }

    /**
     * Returns why one call carries one message, and {@link MessageChannel#sendBatch} and {@link MessageChannel#recvBatch} nothing.
     *
     * @return the reason; empty if a call can carry several
     */
    default Optional<String> whyNoBatches() {
        return Optional.of("one message a call: this row has no other call");
    }

    /**
     * Returns why a server with an event loop cannot serve it, because {@link MessageChannel#selectable} returns nothing.
     *
     * @return the reason; empty if it can
     */
    default Optional<String> whyNoEventLoop() {
        return Optional.of("an event loop is measured with the bare channels of streams, such as raw:tcp");
    }

    /**
     * Returns why there cannot be so many requests under way as a cell says. If a request finds no room because the server
     * waits for room for a reply, both wait forever.
     *
     * @param cell what was asked for
     * @param settings what all cells share
     * @return the reason; empty if there is room for all of them without the other side reading
     */
    default Optional<String> tooDeep(Cell cell, Settings settings) {
        return cell.depth() > 1 && (cell.depth() > 64 || (long) cell.depth() * cell.largestBytes() > 32 << 10)
                ? Optional.of("in this row at most 64 requests of together 32 KiB are sent ahead")
                : Optional.empty();
    }

    /**
     * Whether messages may be lost, duplicated or reordered although nothing is wrong.
     *
     * @return false if every one arrives once and in order
     */
    default boolean mayLose() {
        return false;
    }

    /**
     * Whether a virtual thread that waits for a message releases its carrier thread.
     *
     * @return false if it must be a platform thread
     */
    default boolean parksVirtualThreads() {
        return false;
    }

    /**
     * Opens the server's end, on the thread that then accepts: what a library starts here inherits that thread's CPUs.
     *
     * @param cell what is measured
     * @param settings what all cells share
     * @return where clients connect
     * @throws IOException if that failed; nothing is left open then
     */
    Acceptor open(Cell cell, Settings settings) throws IOException;

    /**
     * Opens a client's end.
     *
     * @param address what {@link Acceptor#address} returned, perhaps in another process
     * @param cell what is measured
     * @param settings what all cells share
     * @return the channel to the server
     * @throws IOException if that failed; nothing is left open then
     */
    MessageChannel connect(String address, Cell cell, Settings settings) throws IOException;
}
