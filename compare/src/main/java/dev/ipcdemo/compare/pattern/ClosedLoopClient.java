package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.util.Optional;
import org.HdrHistogram.Histogram;

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
        Counts counts = requester.counts();
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
}
