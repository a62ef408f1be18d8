package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Counts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one round trip after another, and checks every reply. The clock is read after a request has been written and before
 * its reply is checked, so that a latency holds the channel's calls and nothing else. For use by one thread, but for what a
 * {@link LossProbe} needs.
 */
final class Requester {

    /** What {@link #roundTrip} returns instead of a time when the reply was lost. */
    static final long LOST = -1;

    /** A first guess of a round trip: far enough for most of the Internet, when eight of them are waited for. */
    private static final long FIRST_GUESS_NS = TimeUnit.MILLISECONDS.toNanos(32);

    private final Clock clock;
    private final Payload payload;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter counter = new ArrivalCounter();
    private final AtomicLong newest = new AtomicLong(-1);
    private final AtomicLong smoothedNs = new AtomicLong(FIRST_GUESS_NS);
    private long first;
    private long repliedNs;

    Requester(int messageBytes, Clock clock) {
        this.clock = clock;
        payload = new Payload(messageBytes);
        out = Payload.message(messageBytes);
        in = Payload.incoming(messageBytes);
    }

    /** Starts counting anew. */
    void start() {
        first = newest.get() + 1;
        counter.start(first);
    }

    /**
     * Sends a request and waits for its reply, or for that to a later one.
     *
     * @return the time from before the send to after the receive, in nanoseconds; {@link #LOST} if the reply to a later
     *     request came
     */
    long roundTrip(MessageChannel channel) throws IOException {
        long expected = newest.incrementAndGet();
        payload.writeRequest(out, expected);
        long startNs = clock.nanos();
        channel.send(out);
        long replied;
        do {
            int size = channel.receive(in);
            repliedNs = clock.nanos();
            if (size < 0) {
                throw new EOFException("the server closed the connection");
            }
            replied = counter.count(payload, in, true);
            if (replied < 0) {
                throw new IOException("the message received is not a valid reply");
            }
        } while (replied < expected);
        if (replied > expected) {
            return LOST;
        }
        long latencyNs = repliedNs - startNs;
        smooth(latencyNs);
        return latencyNs;
    }

    /** As TCP does (RFC 6298). */
    private void smooth(long latencyNs) {
        long before = smoothedNs.getPlain();
        smoothedNs.lazySet(before + (latencyNs - before >> 3));
    }

    /** How long a round trip takes, about. For any thread. */
    long smoothedNs() {
        return smoothedNs.get();
    }

    /** The number of the newest request. For any thread. */
    long newest() {
        return newest.get();
    }

    /**
     * Takes the number after the given one, if no newer request has been made. For any thread.
     *
     * @return whether the caller may send a request with that number
     */
    boolean claimAfter(long seen) {
        return newest.compareAndSet(seen, seen + 1);
    }

    /** When the last reply came. */
    long repliedNs() {
        return repliedNs;
    }

    /** What became of the messages since the start. */
    Counts counts() {
        return counter.counts(newest.get() + 1 - first);
    }
}
