package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A server that pauses once a second, as one does for a garbage collection or a disk. */
public record StallingAcceptor(Acceptor door, Clock clock, long stallNs) implements Acceptor {

    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public String address() {
        return door.address();
    }

    @Override
    public boolean oneLineForAll() {
        return door.oneLineForAll();
    }

    @Override
    public MessageChannel accept() throws IOException {
        return new StallingLine(door.accept(), clock, stallNs);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private static final class StallingLine implements MessageChannel {

        private final MessageChannel line;
        private final Clock clock;
        private final long stallNs;
        private long nextStallNs;

        StallingLine(MessageChannel line, Clock clock, long stallNs) {
            this.line = line;
            this.clock = clock;
            this.stallNs = stallNs;
            nextStallNs = clock.nanos() + PERIOD_NS / 2;
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            line.send(message);
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            int size = line.receive(buffer);
            long nowNs = clock.nanos();
            if (nowNs - nextStallNs >= 0) {
                nextStallNs = nowNs + PERIOD_NS;
                clock.awaitUntil(nowNs + stallNs, Thread::onSpinWait);
            }
            return size;
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
}
