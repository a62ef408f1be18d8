package dev.ipcdemo.relay;

import java.util.Locale;

/** Something that a relay did to a connection or a message because its {@link Faults} say so. */
public enum Fault {
    /** A client was turned away. */
    REFUSED,
    /** A message was lost. */
    LOST,
    /** A message was sent twice. */
    DUPLICATED,
    /** A message was sent after the one that came behind it. */
    REORDERED,
    /** A bit of a message, or of a stream, was changed. */
    CORRUPTED,
    /** The end of a message was cut off. */
    TRUNCATED,
    /** Bytes beyond a limit were discarded. */
    DISCARDED,
    /** A direction reached its limit, and both connections were closed. */
    CLOSED,
    /** A direction reached its limit, and both connections were reset. */
    RESET,
    /** A direction reached its limit, and its receiver saw the end of the stream. */
    HALF_CLOSED,
    /** A direction reached its limit, and what else came was discarded. */
    SILENCED;

    /**
     * Why something is dropped.
     *
     * @return the fault, said to be one
     */
    public String why() {
        return "fault: " + this;
    }

    /** The fault as a word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
