package dev.ipcdemo.service.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses after failures in a row, longer each time: a server that is out of descriptors neither ends nor spins. */
final class Setbacks {

    private static final long FIRST_PAUSE_MS = 10;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final ServerLog log;
    private final CountDownLatch closing;
    private long pauseMs;

    Setbacks(ServerLog log, CountDownLatch closing) {
        this.log = log;
        this.closing = closing;
    }

    void none() {
        pauseMs = 0;
    }

    /** Returns after a pause, or when the server closes. */
    void one(Throwable why) {
        if (pauseMs == 0) {
            log.setback(why); // only the first in a row
        }
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, 2 * pauseMs), LONGEST_PAUSE_MS);
        try {
            closing.await(pauseMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
