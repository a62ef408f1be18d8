package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.launch.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The open loop: one thread sends at its times, another receives. When all has been sent, messages follow whose replies say
 * that nothing more will come; several, because a datagram may be lost.
 */
final class OpenLoopClient implements ExchangeClient {

    /** Below this share of the rate that was offered, the figures are those of another rate. */
    static final double KEPT = 0.95;

    private static final int ENDINGS = 5;
    private static final long ENDING_MILLIS = 100;

    private final MessageChannel line;
    private final Clock clock;
    private final Idle idle;
    private final int ratePerSecond;
    private final Payload payload;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter tally = new ArrivalCounter();
    private long nextSequence;

    OpenLoopClient(MessageChannel line, Cell cell, Clock clock) {
        this.line = line;
        this.clock = clock;
        idle = Idle.on(cell.cpus());
        ratePerSecond = cell.ratePerSecond();
        payload = new Payload(cell.messageBytes());
        out = Payload.message(cell.messageBytes());
        in = Payload.incoming(cell.messageBytes());
    }

    @Override
    public ClientResult drive(long durationNs) {
        Schedule schedule = new Schedule(
                clock.nanos(),
                nextSequence,
                Math.max(1, Math.round(durationNs * (double) ratePerSecond / TimeUnit.SECONDS.toNanos(1))),
                ratePerSecond);
        nextSequence = schedule.end() + ENDINGS;
        tally.start(schedule.first());
        Sender sender = new Sender(schedule);
        Thread sending = Threads.start(Threads.isVirtual(Thread.currentThread()), "sender", sender);
        try {
            return receive(schedule, sender);
        } finally {
            sender.stop();
            join(sending);
        }
    }

    private ClientResult receive(Schedule schedule, Sender sender) {
        Histogram latenciesNs = ClientResult.histogram();
        List<Thread> thisThread = List.of(Thread.currentThread());
        ClockCheck clockCheck = new ClockCheck(clock);
        Usage before = Meter.read(thisThread);
        Optional<String> broken = receiveAll(schedule, latenciesNs);
        Usage usage = Meter.read(thisThread).since(before);
        sender.answered();
        sender.awaitEnd();
        long elapsedNs = clock.nanos() - schedule.beginNs();
        Counts counts = tally.counts(sender.sent);
        return new ClientResult(
                latenciesNs,
                counts,
                elapsedNs,
                sender.achievedPerSecond(),
                usage.plus(sender.usage),
                counts.fault(true).or(clockCheck::fault).or(() -> broken).or(sender::fault));
    }

    private Optional<String> receiveAll(Schedule schedule, Histogram latenciesNs) {
        try {
            while (true) {
                int size = line.receive(in);
                long nowNs = clock.nanos();
                if (size < 0) {
                    return Optional.of("the server has ended the line");
                }
                if (size == in.capacity() - 1 && payload.sequence(in, tally.next()) >= schedule.end()) {
                    return Optional.empty();
                }
                long sequence = tally.judge(payload, in, true);
                if (sequence < 0) {
                    return Optional.of("what came is not an answer");
                }
                if (sequence >= schedule.first()) {
                    ClientResult.record(latenciesNs, nowNs - schedule.intendedNs(sequence));
                }
            }
        } catch (IOException e) {
            return Optional.of("the answers ended: " + e.getMessage());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String buffers() {
        return line.buffers();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }

    /** When each message shall be sent. */
    private record Schedule(long beginNs, long first, long count, int ratePerSecond) {

        long end() {
            return first + count;
        }

        long intendedNs(long sequence) {
            return beginNs + (long) ((sequence - first) * (double) TimeUnit.SECONDS.toNanos(1) / ratePerSecond);
        }
    }

    /** Sends at the scheduled times, or as soon after as it can. */
    private final class Sender implements Runnable {

        private final Schedule schedule;
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean stopped;
        private long sent; // these are read after done
        private long sendingNs;
        private Usage usage = Usage.UNKNOWN;
        private Optional<String> broken = Optional.empty();

        Sender(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public void run() {
            List<Thread> thisThread = List.of(Thread.currentThread());
            Usage before = Meter.read(thisThread);
            try {
                sendAll();
                usage = Meter.read(thisThread).since(before);
                sendEndings();
            } catch (IOException e) {
                broken = Optional.of("the sending ended: " + e.getMessage());
            } finally {
                done.countDown();
            }
        }

        /** Gives up when it has taken twice as long as it should: it will never catch up. */
        private void sendAll() throws IOException {
            long deadlineNs = 2 * schedule.intendedNs(schedule.end()) - schedule.beginNs();
            long nowNs = clock.nanos();
            for (long sequence = schedule.first();
                    sequence < schedule.end() && !stopped && nowNs - deadlineNs <= 0;
                    sequence++) {
                clock.awaitUntil(schedule.intendedNs(sequence), idle);
                payload.writeRequest(out, sequence);
                line.send(out);
                sent++;
                nowNs = clock.nanos();
            }
            sendingNs = nowNs - schedule.beginNs();
        }

        private void sendEndings() throws IOException {
            try {
                for (int i = 0; i < ENDINGS && !stopped; i++) {
                    payload.writeRequest(out, schedule.end() + i);
                    line.send(out);
                    if (answered.await(ENDING_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void answered() {
            answered.countDown();
        }

        void stop() {
            stopped = true;
            answered.countDown();
        }

        void awaitEnd() {
            try {
                if (!done.await(1, TimeUnit.SECONDS)) {
                    broken = Optional.of("the sender hangs");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double achievedPerSecond() {
            // The first goes at the beginning, so that n messages take n - 1 intervals, and one more until the next.
            double intervals = sent == 0 ? 0 : sendingNs + TimeUnit.SECONDS.toNanos(1) / (double) ratePerSecond;
            return sent == 0 ? 0 : sent * (double) TimeUnit.SECONDS.toNanos(1) / intervals;
        }

        Optional<String> fault() {
            return broken.or(() -> achievedPerSecond() < KEPT * ratePerSecond
                    ? Optional.of("the sender could not keep its rate: " + ratePerSecond + "/s were offered, "
                            + Math.round(achievedPerSecond()) + "/s achieved")
                    : Optional.empty());
        }
    }
}
