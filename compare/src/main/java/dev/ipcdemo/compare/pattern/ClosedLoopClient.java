package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The closed loop: sends as many requests as may be under way, waits for a reply, and only then sends the next. A reply that is lost is counted, has no
 * latency, and is waited for until a {@link LossProbe} has been answered.
 */
final class ClosedLoopClient implements ExchangeClient {

    private final MessageChannel channel;
    private final Clock clock;
    private final Cell cell;
    private final boolean mayLose;
    private final Requester requester;

    /** @param mayLose whether a lost message is in the nature of the carrier */
    ClosedLoopClient(MessageChannel channel, Cell cell, boolean mayLose, Clock clock) {
        this.channel = channel;
        this.cell = cell;
        this.mayLose = mayLose;
        this.clock = clock;
        requester = new Requester(cell, clock);
    }

    @Override
    public ClientResult run(long durationNs, int fewest) {
        Histogram latenciesNs = ClientResult.histogram();
        requester.start();
        Measured measured =
                mayLose ? requestProbed(durationNs, fewest, latenciesNs) : request(durationNs, fewest, latenciesNs);
        Counts counts = measured.fault().isEmpty() ? requester.countsOfAwaited() : requester.counts();
        return new ClientResult(
                latenciesNs,
                counts,
                measured.elapsedNs(),
                0,
                measured.usage(),
                counts.fault(mayLose).or(measured::fault));
    }

    /** The probe begins before, and ends after, what is measured. */
    private Measured requestProbed(long durationNs, int fewest, Histogram latenciesNs) {
        LossProbe probe = new LossProbe(channel, requester, cell);
        try (probe) {
            return request(durationNs, fewest, latenciesNs);
        }
    }

    private Measured request(long durationNs, int fewest, Histogram latenciesNs) {
        return Measured.run(clock, durationNs, endNs -> requestUntil(endNs, durationNs, fewest, latenciesNs));
    }

    private Optional<String> requestUntil(long endNs, long durationNs, int fewest, Histogram latenciesNs) {
        try {
            do {
                record(requester.next(channel), latenciesNs);
            } while (Measured.goesOn(requester.repliedNs(), endNs, durationNs, latenciesNs.getTotalCount(), fewest));
            while (requester.hasUnanswered()) {
                record(requester.receive(channel), latenciesNs);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("a request got no reply: " + e.getMessage());
        }
    }

    private static void record(long latencyNs, Histogram latenciesNs) {
        if (latencyNs != Requester.LOST) {
            ClientResult.record(latenciesNs, latencyNs);
        }
    }

    @Override
    public String buffers() {
        return channel.buffers();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Ends a wait for a reply that was lost, as TCP's tail loss probe does (RFC 8985, section 7). When a reply is overdue, it
     * sends one more request, with the next number; if the reply to that one comes first, the other is lost. A probe that was
     * sent too early is one message more, and does no harm. So the measured thread makes the same calls as over a carrier that
     * loses nothing: a timeout would cost it a system call for each message.
     */
    static final class LossProbe implements AutoCloseable {

        private static final Logger LOG = LoggerFactory.getLogger(LossProbe.class);

        /** A reply is overdue after so many round trips. */
        private static final int ROUND_TRIPS = 8;

        /** It is never overdue before, because a scheduler may keep either side waiting. */
        private static final long LEAST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

        private static final long MOST_WAIT_NS = TimeUnit.SECONDS.toNanos(2);

        private final MessageChannel channel;
        private final Requester requester;
        private final Payload payload;
        private final ByteBuffer out;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread;

        /** Watches a requester until {@link #close}. */
        LossProbe(MessageChannel channel, Requester requester, Cell cell) {
            this.channel = channel;
            this.requester = requester;
            payload = new Payload(cell.requestSizes());
            out = payload.outgoing();
            thread = Threads.startPlatform("loss probe", this::watch);
        }

        private void watch() {
            try {
                long seen = requester.newest();
                while (!ended.await(waitNs(), TimeUnit.NANOSECONDS)) {
                    seen = requester.claimAfter(seen) ? probe(seen + 1) : requester.newest();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.debug("the measured thread gets the same", e);
            }
        }

        private long waitNs() {
            return Math.max(LEAST_WAIT_NS, Math.min(MOST_WAIT_NS, ROUND_TRIPS * requester.smoothedNs()));
        }

        private long probe(long sequence) throws IOException {
            payload.writeRequest(out, sequence);
            channel.send(out);
            return sequence;
        }

        /** Waits until nothing more is sent. */
        @Override
        public void close() {
            ended.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
