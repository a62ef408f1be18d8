package dev.ipcdemo.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that is said in a {@link Chat}: the same bytes for all who hear it, by whom, and what to do when all have. */
final class Line {

    private final byte[] bytes;
    private final long saidNs = System.nanoTime();
    private final Optional<Object> speaker;
    private final Runnable whenDone;
    private final AtomicInteger waiting = new AtomicInteger(1); // for the speaker, until it has been put everywhere

    private Line(String text, Optional<Object> speaker, Runnable whenDone) {
        this.bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        this.speaker = speaker;
        this.whenDone = whenDone;
    }

    /** By the server. */
    static Line notice(String text) {
        return new Line(text, Optional.empty(), () -> {});
    }

    /** By, or because of, somebody who wants to know when everybody has been sent it, or has gone. */
    static Line by(Object speaker, String text, Runnable whenDone) {
        return new Line(text, Optional.of(speaker), whenDone);
    }

    boolean isBy(Object who) {
        return speaker.filter(who::equals).isPresent();
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes);
    }

    long ageNs() {
        return System.nanoTime() - saidNs;
    }

    /** One more is to hear it. */
    void add() {
        waiting.incrementAndGet();
    }

    /** One fewer is to hear it. */
    void remove() {
        if (waiting.decrementAndGet() == 0) {
            whenDone.run();
        }
    }
}
