package dev.ipcdemo.relay;

/** Which way something passes through a relay. */
public enum Direction {
    /** From a client to the target. */
    TO_TARGET("to-target"),
    /** From the target to a client. */
    TO_CLIENT("to-client");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The direction as it is written in options. */
    @Override
    public String toString() {
        return word;
    }
}
