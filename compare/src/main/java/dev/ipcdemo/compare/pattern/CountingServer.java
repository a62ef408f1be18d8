package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives, checks and counts what one client sends. */
final class CountingServer implements ExchangeServer {

    private final Acceptor acceptor;
    private final Clock clock;
    private final ByteBuffer in;
    private final ArrivalsSinceMark arrivals;
    private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    CountingServer(Acceptor acceptor, int messageBytes, Clock clock) {
        this.acceptor = acceptor;
        this.clock = clock;
        in = Payload.incoming(messageBytes);
        arrivals = new ArrivalsSinceMark(messageBytes);
    }

    @Override
    public void run() throws IOException {
        threads.add(Thread.currentThread());
        try (MessageChannel channel = acceptor.accept()) {
            channels.add(channel);
            while (channel.receive(in) >= 0) {
                arrivals.add(in, clock.nanos());
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
        arrivals.mark();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals.arrivals();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (acceptor) {
            Closing.all(channels);
        }
    }
}
