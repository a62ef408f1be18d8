package dev.ipcdemo.bench;

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
final class Connect implements Exchange {

    static final String NAME = "connect";

    /** A client's ports stay taken for a minute after it closed (TIME_WAIT), and there are some 28000. */
    private static final int MOST_IN_A_DRIVE = 2_000;

    @Override
    public String name() {
        return NAME;
    }

    /** Another host takes its time. */
    @Override
    public long shortestNs(Cell cell) {
        return cell.scope() == Scope.CROSS_HOST ? TimeUnit.MILLISECONDS.toNanos(100) : 0;
    }

    @Override
    public Server server(Door door, Cell cell, Clock clock) {
        return new EchoServer(door, cell.messageBytes(), Integer.MAX_VALUE);
    }

    @Override
    public Client client(Dialer dialer, Cell cell, Clock clock) {
        return new Caller(dialer, cell.messageBytes(), clock);
    }

    private record Caller(Dialer dialer, int messageBytes, Clock clock) implements Client {

        @Override
        public Drive drive(long durationNs) {
            Histogram latenciesNs = Drive.histogram();
            List<Thread> thisThread = List.of(Thread.currentThread());
            ClockCheck clockCheck = new ClockCheck(clock);
            Usage before = Meter.read(thisThread);
            long beginNs = clock.nanos();
            Counts counts = Counts.NONE;
            Optional<String> broken = Optional.empty();
            long nowNs;
            do {
                long startNs = clock.nanos();
                Drive one = callOnce();
                nowNs = clock.nanos();
                counts = counts.plus(one.counts());
                broken = one.failure();
                Drive.record(latenciesNs, nowNs - startNs);
            } while (nowNs - beginNs < durationNs && broken.isEmpty() && counts.sent() < MOST_IN_A_DRIVE);
            Usage usage = Meter.read(thisThread).since(before);
            Optional<String> why = broken;
            return new Drive(
                    latenciesNs,
                    counts,
                    nowNs - beginNs,
                    0,
                    usage,
                    clockCheck.fault().or(() -> why));
        }

        private Drive callOnce() {
            try (Client client = new Asker(dialer.dial(), messageBytes, clock)) {
                return client.drive(0);
            } catch (IOException e) {
                return new Drive(Drive.histogram(), Counts.NONE, 0, 0, Usage.UNKNOWN, Optional.of(e.getMessage()));
            }
        }

        @Override
        public void close() {
            // between two drives no connection is open
        }
    }
}
