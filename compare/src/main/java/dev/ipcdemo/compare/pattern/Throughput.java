package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in one direction, or in {@linkplain BothWays both}, as fast as the channel accepts them; counted where they arrive, not where they are sent. Several
 * streams have a connection and a thread on each side each, and are counted together.
 */
final class Throughput implements Exchange {

    /** With a peer. */
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * In so many round trips TCP's slow start ends, and the receive window has grown with it, long before the time is over.
     */
    private static final long SETTLING = 30;

    static final String ONE_A_CALL = "over this channel, one call carries one message";

    @Override
    public Pattern pattern() {
        return Pattern.THROUGHPUT;
    }

    /** Over a network a sender begins slowly, and a link may carry a burst first, so a short time says little. */
    @Override
    public long shortestNs(Cell cell, long roundTripNs) {
        return roundTripNs == 0 ? 0 : Math.max(SHORTEST_NS, SETTLING * roundTripNs);
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        if (cell.directions() == Directions.BOTH_WAYS) {
            return new BothWays.Server(acceptor, cell, clock);
        }
        return cell.streams() == 1
                ? new CountingServer(acceptor, cell, clock)
                : new StreamsServer(acceptor, cell, clock);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        if (cell.directions() == Directions.BOTH_WAYS) {
            return new BothWays.Client(dialer.dial(), cell, clock);
        }
        if (cell.streams() == 1) {
            return stream(dialer, cell, clock);
        }
        List<ExchangeClient> streams = new ArrayList<>();
        try {
            for (int i = 0; i < cell.streams(); i++) {
                streams.add(stream(dialer, cell, clock));
            }
            return new FanIn.ConcurrentClients(List.copyOf(streams), clock);
        } catch (IOException e) {
            Closing.allAfter(e, streams);
            throw e;
        }
    }

    private static ExchangeClient stream(Dialer dialer, Cell cell, Clock clock) throws IOException {
        MessageChannel channel = dialer.dial();
        try {
            return cell.batch() == 1
                    ? new FloodClient(channel, cell, clock)
                    : new FloodClient(channel, outgoing(channel, cell), cell, clock);
        } catch (IOException e) {
            Closing.allAfter(e, List.of(channel));
            throw e;
        }
    }

    private static Batch.Outgoing outgoing(MessageChannel channel, Cell cell) throws IOException {
        return channel.sendBatch(cell.batch(), cell.messageBytes()).orElseThrow(() -> new IOException(ONE_A_CALL));
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.directions() == Directions.BOTH_WAYS
                && Carriers.byName(cell.row()).mayLose()) {
            return Optional.of(
                    "both directions are measured where no message is lost, because the last one of a run ends it");
        }
        if (cell.directions() == Directions.BOTH_WAYS && (cell.batch() > 1 || cell.streams() > 1)) {
            return Optional.of("both directions are measured on one connection, with one message a call");
        }
        return cell.batch() > 1 && !cell.requestMix().isNone()
                ? Optional.of("one call carries messages of one size")
                : Payload.refusal(cell.requestSizes().smallest());
    }

    /** A server for each stream, in a thread of its own. */
    private static final class StreamsServer implements ExchangeServer {

        private static final Logger LOG = LoggerFactory.getLogger(StreamsServer.class);

        private final Acceptor acceptor;
        private final Cell cell;
        private final Clock clock;
        private final List<CountingServer> streams = new CopyOnWriteArrayList<>();
        private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        StreamsServer(Acceptor acceptor, Cell cell, Clock clock) {
            this.acceptor = acceptor;
            this.cell = cell;
            this.clock = clock;
        }

        @Override
        public void run() throws IOException {
            boolean virtual = Threads.isVirtual(Thread.currentThread());
            try {
                for (int i = 0; i < cell.streams() && !closed; i++) {
                    MessageChannel channel = acceptor.accept();
                    channels.add(channel);
                    CountingServer stream = new CountingServer(Acceptor.of("", () -> channel, () -> {}), cell, clock);
                    streams.add(stream);
                    threads.add(Threads.start(virtual, "server-" + i, () -> serve(stream)));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                if (!closed) {
                    throw e;
                }
            }
        }

        /** Messages of a stream that breaks are missing from the count, which fails the measurement. */
        private static void serve(CountingServer stream) {
            try {
                stream.run();
            } catch (IOException e) {
                LOG.debug("a stream broke", e);
            }
        }

        @Override
        public Collection<Thread> threads() {
            return threads;
        }

        @Override
        public void mark() {
            streams.forEach(CountingServer::mark);
        }

        @Override
        public Arrivals arrivals() {
            return ArrivalsSinceMark.together(
                    streams.stream().map(CountingServer::counted).toList());
        }

        @Override
        public String calls() {
            return streams.stream().map(CountingServer::calls).findFirst().orElse("");
        }

        @Override
        public void close() throws IOException {
            closed = true;
            try (acceptor) {
                Closing.all(channels);
            }
        }
    }

    private static final class FloodClient implements ExchangeClient {

        private final MessageChannel channel;
        private final Clock clock;
        private final Payload payload;
        private final Sending sending;
        private final String calls;
        private long sequence;

        /** One message a call. */
        FloodClient(MessageChannel channel, Cell cell, Clock clock) {
            this.channel = channel;
            this.clock = clock;
            calls = "";
            payload = new Payload(cell.requestSizes());
            ByteBuffer out = payload.outgoing();
            sending = () -> {
                payload.writeRequest(out, sequence);
                channel.send(out);
                sequence++;
            };
        }

        /** A batch a call, or the rest of one of which the kernel took a part. */
        FloodClient(MessageChannel channel, Batch.Outgoing batch, Cell cell, Clock clock) {
            this.channel = channel;
            this.clock = clock;
            calls = batch.calls();
            payload = new Payload(cell.messageBytes());
            ByteBuffer[] messages = IntStream.range(0, cell.batch())
                    .mapToObj(i -> Payload.fill(batch.message(i)))
                    .toArray(ByteBuffer[]::new);
            Idle idle = Idle.on(cell.cpus());
            sending = () -> {
                for (int i = 0; i < messages.length; i++) {
                    payload.writeRequest(messages[i], sequence + i);
                }
                for (int done = 0; done < messages.length; ) {
                    int sent = batch.send(done, messages.length - done);
                    if (sent == 0) {
                        idle.idle();
                    }
                    done += sent;
                    sequence += sent;
                }
            };
        }

        /** Sends the next message or batch. */
        private interface Sending {
            void next() throws IOException;
        }

        @Override
        public ClientResult run(long durationNs, int fewest) {
            long first = sequence;
            Histogram none = new Histogram(2, 3);
            Measured measured = Measured.run(clock, durationNs, this::sendUntil);
            Counts counts = new Counts(sequence - first, 0, 0, 0, 0, 0, 0, 0);
            return new ClientResult(none, counts, measured.elapsedNs(), 0, measured.usage(), measured.fault());
        }

        private Optional<String> sendUntil(long endNs) {
            try {
                do {
                    sending.next();
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
        public String calls() {
            return calls;
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
