package dev.ipcdemo.demo;

import java.util.List;

/**
 * Something that a side did or says.
 *
 * @param side who
 * @param kind what
 * @param startNs when it began, by {@link System#nanoTime}, which the processes of one host share on Linux
 * @param endNs when it was over
 * @param waits whether it is a call that waits for the other side, such as accept or recv
 * @param text the call with its arguments, the remark, the claim or the sentence
 * @param result what the call returned or how it failed; empty for all else
 * @param systemCalls the system calls that the call made; empty if that is the one that it is named after
 */
public record Event(
        Side side, Kind kind, long startNs, long endNs, boolean waits, String text, String result, String systemCalls) {

    /** What an event is. */
    public enum Kind {
        /** A call that returned. */
        CALL,
        /** A call that threw. */
        FAILED_CALL,
        /** A remark. */
        NOTE,
        /** A claim that holds. */
        CLAIM,
        /** A claim that does not hold. */
        FALSE_CLAIM,
        /** A sentence for the end. */
        CONCLUSION
    }

    /**
     * Where the event belongs in time, so that a cause stands before its effect: a call that waits at its end, because what
     * it waited for came before that; any other at its start, because the other side may see it before it has returned.
     *
     * @return a moment by {@link System#nanoTime}
     */
    public long atNs() {
        return waits ? endNs : startNs;
    }

    /** For a {@link dev.ipcdemo.launch.Link}. */
    List<String> toTexts() {
        return List.of(
                side.name(),
                kind.name(),
                Long.toString(startNs),
                Long.toString(endNs),
                Boolean.toString(waits),
                text,
                result,
                systemCalls);
    }

    /** From a {@link dev.ipcdemo.launch.Link}. */
    static Event ofTexts(List<String> texts) {
        return new Event(
                Side.valueOf(texts.get(0)),
                Kind.valueOf(texts.get(1)),
                Long.parseLong(texts.get(2)),
                Long.parseLong(texts.get(3)),
                Boolean.parseBoolean(texts.get(4)),
                texts.get(5),
                texts.get(6),
                texts.get(7));
    }
}
