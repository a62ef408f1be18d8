package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.sockets.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands on events, and keeps the first of them. */
final class TraceEvents {

    private static final int KEPT = 1_000;
    private static final Effect NOTHING = new Effect(Effect.Kind.NONE, "", "", "", 0, false);
    private static final Effect MANY = new Effect(Effect.Kind.MANY, "", "", "", 0, false);

    private final long clockOffsetNs;
    private final Consumer<Event> consumer;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Kept> afterCall = new ArrayList<>();
    private long leftOut;

    /** An event, and the socket whose addresses may become known after it. */
    private record Kept(Event event, Optional<TracedSocket> socket) {

        Event completed() {
            Effect.Kind kind = event.effect().kind();
            return switch (kind) {
                case LISTEN, BIND, CONNECT ->
                    new Event(
                            event.side(),
                            event.kind(),
                            event.startNs(),
                            event.endNs(),
                            event.waits(),
                            event.text(),
                            event.result(),
                            "",
                            socket.map(one -> completed(kind, one)).orElse(NOTHING));
                default -> event;
            };
        }

        private static Effect completed(Effect.Kind kind, TracedSocket socket) {
            return kind == Effect.Kind.CONNECT && socket.peer().isEmpty()
                    ? NOTHING
                    : new Effect(
                            kind,
                            socket.name(),
                            endpoint(socket, socket.local()),
                            endpoint(socket, socket.peer()),
                            0,
                            false);
        }
    }

    /**
     * A call to be told.
     *
     * @param call as strace saw it
     * @param waits whether it waits for the other side
     * @param text the call with its arguments, without the socket
     * @param result what it returned or how it failed
     * @param hasFailed whether it failed
     * @param effect what it did in the kernel
     */
    record Told(
            TraceEntry.SystemCall call, boolean waits, String text, String result, boolean hasFailed, Effect effect) {}

    TraceEvents(long clockOffsetNs, Consumer<Event> consumer) {
        this.clockOffsetNs = clockOffsetNs;
        this.consumer = consumer;
    }

    /** An address as an endpoint; one without a name where it is not known. */
    static String endpoint(TracedSocket socket, String address) {
        String scheme = socket.scheme() + ":";
        if (address.isEmpty()) {
            return scheme;
        }
        String endpoint = scheme + (socket.isInternet() ? "//" : "") + address;
        try {
            return Endpoint.parse(endpoint).toString();
        } catch (IllegalArgumentException cannotBeWrittenAsOne) {
            return scheme;
        }
    }

    static Effect nothing() {
        return NOTHING;
    }

    void call(TracedProcess process, Optional<TracedSocket> socket, Told told) {
        add(
                new Event(
                        process.side(),
                        told.hasFailed() ? Kind.FAILED_CALL : Kind.CALL,
                        told.call().startNs() - clockOffsetNs,
                        told.call().endNs() - clockOffsetNs,
                        told.waits(),
                        process.prefix() + socket.map(one -> one.name() + " ").orElse("") + told.text(),
                        told.result(),
                        "",
                        told.effect()),
                socket);
    }

    void note(TracedProcess process, long atNs, String text) {
        add(noteEvent(process, atNs, text), Optional.empty());
    }

    /** Keeps a note until the call that it is about has been told: a timeline that is late prints events as they come. */
    void noteAfterCall(TracedProcess process, long atNs, String text) {
        afterCall.add(new Kept(noteEvent(process, atNs, text), Optional.empty()));
    }

    /** Hands on the notes that were kept. */
    void callTold() {
        afterCall.forEach(note -> add(note.event(), note.socket()));
        afterCall.clear();
    }

    private Event noteEvent(TracedProcess process, long atNs, String text) {
        long nowNs = atNs - clockOffsetNs;
        return new Event(process.side(), Kind.NOTE, nowNs, nowNs, false, text, "", "");
    }

    /** Tells how many calls on a socket were not told. */
    void hiddenCalls(TracedProcess process, TracedSocket socket, long atNs) {
        String hidden = socket.hiddenCalls();
        if (!hidden.isEmpty()) {
            long nowNs = atNs - clockOffsetNs;
            String text = process.prefix() + socket.name() + " … " + hidden;
            add(new Event(process.side(), Kind.CALL, nowNs, nowNs, false, text, "", "", MANY), Optional.empty());
        }
    }

    private void add(Event event, Optional<TracedSocket> socket) {
        consumer.accept(event);
        if (kept.size() < KEPT) {
            kept.add(new Kept(event, socket));
        } else {
            leftOut++;
        }
    }

    List<Event> kept() {
        return kept.stream().map(Kept::completed).toList();
    }

    long leftOut() {
        return leftOut;
    }
}
