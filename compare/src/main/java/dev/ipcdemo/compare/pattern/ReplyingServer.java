package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Turns every request into a reply, for one client after the other. Checks nothing: who asked sees it all. */
final class ReplyingServer implements ExchangeServer {

    private final Acceptor door;
    private final int messageBytes;
    private final int clients;
    private final List<MessageChannel> lines = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile long received;
    private long marked;

    /** @param clients how many clients come, one after the other */
    ReplyingServer(Acceptor door, int messageBytes, int clients) {
        this.door = door;
        this.messageBytes = messageBytes;
        this.clients = clients;
    }

    @Override
    public void run() throws IOException {
        threads.add(Thread.currentThread());
        try {
            for (int i = 0; i < clients && !closed; i++) {
                try (MessageChannel line = door.accept()) {
                    lines.add(line);
                    echo(line);
                    lines.remove(line);
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private void echo(MessageChannel line) throws IOException {
        ByteBuffer buffer = Payload.incoming(messageBytes);
        long count = received;
        while (line.receive(buffer) >= 0) {
            Payload.turnIntoReply(buffer);
            line.send(buffer);
            received = ++count;
        }
    }

    @Override
    public Collection<Thread> threads() {
        return threads;
    }

    @Override
    public void mark() {
        marked = received;
    }

    @Override
    public Arrivals arrivals() {
        long count = received - marked;
        return new Arrivals(new Counts(count, count, 0, 0, 0, 0, 0, 0), 0);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (door) {
            for (MessageChannel line : lines) {
                line.close();
            }
        }
    }
}
