package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.carrier.SelectableStream;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of fan-in with one thread and a selector: it accepts its clients and then replies to whichever has sent a
 * request. A connection that has sent a part of one, or takes only a part of a reply, keeps nobody waiting.
 */
public final class EventLoopServer implements ExchangeServer {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoopServer.class);

    private final Acceptor acceptor;
    private final Cell cell;
    private final Idle idle;
    private final AtomicLong replies = new AtomicLong();
    private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
    private volatile List<Thread> threads = List.of();
    private volatile Runnable wakeUp = () -> {};
    private volatile boolean closed;
    private int open;
    private long marked;

    /**
     * Makes a server. It does not run yet.
     *
     * @param acceptor where the clients connect, with channels for a selector; the server closes it
     * @param cell what is measured
     */
    public EventLoopServer(Acceptor acceptor, Cell cell) {
        this.acceptor = acceptor;
        this.cell = cell;
        idle = Idle.on(cell.cpus());
    }

    @Override
    public void run() throws IOException {
        threads = List.of(Thread.currentThread());
        try {
            SelectableStream first = accept();
            try (Selector selector = first.channel().provider().openSelector()) {
                wakeUp = selector::wakeup;
                register(first, selector);
                for (int i = 1; i < cell.clients(); i++) {
                    register(accept(), selector);
                }
                serve(selector);
            }
        } catch (IOException | CancelledKeyException e) { // a key is cancelled as its channel is closed
            if (!closed) {
                throw e;
            }
        }
    }

    private SelectableStream accept() throws IOException {
        MessageChannel channel = acceptor.accept();
        channels.add(channel);
        return channel.selectable()
                .orElseThrow(() -> new IOException("a selector cannot wait for this row's channels"));
    }

    private void register(SelectableStream stream, Selector selector) throws IOException {
        stream.channel().configureBlocking(false);
        stream.channel().register(selector, SelectionKey.OP_READ, new Connection(stream.bytes(), cell.requestSizes()));
        open++;
    }

    /** Until all clients have left. */
    private void serve(Selector selector) throws IOException {
        while (!closed && open > 0) {
            int ready =
                    cell.waiting() == Wait.BLOCK ? selector.select(this::proceed) : selector.selectNow(this::proceed);
            if (ready == 0) {
                idle.idle();
            }
        }
    }

    private void proceed(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (!connection.proceed(key, replies)) {
                leave(connection);
            }
        } catch (IOException e) { // reported by its client, which gets no reply
            LOG.debug("a server's channel broke", e);
            leave(connection);
        }
    }

    private void leave(Connection connection) {
        open--;
        try {
            connection.channel.close();
        } catch (IOException e) {
            LOG.debug("a server's channel did not close well", e);
        }
    }

    /** A client, and how far its request or reply is. */
    private static final class Connection {

        private final ByteChannel channel;
        private final MessageSizes sizes;
        private final ByteBuffer message;
        private long received;
        private boolean replies;

        Connection(ByteChannel channel, MessageSizes sizes) {
            this.channel = channel;
            this.sizes = sizes;
            message = ByteBuffer.allocateDirect(sizes.largest()).limit(sizes.of(received));
        }

        /** Reads and writes what it can. Returns false at the end. */
        boolean proceed(SelectionKey key, AtomicLong count) throws IOException {
            if (!replies) {
                if (channel.read(message) < 0) {
                    return false;
                }
                if (message.hasRemaining()) {
                    return true;
                }
                Payload.turnIntoReply(message.flip());
                replies = true;
            }
            channel.write(message);
            boolean isPart = message.hasRemaining();
            if (isPart != (key.interestOps() == SelectionKey.OP_WRITE)) {
                key.interestOps(isPart ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
            if (!isPart) {
                message.clear().limit(sizes.of(++received));
                replies = false;
                count.lazySet(count.get() + 1);
            }
            return true;
        }
    }

    @Override
    public Collection<Thread> threads() {
        return threads;
    }

    @Override
    public void mark() {
        marked = replies.get();
    }

    @Override
    public Arrivals arrivals() {
        long count = replies.get() - marked;
        return new Arrivals(new Counts(count, count, 0, 0, 0, 0, 0, 0), 0);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        wakeUp.run(); // closing a channel does not
        try (acceptor) {
            Closing.all(channels);
        }
    }
}
