package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Counts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one round trip after another, or keeps several requests under way, and checks every reply. The clock is read after a request has been written and before
 * its reply is checked, so that a latency holds the channel's calls and nothing else. For use by one thread, but for what a
 * {@link ClosedLoopClient.LossProbe} needs.
 */
final class Requester {

    /** What {@link #roundTrip} returns instead of a time when the reply was lost. */
    static final long LOST = -1;

    /** A first guess of a round trip: far enough for most of the Internet, when eight of them are waited for. */
    private static final long FIRST_GUESS_NS = TimeUnit.MILLISECONDS.toNanos(32);

    private final Clock clock;
    private final Payload requests;
    private final Payload replies;
    private final int depth;
    private final long[] sentSequences;
    private final long[] sentNs;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter counter = new ArrivalCounter();
    private final AtomicLong newest = new AtomicLong(-1);
    private final AtomicLong smoothedNs = new AtomicLong(FIRST_GUESS_NS);
    private long first;
    private long answered = -1;
    private long repliedNs;

    Requester(Cell cell, Clock clock) {
        this.clock = clock;
        requests = new Payload(cell.requestSizes());
        replies = new Payload(cell.replySizes());
        out = requests.outgoing();
        in = replies.incoming();
        depth = cell.depth();
        int slots = 2 * Integer.highestOneBit(depth); // at least one more than the depth, for a probe
        sentSequences = new long[slots];
        sentNs = new long[slots];
        Arrays.fill(sentSequences, LOST);
    }

    /** Starts counting anew. */
    void start() {
        first = newest.get() + 1;
        counter.start(first);
        answered = first - 1;
    }

    /**
     * Sends as many requests as may be under way, and waits for a reply.
     *
     * @return the time from before the send to after the receive, in nanoseconds; {@link #LOST} if a reply came that has none
     */
    long next(MessageChannel channel) throws IOException {
        if (depth == 1) {
            return roundTrip(channel);
        }
        while (newest.getPlain() - answered < depth) {
            send(channel);
        }
        return receive(channel);
    }

    private void send(MessageChannel channel) throws IOException {
        long sequence = newest.incrementAndGet();
        int slot = slot(sequence);
        requests.writeRequest(out, sequence);
        sentSequences[slot] = sequence;
        sentNs[slot] = clock.nanos();
        channel.send(out);
    }

    private int slot(long sequence) {
        return (int) sequence & sentNs.length - 1;
    }

    /** Whether replies are to come that {@link #receive} has to wait for. */
    boolean hasUnanswered() {
        return answered < newest.get();
    }

    /**
     * Waits for a reply. Requests before the one that it belongs to are no longer waited for.
     *
     * @return how long it took since the request was sent; {@link #LOST} if a later reply has come before, or the request was a
     *     probe
     */
    long receive(MessageChannel channel) throws IOException {
        long replied = receiveAny(channel);
        if (replied <= answered) {
            return LOST;
        }
        answered = replied;
        int slot = slot(replied);
        if (sentSequences[slot] != replied) {
            return LOST;
        }
        long latencyNs = repliedNs - sentNs[slot];
        smooth(latencyNs);
        return latencyNs;
    }

    /** Returns the number of the request that a reply came to. */
    private long receiveAny(MessageChannel channel) throws IOException {
        int size = channel.receive(in);
        repliedNs = clock.nanos();
        if (size < 0) {
            throw new EOFException("the server closed the connection");
        }
        long replied = counter.count(replies, in, true);
        if (replied < 0) {
            throw new IOException("the message received is not a valid reply");
        }
        return replied;
    }

    /**
     * Sends a request and waits for its reply, or for that to a later one.
     *
     * @return the time from before the send to after the receive, in nanoseconds; {@link #LOST} if the reply to a later
     *     request came
     */
    long roundTrip(MessageChannel channel) throws IOException {
        long expected = newest.incrementAndGet();
        requests.writeRequest(out, expected);
        long startNs = clock.nanos();
        channel.send(out);
        long replied;
        do {
            replied = receiveAny(channel);
        } while (replied < expected);
        answered = replied;
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

    /** The same, without what was sent after the last reply: a probe, whose reply nobody waits for any more. */
    Counts countsOfAwaited() {
        return counter.counts(answered + 1 - first);
    }
}
