package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Sends as fast as the line takes it. */
final class FloodClient implements ExchangeClient {

    private final MessageChannel line;
    private final Clock clock;
    private final Payload payload;
    private final ByteBuffer out;
    private long sequence;

    FloodClient(MessageChannel line, int messageBytes, Clock clock) {
        this.line = line;
        this.clock = clock;
        payload = new Payload(messageBytes);
        out = Payload.message(messageBytes);
    }

    @Override
    public ClientResult drive(long durationNs) {
        long first = sequence;
        Histogram none = new Histogram(2, 3);
        List<Thread> thisThread = List.of(Thread.currentThread());
        ClockCheck clockCheck = new ClockCheck(clock);
        Usage before = Meter.read(thisThread);
        long beginNs = clock.nanos();
        Optional<String> broken = pourUntil(beginNs + durationNs);
        long elapsedNs = clock.nanos() - beginNs;
        Usage usage = Meter.read(thisThread).since(before);
        long sent = sequence - first;
        Counts counts = new Counts(sent, 0, 0, 0, 0, 0, 0, 0);
        return new ClientResult(
                none, counts, elapsedNs, 0, usage, clockCheck.fault().or(() -> broken));
    }

    private Optional<String> pourUntil(long endNs) {
        try {
            do {
                payload.writeRequest(out, sequence);
                line.send(out);
                sequence++;
            } while (clock.nanos() - endNs < 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the sending ended: " + e.getMessage());
        }
    }

    @Override
    public Arrivals arrivals(boolean marks) throws IOException {
        return line.arrivals(marks);
    }

    @Override
    public String buffers() {
        return line.buffers();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
