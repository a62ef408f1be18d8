package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One connection after the other, each used for one round trip and closed: what a connection costs that is not kept. The
 * round trip is part of it, because connect(2) returns before anybody has accepted.
 */
public final class Connect implements Exchange {

    /** A client's ports stay taken for a minute after it closed (TIME_WAIT), and there are some 28000. */
    private static final int MOST_IN_A_DRIVE = 2_000;

    @Override
    public Pattern pattern() {
        return Pattern.CONNECT;
    }

    /** Another host takes its time. */
    @Override
    public long shortestNs(Cell cell) {
        return cell.scope() == Scope.CROSS_HOST ? TimeUnit.MILLISECONDS.toNanos(100) : 0;
    }

    @Override
    public ExchangeServer server(Acceptor door, Cell cell, Clock clock) {
        return new ReplyingServer(door, cell.messageBytes(), Integer.MAX_VALUE);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) {
        return new Caller(dialer, cell.messageBytes(), clock);
    }

    private record Caller(Dialer dialer, int messageBytes, Clock clock) implements ExchangeClient {

        @Override
        public ClientResult drive(long durationNs) {
            Histogram latenciesNs = ClientResult.histogram();
            List<Thread> thisThread = List.of(Thread.currentThread());
            ClockCheck clockCheck = new ClockCheck(clock);
            Usage before = Meter.read(thisThread);
            long beginNs = clock.nanos();
            Counts counts = Counts.NONE;
            Optional<String> broken = Optional.empty();
            long nowNs;
            do {
                long startNs = clock.nanos();
                ClientResult one = callOnce();
                nowNs = clock.nanos();
                counts = counts.plus(one.counts());
                broken = one.failure();
                ClientResult.record(latenciesNs, nowNs - startNs);
            } while (nowNs - beginNs < durationNs && broken.isEmpty() && counts.sent() < MOST_IN_A_DRIVE);
            Usage usage = Meter.read(thisThread).since(before);
            Optional<String> why = broken;
            return new ClientResult(
                    latenciesNs,
                    counts,
                    nowNs - beginNs,
                    0,
                    usage,
                    clockCheck.fault().or(() -> why));
        }

        private ClientResult callOnce() {
            try (ExchangeClient client = new ClosedLoopClient(dialer.dial(), messageBytes, clock)) {
                return client.drive(0);
            } catch (IOException e) {
                return new ClientResult(
                        ClientResult.histogram(), Counts.NONE, 0, 0, Usage.UNKNOWN, Optional.of(e.getMessage()));
            }
        }

        @Override
        public void close() {
            // between two drives no connection is open
        }
    }
}
