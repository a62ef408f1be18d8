package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The closed loop: sends a request, waits for its reply, and only then sends the next. */
final class ClosedLoopClient implements ExchangeClient {

    private final MessageChannel line;
    private final Clock clock;
    private final Payload payload;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter tally = new ArrivalCounter();
    private long sequence;
    private long nowNs;

    ClosedLoopClient(MessageChannel line, int messageBytes, Clock clock) {
        this.line = line;
        this.clock = clock;
        payload = new Payload(messageBytes);
        out = Payload.message(messageBytes);
        in = Payload.incoming(messageBytes);
    }

    @Override
    public ClientResult drive(long durationNs) {
        Histogram latenciesNs = ClientResult.histogram();
        long first = sequence;
        tally.start(first);
        List<Thread> thisThread = List.of(Thread.currentThread());
        ClockCheck clockCheck = new ClockCheck(clock);
        Usage before = Meter.read(thisThread);
        long beginNs = clock.nanos();
        Optional<String> broken = askUntil(beginNs + durationNs, latenciesNs);
        Usage usage = Meter.read(thisThread).since(before);
        Counts counts = tally.counts(sequence - first);
        return new ClientResult(
                latenciesNs,
                counts,
                nowNs - beginNs,
                0,
                usage,
                counts.fault(false).or(clockCheck::fault).or(() -> broken));
    }

    /** At least once. Returns why it ended before, if it did. */
    private Optional<String> askUntil(long endNs, Histogram latenciesNs) {
        try {
            do {
                ClientResult.record(latenciesNs, ask());
            } while (nowNs - endNs < 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("a message got no answer: " + e.getMessage());
        }
    }

    /** One round trip. */
    private long ask() throws IOException {
        payload.writeRequest(out, sequence);
        long startNs = clock.nanos();
        long awaited = sequence++;
        line.send(out);
        long arrived;
        do {
            int size = line.receive(in);
            nowNs = clock.nanos();
            if (size < 0) {
                throw new EOFException("the server has ended the line");
            }
            arrived = tally.judge(payload, in, true);
            if (arrived < 0) {
                throw new IOException("what came is not the answer");
            }
        } while (arrived != awaited);
        return nowNs - startNs;
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
