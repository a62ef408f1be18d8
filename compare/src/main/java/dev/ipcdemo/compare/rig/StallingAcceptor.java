package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.pattern.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes a server pause once a second, as a garbage collection or a disk does.
 *
 * @param acceptor accepts the clients
 * @param clock the time
 * @param stallNs how long each pause is
 */
record StallingAcceptor(Acceptor acceptor, Clock clock, long stallNs) implements Acceptor {

    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public Map<String, String> socketOptions() {
        return acceptor.socketOptions();
    }

    @Override
    public String address() {
        return acceptor.address();
    }

    @Override
    public boolean sharesOneChannel() {
        return acceptor.sharesOneChannel();
    }

    @Override
    public MessageChannel accept() throws IOException {
        return new StallingChannel(acceptor.accept(), clock, stallNs);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    private static final class StallingChannel implements MessageChannel {

        private final MessageChannel channel;
        private final Clock clock;
        private final long stallNs;
        private long nextStallNs;

        StallingChannel(MessageChannel channel, Clock clock, long stallNs) {
            this.channel = channel;
            this.clock = clock;
            this.stallNs = stallNs;
            nextStallNs = clock.nanos() + PERIOD_NS / 2;
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            channel.send(message);
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            int size = channel.receive(buffer);
            long nowNs = clock.nanos();
            if (nowNs - nextStallNs >= 0) {
                nextStallNs = nowNs + PERIOD_NS;
                clock.awaitUntil(nowNs + stallNs, Thread::onSpinWait);
            }
            return size;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
