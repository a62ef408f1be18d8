package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The open loop: one thread sends requests at fixed times, another receives the replies. End markers follow the last request;
 * a reply to one of them tells the receiver to stop. There are several, because a datagram may be lost.
 */
final class OpenLoopClient implements ExchangeClient {

    private static final int END_MARKERS = 5;
    private static final long END_WAIT_MILLIS = 100;

    private final MessageChannel channel;
    private final Clock clock;
    private final Idle idle;
    private final int ratePerSecond;
    private final Payload requests;
    private final Payload replies;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter counter = new ArrivalCounter();
    private long nextSequence;

    OpenLoopClient(MessageChannel channel, Cell cell, Clock clock) {
        this.channel = channel;
        this.clock = clock;
        idle = Idle.on(cell.cpus());
        ratePerSecond = cell.ratePerSecond();
        requests = new Payload(cell.requestSizes());
        replies = new Payload(cell.replySizes());
        out = requests.outgoing();
        in = replies.incoming();
    }

    @Override
    public ClientResult run(long durationNs, int fewest) {
        SendTimes times = new SendTimes(
                clock.nanos(),
                nextSequence,
                Math.max(1, Math.round(durationNs * (double) ratePerSecond / TimeUnit.SECONDS.toNanos(1))),
                ratePerSecond);
        counter.start(times.first());
        Sender sender = new Sender(times);
        Thread sending = Threads.start(Threads.isVirtual(Thread.currentThread()), "sender", sender);
        try {
            return receive(times, sender);
        } finally {
            sender.stop();
            join(sending);
            nextSequence = sender.end + sender.markers; // on a stream the numbers of messages have no gap
        }
    }

    private ClientResult receive(SendTimes times, Sender sender) {
        Histogram latenciesNs = ClientResult.histogram();
        Measured receiving = Measured.run(clock, 0, endNs -> receiveAll(times, sender, latenciesNs));
        sender.allReceived();
        sender.awaitEnd();
        long elapsedNs = clock.nanos() - times.beginNs();
        Counts counts = counter.counts(sender.sent);
        Optional<String> broken = counts.fault(true).or(receiving::fault).or(() -> sender.broken);
        return new ClientResult(
                latenciesNs,
                counts,
                elapsedNs,
                broken.isPresent() ? 0 : sender.achievedPerSecond(),
                receiving.usage().plus(sender.usage),
                broken.or(sender::tooSlow));
    }

    /** Until the end marker comes; the time does not matter. */
    private Optional<String> receiveAll(SendTimes times, Sender sender, Histogram latenciesNs) {
        try {
            while (true) {
                int size = channel.receive(in);
                long nowNs = clock.nanos();
                if (size < 0) {
                    return Optional.of("the server closed the connection");
                }
                if (replies.hasSize(in, counter.next()) && replies.sequence(in, counter.next()) >= sender.end) {
                    return Optional.empty();
                }
                long sequence = counter.count(replies, in, true);
                if (sequence < 0) {
                    return Optional.of("a message received is not a valid reply");
                }
                if (sequence >= times.first()) {
                    ClientResult.record(latenciesNs, nowNs - times.intendedNs(sequence));
                }
            }
        } catch (IOException e) {
            return Optional.of("receiving failed: " + e.getMessage());
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
        return channel.buffers();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** When each request is to be sent. */
    private record SendTimes(long beginNs, long first, long count, int ratePerSecond) {

        long end() {
            return first + count;
        }

        long intendedNs(long sequence) {
            return beginNs + (long) ((sequence - first) * (double) TimeUnit.SECONDS.toNanos(1) / ratePerSecond);
        }
    }

    /** Sends each request at its time, or as soon after as possible. */
    private final class Sender implements Runnable {

        private final SendTimes times;
        private final CountDownLatch allReceived = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean stopped;
        private volatile long end; // the number of the first end marker
        private volatile int markers;
        private long sent; // this and what follows is read after done
        private long sendingNs;
        private Usage usage = Usage.UNKNOWN;
        private Optional<String> broken = Optional.empty();

        Sender(SendTimes times) {
            this.times = times;
            end = times.end();
        }

        @Override
        public void run() {
            try {
                Measured sending = Measured.run(clock, 0, endNs -> sendAll());
                usage = sending.usage();
                end = times.first() + sent;
                broken = sending.fault().or(this::sendEndMarkers);
            } finally {
                done.countDown();
            }
        }

        /** Gives up when it has taken twice as long as it should, because it will never catch up. */
        private Optional<String> sendAll() {
            long deadlineNs = 2 * times.intendedNs(times.end()) - times.beginNs();
            long nowNs = clock.nanos();
            try {
                for (long sequence = times.first();
                        sequence < times.end() && !stopped && nowNs - deadlineNs <= 0;
                        sequence++) {
                    clock.awaitUntil(times.intendedNs(sequence), idle);
                    send(sequence);
                    sent++;
                    nowNs = clock.nanos();
                }
            } catch (IOException e) {
                return Optional.of("sending failed: " + e.getMessage());
            }
            sendingNs = nowNs - times.beginNs();
            return Optional.empty();
        }

        private Optional<String> sendEndMarkers() {
            try {
                do {
                    send(end + markers);
                    markers = markers + 1;
                } while (!allReceived.await(END_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                        && markers < END_MARKERS
                        && !stopped);
            } catch (IOException e) {
                return Optional.of("sending failed: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        private void send(long sequence) throws IOException {
            requests.writeRequest(out, sequence);
            channel.send(out);
        }

        void allReceived() {
            allReceived.countDown();
        }

        void stop() {
            stopped = true;
            allReceived.countDown();
        }

        void awaitEnd() {
            try {
                if (!done.await(10, TimeUnit.SECONDS)) { // a busy machine may not run it for a while
                    broken = Optional.of("the sender does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double achievedPerSecond() {
            // n messages take n - 1 intervals, because the first is sent at the start; one more makes n.
            double intervals = sent == 0 ? 0 : sendingNs + TimeUnit.SECONDS.toNanos(1) / (double) ratePerSecond;
            return sent == 0 ? 0 : sent * (double) TimeUnit.SECONDS.toNanos(1) / intervals;
        }

        Optional<String> tooSlow() {
            return achievedPerSecond() < Exchange.LEAST_SHARE_OF_RATE * ratePerSecond
                    ? Optional.of("the sender could not keep its rate: " + ratePerSecond + "/s were offered, "
                            + Math.round(achievedPerSecond()) + "/s achieved")
                    : Optional.empty();
        }
    }
}
