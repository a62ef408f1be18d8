package dev.ipcdemo.cluster;

import java.time.Duration;

/** A point in time that is waited for. */
final class Deadline {

    private final long atNs;

    private Deadline(long atNs) {
        this.atNs = atNs;
    }

    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - atNs >= 0;
    }
}
