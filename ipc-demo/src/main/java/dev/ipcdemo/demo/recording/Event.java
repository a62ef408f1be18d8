package dev.ipcdemo.demo.recording;

import java.util.List;

/**
 * Something that a side did or said: an entry of the timeline.
 *
 * @param side which side
 * @param kind what it is
 * @param startNs when it began, by {@link System#nanoTime}, which the processes of one host share on Linux
 * @param endNs when it ended
 * @param waits whether it is a call that waits for the other side, such as accept or recv
 * @param text the call with its arguments, the remark, the claim or the sentence
 * @param result what the call returned or how it failed; empty for anything but a call
 * @param systemCalls the system calls behind the call; empty if that is only the one it is named after
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
     * Where the event belongs in the timeline, so that a cause stands before its effect. A call that waits belongs where it
     * ended, because what it waited for happened before that; any other call belongs where it began, because the other side
     * may see its effect before it returns.
     *
     * @return a moment by {@link System#nanoTime}
     */
    public long atNs() {
        return waits ? endNs : startNs;
    }

    /**
     * The event as a message of a link.
     *
     * @return texts that {@link #ofTexts} reads
     */
    public List<String> toTexts() {
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

    /**
     * Reads an event from a message of a link.
     *
     * @param texts what {@link #toTexts} wrote
     * @return an equal event
     */
    public static Event ofTexts(List<String> texts) {
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
