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

/** Receives what one client sends, checks every message, and counts. */
final class CountingServer implements ExchangeServer {

    private final Acceptor door;
    private final Clock clock;
    private final Payload payload;
    private final ByteBuffer in;
    private final ArrivalCounter tally = new ArrivalCounter();
    private final List<MessageChannel> lines = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile int marks = 1;
    private int heeded;
    private long firstNs;
    private volatile long lastNs; // written last, so that who reads it sees all that was counted

    CountingServer(Acceptor door, int messageBytes, Clock clock) {
        this.door = door;
        this.clock = clock;
        payload = new Payload(messageBytes);
        in = Payload.incoming(messageBytes);
    }

    @Override
    public void run() throws IOException {
        threads.add(Thread.currentThread());
        try (MessageChannel line = door.accept()) {
            lines.add(line);
            while (line.receive(in) >= 0) {
                count();
            }
        } catch (IOException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private void count() {
        long nowNs = clock.nanos();
        int asked = marks;
        if (asked != heeded) {
            heeded = asked;
            boolean isOurs = in.limit() == payload.messageBytes();
            tally.start(isOurs ? payload.sequence(in, tally.next()) : tally.next());
            firstNs = nowNs;
        }
        tally.judge(payload, in, false);
        lastNs = nowNs;
    }

    @Override
    public Collection<Thread> threads() {
        return threads;
    }

    /** To be called by one thread, when nothing is under way. */
    @Override
    public void mark() {
        marks = heeded + 1;
    }

    @Override
    public Arrivals arrivals() {
        long elapsedNs = lastNs - firstNs;
        return new Arrivals(marks == heeded ? tally.counts(0) : Counts.NONE, elapsedNs);
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
