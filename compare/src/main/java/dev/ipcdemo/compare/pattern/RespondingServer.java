package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Replies to every request of one client after another. */
final class RespondingServer implements ExchangeServer {

    private final Acceptor acceptor;
    private final Responder responder;
    private final int clients;
    private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param clients how many clients come, one after another */
    RespondingServer(Acceptor acceptor, int messageBytes, int clients) {
        this.acceptor = acceptor;
        this.clients = clients;
        responder = new Responder(messageBytes);
    }

    @Override
    public void run() throws IOException {
        threads.add(Thread.currentThread());
        try {
            for (int i = 0; i < clients && !closed; i++) {
                try (MessageChannel channel = acceptor.accept()) {
                    channels.add(channel);
                    responder.serve(channel);
                    channels.remove(channel);
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public Collection<Thread> threads() {
        return threads;
    }

    @Override
    public void mark() {
        responder.mark();
    }

    @Override
    public Arrivals arrivals() {
        return new Arrivals(responder.counts(), 0);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (acceptor) {
            Closing.all(channels);
        }
    }

    /** Turns every request on a channel into its reply. Checks nothing, because the client checks every reply. */
    static final class Responder {

        private final ByteBuffer buffer;
        private final AtomicLong replies = new AtomicLong();
        private long marked;

        Responder(int messageBytes) {
            buffer = Payload.incoming(messageBytes);
        }

        /** Replies until the other side closes the channel. For one thread at a time. */
        void serve(MessageChannel channel) throws IOException {
            long count = replies.get();
            while (channel.receive(buffer) >= 0) {
                Payload.turnIntoReply(buffer);
                channel.send(buffer);
                replies.lazySet(++count); // a volatile write would wait for the store, between two messages
            }
        }

        void mark() {
            marked = replies.get();
        }

        /** What was received since the mark. */
        Counts counts() {
            long count = replies.get() - marked;
            return new Counts(count, count, 0, 0, 0, 0, 0, 0);
        }
    }
}
