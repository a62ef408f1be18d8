package dev.ipcdemo.relay;

/** How a relay ends a direction that has reached {@linkplain Faults#LIMIT its limit}. */
public enum Ending {
    /** Both connections are closed, in order: what has passed arrives. */
    CLOSE("close"),
    /**
     * Both connections are reset: over TCP with RST. AF_UNIX has none: there a peer sees a reset if the relay has left
     * something of it unread, and otherwise the end.
     */
    RESET("reset"),
    /** The receiver sees the end of the stream; what else its sender sends is discarded. The other direction goes on. */
    HALF_CLOSE("half-close"),
    /**
     * What else comes in this direction is discarded, and connections stay open. When the sender ends the stream, or
     * resets its connection, that is passed on.
     */
    SILENCE("silence");

    private final String word;

    Ending(String word) {
        this.word = word;
    }

    /** The ending as it is written in options. */
    @Override
    public String toString() {
        return word;
    }
}
