package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.pattern.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes a server pause once a second while it is measured, as a garbage collection or a disk does: whatever any of its
 * channels receives in that time waits until it is over. It pauses only after {@link #mark}.
 */
final class StallingAcceptor implements Acceptor {

    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    /** Soon, because a run of connections has at most a few thousand of them, and is over in a tenth of a second. */
    private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** A measurement has so many periods, so that a pause is part of it wherever it falls. */
    private static final int PERIODS = 2;

    private final Acceptor acceptor;
    private final Clock clock;
    private final long stallNs;
    private boolean isMarked;
    private long nextNs;
    private long untilNs;

    /**
     * @param acceptor accepts the clients
     * @param clock the time
     * @param stallNs how long each pause is
     */
    StallingAcceptor(Acceptor acceptor, Clock clock, long stallNs) {
        this.acceptor = acceptor;
        this.clock = clock;
        this.stallNs = stallNs;
    }

    /** How long a server must be measured that is to pause for so long; zero if it is not to pause. */
    static long shortestNs(Duration stall) {
        return stall.isZero() ? 0 : PERIODS * Math.max(PERIOD_NS, stall.toNanos());
    }

    /** Begins: the first pause is soon after this. */
    synchronized void mark() {
        isMarked = true;
        untilNs = clock.nanos();
        nextNs = untilNs + FIRST_NS;
    }

    /** Until when the server pauses; the past if it does not. */
    private synchronized long untilNs(long nowNs) {
        if (isMarked && nowNs - nextNs >= 0) {
            nextNs = nowNs + PERIOD_NS;
            untilNs = nowNs + stallNs;
        }
        return isMarked ? untilNs : nowNs;
    }

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
        return new StallingChannel(acceptor.accept());
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    private final class StallingChannel implements MessageChannel {

        private final MessageChannel channel;

        StallingChannel(MessageChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            channel.send(message);
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            int size = channel.receive(buffer);
            clock.awaitUntil(untilNs(clock.nanos()), Thread::onSpinWait);
            return size;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
