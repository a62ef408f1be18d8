package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.trace.TraceEntry.SystemCall;
import dev.ipcdemo.trace.TraceEvents.Told;
import java.util.Optional;
import java.util.function.Function;

/** Counts calls, and tells those that the timeline shows. */
final class Teller {

    private final long limit;
    private final TraceEvents events;
    private final Function<TracedProcess, Totals> totals;

    Teller(long limit, TraceEvents events, Function<TracedProcess, Totals> totals) {
        this.limit = limit;
        this.events = events;
        this.totals = totals;
    }

    /** Counts a call that is never shown. */
    void count(TracedProcess process, String verb, SystemCall call) {
        totals.apply(process).call(verb, true, call.tookNs());
    }

    void tell(TracedProcess process, TracedSocket socket, SystemCall call, String text, String result) {
        tell(process, Optional.of(socket), call, text, result);
    }

    void tell(TracedProcess process, Optional<TracedSocket> socket, SystemCall call, String text, String result) {
        tell(process, socket, call, false, text, result, TraceEvents.nothing(), 0);
    }

    void tell(TracedProcess process, TracedSocket socket, SystemCall call, String text, String result, Effect effect) {
        tell(process, Optional.of(socket), call, false, text, result, effect, 0);
    }

    /** Tells a call that waits for the other side. */
    void tellWait(
            TracedProcess process, TracedSocket socket, SystemCall call, String text, String result, Effect effect) {
        tell(process, Optional.of(socket), call, true, text, result, effect, 0);
    }

    /** Tells a call that has moved bytes. */
    void tellTransfer(
            TracedProcess process, TracedSocket socket, SystemCall call, String text, String result, Effect effect) {
        boolean isReceived = effect.kind() == Effect.Kind.RECV;
        long bytes = Math.max(0, effect.bytes());
        if (isReceived) {
            socket.received(bytes);
            totals.apply(process).received(bytes);
        } else {
            socket.sent(bytes);
            totals.apply(process).sent(bytes);
        }
        tell(process, Optional.of(socket), call, isReceived, text, result, effect, bytes);
    }

    private void tell(
            TracedProcess process,
            Optional<TracedSocket> socket,
            SystemCall call,
            boolean waits,
            String text,
            String result,
            Effect effect,
            long bytes) {
        String verb = verb(text);
        if (!call.error().isEmpty() && !Meaning.isNotYet(verb, call.error())) {
            fail(process, socket, call, waits, text, verb, Meaning.of(socket, kind(verb), call.error()));
            return;
        }
        String timeout = timeout(verb);
        if (!call.error().isEmpty()
                && socket.filter(one -> one.hasTimedOut(timeout, call.tookNs())).isPresent()) {
            fail(process, socket, call, waits, text, verb, Meaning.ofTimeout(call.error(), timeout));
            return;
        }
        Totals all = totals.apply(process);
        all.call(verb, canWait(verb, waits), call.tookNs());
        boolean isNotYet = !call.error().isEmpty();
        if (isNotYet) {
            all.notYet();
        }
        String counted = isNotYet ? verb + " without effect" : verb;
        if (socket.isEmpty() || socket.get().count(counted, bytes, isNotYet ? 1 : limit)) {
            String shown = !call.hasReturned()
                    ? call.result().startsWith("? ERESTART")
                            ? "interrupted by a signal"
                            : "did not return before the process ended"
                    : isNotYet ? notYet(verb, call.error()) : result;
            events.call(process, socket, new Told(call, waits, text, shown, false, effect));
        }
    }

    /** Tells a call that has failed, or that reports the failure of an earlier one. */
    void tellFailure(
            TracedProcess process, TracedSocket socket, SystemCall call, String text, String failed, String error) {
        String counted = failed.equals("connect") ? failed : verb(text);
        fail(process, Optional.of(socket), call, false, text, counted, Meaning.of(Optional.of(socket), failed, error));
    }

    private void fail(
            TracedProcess process,
            Optional<TracedSocket> socket,
            SystemCall call,
            boolean waits,
            String text,
            String counted,
            String meaning) {
        String verb = verb(text);
        Totals all = totals.apply(process);
        all.call(verb, canWait(verb, waits), call.tookNs());
        all.failure(counted, meaning);
        if (socket.isEmpty() || socket.get().count(verb + " that failed", 0, limit)) {
            events.call(process, socket, new Told(call, waits, text, meaning, true, TraceEvents.nothing()));
        }
    }

    /** Tells of the calls on a socket that were not told. */
    void hiddenCalls(TracedProcess process, TracedSocket socket, long atNs) {
        events.hiddenCalls(process, socket, atNs);
    }

    private static String notYet(String verb, String error) {
        if (error.equals("EINPROGRESS")) {
            return "in progress";
        }
        return switch (kind(verb)) {
            case "accept" -> "no connection waiting (EAGAIN)";
            case "send" -> "no room yet (EAGAIN)";
            case "recv" -> "nothing there yet (EAGAIN)";
            default -> "not yet (EAGAIN)";
        };
    }

    /** The option that limits how long a call waits. */
    private static String timeout(String verb) {
        return kind(verb).equals("recv") || verb.equals("accept") ? "SO_RCVTIMEO" : "SO_SNDTIMEO";
    }

    private static boolean canWait(String verb, boolean waits) {
        return waits || verb.equals("connect") || kind(verb).equals("send");
    }

    /** The call of which a call is a form. */
    private static String kind(String verb) {
        if (verb.startsWith("send") || verb.startsWith("write")) {
            return "send";
        }
        return verb.startsWith("recv") || verb.startsWith("read") ? "recv" : verb;
    }

    private static String verb(String text) {
        return text.substring(0, text.indexOf('('));
    }
}
