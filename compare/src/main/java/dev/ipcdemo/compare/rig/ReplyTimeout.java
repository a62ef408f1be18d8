package dev.ipcdemo.compare.rig;

import java.io.IOException;

/** A measuring JVM did not reply in time. */
final class ReplyTimeout extends IOException {

    private static final long serialVersionUID = 1L;

    ReplyTimeout(String message) {
        super(message);
    }
}
