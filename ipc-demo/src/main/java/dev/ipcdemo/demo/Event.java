package dev.ipcdemo.demo;

import dev.ipcdemo.launch.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
        Side side, Kind kind, long startNs, long endNs, boolean waits, String text, String result, String systemCalls)
        implements DemoMessage {

    static final int TYPE = 5;

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

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(TYPE);
        out.writeUTF(side.name());
        out.writeUTF(kind.name());
        out.writeLong(startNs);
        out.writeLong(endNs);
        out.writeBoolean(waits);
        Message.writeText(out, text);
        Message.writeText(out, result);
        Message.writeText(out, systemCalls);
    }

    static Event read(DataInput in) throws IOException {
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
