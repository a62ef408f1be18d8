package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.carrier.SelectableStream;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.Closing;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Many clients in closed loops on one thread with a selector: each has one request under way, and sends the next when its
 * reply has come. A latency ends when the reply is read, so it includes the wait behind those that were read before it.
 */
final class EventLoopClients implements ExchangeClient {

    private final List<MessageChannel> channels;
    private final Clock clock;
    private final Idle idle;
    private final boolean blocks;
    private final Payload requests;
    private final Payload replies;
    private final MessageSizes requestSizes;
    private final MessageSizes replySizes;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private volatile boolean closed;
    private Run run = new Run(0, 0, 0);

    /** What is common to all clients while they run. */
    private static final class Run {

        private final Histogram latenciesNs = ClientResult.histogram();
        private final long endNs;
        private final long durationNs;
        private final int fewest;
        private long sent;
        private long received;
        private long corrupted;
        private long wrongSize;
        private long own;

        Run(long endNs, long durationNs, int fewest) {
            this.endNs = endNs;
            this.durationNs = durationNs;
            this.fewest = fewest;
        }

        boolean goesOn(long nowNs) {
            return Measured.goesOn(nowNs, endNs, durationNs, received, fewest);
        }

        boolean hasUnanswered() {
            return received + corrupted + wrongSize + own < sent;
        }

        Counts counts() {
            return new Counts(sent, received, sent - received, 0, 0, corrupted, wrongSize, own);
        }
    }

    /**
     * Registers the clients' channels with a selector.
     *
     * @param channels one for each client, connected; closed with this, or if it cannot be made
     */
    EventLoopClients(List<MessageChannel> channels, Cell cell, Clock clock) throws IOException {
        this.channels = channels;
        this.clock = clock;
        idle = Idle.on(cell.cpus());
        blocks = cell.waiting() == Wait.BLOCK;
        requestSizes = cell.requestSizes();
        replySizes = cell.replySizes();
        requests = new Payload(requestSizes);
        replies = new Payload(replySizes);
        List<SelectableStream> streams = new ArrayList<>();
        for (MessageChannel channel : channels) {
            streams.add(channel.selectable()
                    .orElseThrow(() -> new IOException("a selector cannot wait for this row's channels")));
        }
        selector = streams.get(0).channel().provider().openSelector();
        try {
            for (SelectableStream stream : streams) {
                stream.channel().configureBlocking(false);
                connections.add(new Connection(stream));
            }
        } catch (IOException e) {
            Closing.allAfter(e, List.of(selector));
            throw e;
        }
    }

    @Override
    public ClientResult run(long durationNs, int fewest) {
        Measured measured = Measured.run(clock, durationNs, endNs -> {
            run = new Run(endNs, durationNs, fewest);
            return exchange();
        });
        Counts counts = run.counts();
        return new ClientResult(
                run.latenciesNs,
                counts,
                measured.elapsedNs(),
                0,
                measured.usage(),
                measured.fault().or(() -> counts.fault(false)));
    }

    /** Until the time is over and each request has its reply. */
    private Optional<String> exchange() {
        try {
            for (Connection connection : connections) {
                connection.request();
            }
            while (run.hasUnanswered() && !closed) {
                if (Thread.currentThread().isInterrupted()) { // from then on, a selector no longer waits
                    return Optional.of("a request got no reply: interrupted");
                }
                if ((blocks ? selector.select(this::proceed) : selector.selectNow(this::proceed)) == 0) {
                    idle.idle();
                }
            }
            return closed ? Optional.of("a request got no reply: closed") : Optional.empty();
        } catch (IOException | UncheckedIOException | ClosedSelectorException | CancelledKeyException e) {
            return Optional.of("a request got no reply: " + (closed ? "closed" : e.getMessage()));
        }
    }

    private void proceed(SelectionKey key) {
        try {
            ((Connection) key.attachment()).proceed();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A client: what it sends, what it receives, and how far either is. */
    private final class Connection {

        private final ByteChannel channel;
        private final SelectionKey key;
        private final ByteBuffer out = requests.outgoing();
        private final ByteBuffer in = replies.outgoing();
        private long sequence = -1;
        private long sentNs;

        Connection(SelectableStream stream) throws IOException {
            channel = stream.bytes();
            key = stream.channel().register(selector, SelectionKey.OP_READ, this);
        }

        void request() throws IOException {
            sequence++;
            requests.writeRequest(out, sequence);
            in.clear().limit(replySizes.of(sequence));
            run.sent++;
            sentNs = clock.nanos();
            write();
        }

        private void write() throws IOException {
            channel.write(out);
            int awaited = out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != awaited) {
                key.interestOps(awaited);
            }
        }

        /** Writes or reads what it can. */
        void proceed() throws IOException {
            if (out.hasRemaining()) {
                write();
                return;
            }
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (in.hasRemaining()) {
                return;
            }
            long nowNs = clock.nanos();
            in.flip();
            if (check()) {
                ClientResult.record(run.latenciesNs, nowNs - sentNs);
            }
            if (run.goesOn(nowNs)) {
                request();
            }
        }

        /** Counts the reply. Returns whether it is the one that belongs to the request. */
        private boolean check() {
            if (!Payload.isReply(in)) {
                run.own++;
                return false;
            }
            if (!replies.hasSize(in, sequence)) {
                run.wrongSize++;
                return false;
            }
            if (!replies.isIntact(in, sequence, true)) {
                run.corrupted++;
                return false;
            }
            run.received++;
            return true;
        }
    }

    @Override
    public String buffers() {
        return channels.get(0).buffers();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (selector) { // wakes a thread that waits
            Closing.all(channels);
        }
    }
}
