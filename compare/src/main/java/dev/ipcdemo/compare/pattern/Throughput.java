package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Messages in one direction, as fast as the channel accepts them; counted where they arrive, not where they are sent. */
final class Throughput implements Exchange {

    @Override
    public Pattern pattern() {
        return Pattern.THROUGHPUT;
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        return new CountingServer(acceptor, cell.messageBytes(), clock);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new FloodClient(dialer.dial(), cell.messageBytes(), clock);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Payload.refusal(cell.messageBytes());
    }

    private static final class FloodClient implements ExchangeClient {

        private final MessageChannel channel;
        private final Clock clock;
        private final Payload payload;
        private final ByteBuffer out;
        private long sequence;

        FloodClient(MessageChannel channel, int messageBytes, Clock clock) {
            this.channel = channel;
            this.clock = clock;
            payload = new Payload(messageBytes);
            out = Payload.message(messageBytes);
        }

        @Override
        public ClientResult run(long durationNs) {
            long first = sequence;
            Histogram none = new Histogram(2, 3);
            Measured measured = Measured.run(clock, durationNs, this::sendUntil);
            Counts counts = new Counts(sequence - first, 0, 0, 0, 0, 0, 0, 0);
            return new ClientResult(none, counts, measured.elapsedNs(), 0, measured.usage(), measured.fault());
        }

        private Optional<String> sendUntil(long endNs) {
            try {
                do {
                    payload.writeRequest(out, sequence);
                    channel.send(out);
                    sequence++;
                } while (clock.nanos() - endNs < 0);
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("sending failed: " + e.getMessage());
            }
        }

        @Override
        public Arrivals arrivals(boolean marks) throws IOException {
            return channel.arrivals(marks);
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
}
