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
                Message.readText(in));
    }
}
