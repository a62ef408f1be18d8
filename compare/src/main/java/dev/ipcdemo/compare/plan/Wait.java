package dev.ipcdemo.compare.plan;

/** How a side waits for a message. */
public enum Wait {
    /** In the kernel, which wakes it: costs a wake-up, and no CPU time meanwhile. */
    BLOCK("block"),
    /** By asking again and again: costs a CPU for each side, and no wake-up. */
    SPIN("spin");

    private final String word;

    Wait(String word) {
        this.word = word;
    }

    /** The word on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
