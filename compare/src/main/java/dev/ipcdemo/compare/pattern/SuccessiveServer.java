package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves one client after another, in one thread. */
abstract class SuccessiveServer implements ExchangeServer {

    private final Acceptor acceptor;
    private final int clients;
    private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param clients how many clients come */
    SuccessiveServer(Acceptor acceptor, int clients) {
        this.acceptor = acceptor;
        this.clients = clients;
    }

    /** Has what another thread uses up counted as well. */
    final void serves(Thread thread) {
        threads.add(thread);
    }

    /** Serves a client until it closes the channel. */
    abstract void serve(MessageChannel channel) throws IOException;

    @Override
    public final void run() throws IOException {
        threads.add(Thread.currentThread());
        try {
            for (int i = 0; i < clients && !closed; i++) {
                try (MessageChannel channel = acceptor.accept()) {
                    channels.add(channel);
                    serve(channel);
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
    public final Collection<Thread> threads() {
        return threads;
    }

    @Override
    public final void close() throws IOException {
        closed = true;
        try (acceptor) {
            Closing.all(channels);
        }
    }
}
