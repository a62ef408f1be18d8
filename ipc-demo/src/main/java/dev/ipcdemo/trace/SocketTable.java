package dev.ipcdemo.trace;

import dev.ipcdemo.trace.StraceText.Descriptor;
import java.util.Optional;
import java.util.function.Function;

/** The sockets of all processes, and which of them belong together. */
final class SocketTable {

    private final ConnectionEnds connections = new ConnectionEnds();
    private final TraceEvents events;
    private final Function<TracedProcess, Totals> totals;
    private int opened;

    SocketTable(TraceEvents events, Function<TracedProcess, Totals> totals) {
        this.events = events;
        this.totals = totals;
    }

    /**
     * The socket that an argument stands for. One whose opening was not seen, because the process had it from the beginning or
     * got it in a message, is added.
     */
    Optional<TracedSocket> of(TracedProcess process, String argument, long atNs) {
        return StraceText.descriptor(argument).flatMap(descriptor -> of(process, descriptor, atNs));
    }

    private Optional<TracedSocket> of(TracedProcess process, Descriptor descriptor, long atNs) {
        if (descriptor.socket().isEmpty()) {
            return Optional.empty();
        }
        StraceText.Socket seen = descriptor.socket().get();
        String scheme = TracedSocket.scheme(seen.protocol());
        Optional<TracedSocket> known = process.socket(descriptor.number())
                .filter(socket -> socket.scheme().equals(scheme) || scheme.equals("socket"));
        TracedSocket socket = known.orElseGet(() -> adopt(process, descriptor, seen));
        if (socket.learn(seen)) {
            changed(process, socket, atNs);
        }
        return Optional.of(socket);
    }

    private TracedSocket adopt(TracedProcess process, Descriptor descriptor, StraceText.Socket seen) {
        TracedSocket socket = connections.find(seen).orElseGet(() -> create(process, seen));
        put(process, descriptor.number(), socket, false);
        return socket;
    }

    private TracedSocket create(TracedProcess process, StraceText.Socket seen) {
        totals.apply(process).opened();
        return new TracedSocket(++opened, TracedSocket.scheme(seen.protocol()));
    }

    /** Adds a socket that a call has opened. */
    Optional<TracedSocket> open(TracedProcess process, Descriptor descriptor, boolean closesOnExec, long atNs) {
        return descriptor.socket().map(seen -> {
            TracedSocket socket = create(process, seen);
            socket.learn(seen);
            put(process, descriptor.number(), socket, closesOnExec);
            changed(process, socket, atNs);
            return socket;
        });
    }

    /** A descriptor came with a message: of a socket that another process may have opened, or of something else. */
    void passed(TracedProcess process, Descriptor descriptor, long atNs) {
        of(process, descriptor, atNs);
    }

    /** Notes that a descriptor stands for a socket. */
    void put(TracedProcess process, int descriptor, TracedSocket socket, boolean closesOnExec) {
        process.put(descriptor, socket, closesOnExec).ifPresent(replaced -> closed(process, replaced));
    }

    /** Takes note that something has become known of a socket, and looks for the other end of its connection. */
    void changed(TracedProcess process, TracedSocket socket, long atNs) {
        connections.add(socket);
        if (socket.otherEnd().isPresent()) {
            return;
        }
        connections.otherEnd(socket).ifPresent(other -> {
            socket.matched(other);
            other.matched(socket);
            events.noteAfterCall(
                    process,
                    atNs + 1,
                    "#" + Math.min(socket.number(), other.number()) + " and #"
                            + Math.max(socket.number(), other.number()) + " are the two ends of one connection");
        });
    }

    /** What the timeline calls the socket that is bound to an address; empty if that is not traced. */
    String boundTo(TracedSocket sender, String address) {
        return connections
                .boundTo(sender.scheme(), address)
                .map(socket -> " (" + socket.name() + ")")
                .orElse("");
    }

    /** Counts a socket that has been closed. */
    void closed(TracedProcess process, TracedSocket socket) {
        totals.apply(process).closed(socket, false);
    }
}
