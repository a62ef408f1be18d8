package dev.ipcdemo.service.server;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What went to and fro, for one peer and at the same time for the server as a whole. Any thread may count. */
final class Traffic {

    private final Optional<Traffic> total;
    private final LongAdder receivedMessages = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentMessages = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    private Traffic(Optional<Traffic> total) {
        this.total = total;
    }

    static Traffic total() {
        return new Traffic(Optional.empty());
    }

    Traffic part() {
        return new Traffic(Optional.of(this));
    }

    void received(int bytes) {
        receivedMessages.increment();
        receivedBytes.add(bytes);
        if (total.isPresent()) {
            total.get().received(bytes);
        }
    }

    void sent(int bytes) {
        sentMessages.increment();
        sentBytes.add(bytes);
        if (total.isPresent()) {
            total.get().sent(bytes);
        }
    }

    /** A message that was too large. Returns whether it is the first. */
    boolean dropped() {
        dropped.increment();
        total.ifPresent(Traffic::dropped);
        return dropped.sum() == 1;
    }

    /** A message that came, and whose answer did not go out. Returns whether it is the first. */
    boolean unanswered() {
        unanswered.increment();
        total.ifPresent(Traffic::unanswered);
        return unanswered.sum() == 1;
    }

    /** Grows with every message that came. */
    long arrivals() {
        return receivedMessages.sum() + dropped.sum();
    }

    /** Grows with every call that moved something. */
    long activity() {
        return arrivals() + sentMessages.sum();
    }

    /** Messages are told of only where there are messages. */
    String text(boolean keepsMessageBoundaries) {
        if (!keepsMessageBoundaries) {
            return "received " + receivedBytes + " bytes, sent " + sentBytes + " bytes";
        }
        return "received " + receivedMessages + " messages (" + receivedBytes + " bytes), sent " + sentMessages
                + " messages (" + sentBytes + " bytes), dropped " + dropped + ", unanswered " + unanswered;
    }
}
