package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The closed loop: sends a request, waits for its reply, and only then sends the next. If the peer is far or the machine busy,
 * it goes on beyond its time until there are enough replies to say something, but not for long. A reply that is lost is
 * counted, has no latency, and is waited for until a {@link LossProbe} has been answered.
 */
final class ClosedLoopClient implements ExchangeClient {

    private static final long LONGEST_EXTENSION_NS = TimeUnit.SECONDS.toNanos(5);

    private final MessageChannel channel;
    private final Clock clock;
    private final int messageBytes;
    private final boolean mayLose;
    private final Requester requester;

    /** @param mayLose whether a lost message is in the nature of the carrier */
    ClosedLoopClient(MessageChannel channel, int messageBytes, boolean mayLose, Clock clock) {
        this.channel = channel;
        this.messageBytes = messageBytes;
        this.mayLose = mayLose;
        this.clock = clock;
        requester = new Requester(messageBytes, clock);
    }

    @Override
    public ClientResult run(long durationNs) {
        Histogram latenciesNs = ClientResult.histogram();
        requester.start();
        Measured measured = mayLose ? requestProbed(durationNs, latenciesNs) : request(durationNs, latenciesNs);
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
    private Measured requestProbed(long durationNs, Histogram latenciesNs) {
        LossProbe probe = new LossProbe(channel, requester, messageBytes);
        try (probe) {
            return request(durationNs, latenciesNs);
        }
    }

    private Measured request(long durationNs, Histogram latenciesNs) {
        return Measured.run(clock, durationNs, endNs -> requestUntil(endNs, latenciesNs));
    }

    private Optional<String> requestUntil(long endNs, Histogram latenciesNs) {
        try {
            do {
                long latencyNs = requester.roundTrip(channel);
                if (latencyNs != Requester.LOST) {
                    ClientResult.record(latenciesNs, latencyNs);
                }
            } while (goesOn(requester.repliedNs(), endNs, latenciesNs));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("a request got no reply: " + e.getMessage());
        }
    }

    private static boolean goesOn(long nowNs, long endNs, Histogram latenciesNs) {
        return nowNs - endNs < 0 || latenciesNs.getTotalCount() < Sample.FEWEST && nowNs - endNs < LONGEST_EXTENSION_NS;
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
