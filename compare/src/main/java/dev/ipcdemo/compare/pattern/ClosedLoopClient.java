package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The closed loop: sends a request, waits for its reply, and only then sends the next. */
final class ClosedLoopClient implements ExchangeClient {

    private final MessageChannel channel;
    private final Clock clock;
    private final Requester requester;

    ClosedLoopClient(MessageChannel channel, int messageBytes, Clock clock) {
        this.channel = channel;
        this.clock = clock;
        requester = new Requester(messageBytes, clock);
    }

    @Override
    public ClientResult run(long durationNs) {
        Histogram latenciesNs = ClientResult.histogram();
        requester.start();
        Measured measured = Measured.run(clock, durationNs, endNs -> requestUntil(endNs, latenciesNs));
        Counts counts = requester.counts();
        return new ClientResult(
                latenciesNs,
                counts,
                measured.elapsedNs(),
                0,
                measured.usage(),
                counts.fault(false).or(measured::fault));
    }

    private Optional<String> requestUntil(long endNs, Histogram latenciesNs) {
        try {
            do {
                ClientResult.record(latenciesNs, requester.roundTrip(channel));
            } while (requester.repliedNs() - endNs < 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("a request got no reply: " + e.getMessage());
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
