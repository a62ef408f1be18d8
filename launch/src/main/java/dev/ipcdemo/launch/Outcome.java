package dev.ipcdemo.launch;

import java.util.List;

/** How a worker's JVM ended, in words. */
final class Outcome {

    static final String STILL_RUNNING = "is still running";

    /** A shell's status for a process that a signal ended: this, and the signal's number. */
    private static final int SIGNAL = 128;

    private static final int MAX_SIGNAL = 64;

    private Outcome() {}

    static String of(long status, List<String> lastLines) {
        String how = status > SIGNAL && status <= SIGNAL + MAX_SIGNAL
                ? "was ended by signal " + (status - SIGNAL)
                : "ended with status " + status;
        return with(how, lastLines);
    }

    /** Where the status is not known. */
    static String of(List<String> lastLines) {
        return with("ended", lastLines);
    }

    private static String with(String how, List<String> lastLines) {
        return lastLines.isEmpty() ? how : how + ": " + String.join("; ", lastLines);
    }
}
