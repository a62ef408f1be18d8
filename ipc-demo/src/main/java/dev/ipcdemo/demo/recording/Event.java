package dev.ipcdemo.demo.recording;

import dev.ipcdemo.launch.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
 * @param effect what the call changed in the kernel
 */
public record Event(
        Side side,
        Kind kind,
        long startNs,
        long endNs,
        boolean waits,
        String text,
        String result,
        String systemCalls,
        Effect effect) {

    /** What an event is. */
    public enum Kind {
        /** The side's own JVM has started, and begins with the demo. */
        JVM_START,
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
     * An event whose effect is not known.
     *
     * @param side which side
     * @param kind what it is
     * @param startNs when it began
     * @param endNs when it ended
     * @param waits whether it is a call that waits for the other side
     * @param text the call with its arguments, the remark, the claim or the sentence
     * @param result what the call returned or how it failed
     * @param systemCalls the system calls behind the call
     */
    public Event(
            Side side,
            Kind kind,
            long startNs,
            long endNs,
            boolean waits,
            String text,
            String result,
            String systemCalls) {
        this(side, kind, startNs, endNs, waits, text, result, systemCalls, Effect.NOTHING);
    }

    /**
     * The same, as something that another side did.
     *
     * @param other the side
     * @return an event
     */
    public Event on(Side other) {
        return new Event(other, kind, startNs, endNs, waits, text, result, systemCalls, effect);
    }

    /**
     * Whether it is a call, however it ended.
     *
     * @return false for what a side said
     */
    public boolean isCall() {
        return kind == Kind.CALL || kind == Kind.FAILED_CALL;
    }

    /**
     * The verb of a call.
     *
     * @return such as {@code send} for {@code #2 send("x")}
     */
    public String verb() {
        return CallText.verb(text);
    }

    /**
     * A call without the addresses that differ from run to run.
     *
     * @return such as {@code listen} or {@code #2 send("x")}
     */
    public String call() {
        return switch (effect.kind()) {
            case LISTEN, BIND, CONNECT, ACCEPT -> verb();
            default -> text;
        };
    }

    /**
     * How a call ended, as far as that can be compared with another run, and its system calls.
     *
     * @return such as {@code = 5 "hello"} or {@code [unlink + close]}; the verb in brackets if it {@link #hasPlainOutcome}
     */
    public String outcome() {
        if (hasPlainOutcome()) {
            return "[" + verb() + "]";
        }
        String end = hasComparableResult() ? (kind == Kind.FAILED_CALL ? "! " : "= ") + result : "";
        return (end + (systemCalls.isEmpty() ? "" : " [" + systemCalls + "]")).strip();
    }

    /**
     * Whether there is nothing to tell of a call but that it was made, by the one system call of its name.
     *
     * @return false if it has a result that can be compared, or other system calls behind it
     */
    public boolean hasPlainOutcome() {
        return systemCalls.isEmpty() && !hasComparableResult();
    }

    private boolean hasComparableResult() {
        return switch (effect.kind()) {
            case RECV, NONE, MANY -> !result.isEmpty();
            default -> false;
        };
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
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(side.name());
        out.writeUTF(kind.name());
        out.writeLong(startNs);
        out.writeLong(endNs);
        out.writeBoolean(waits);
        Message.writeText(out, text);
        Message.writeText(out, result);
        Message.writeText(out, systemCalls);
        effect.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the event
     * @throws IOException if these bytes are not one
     */
    public static Event read(DataInput in) throws IOException {
        return new Event(
                Side.valueOf(in.readUTF()),
                Kind.valueOf(in.readUTF()),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                Message.readText(in),
                Message.readText(in),
                Message.readText(in),
                Effect.read(in));
    }
}
