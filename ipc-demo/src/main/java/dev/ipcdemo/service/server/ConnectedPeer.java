package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.IdleWatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A peer with a connection: a stream, or sequenced packets. */
public final class ConnectedPeer extends Peer {

    private static final long PROBE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final ServerLog log;
    private final int maxMessageBytes;
    private final Runnable leavePlace;
    private final AtomicBoolean hasPlace = new AtomicBoolean(true);
    private final AtomicReference<Optional<String>> endedHere = new AtomicReference<>(Optional.empty());

    private final AtomicBoolean isAnnounced;

    /** Written for each message, with no fence on most processors. */
    private final AtomicBoolean isBeingServed = new AtomicBoolean();

    private Optional<Idle> idle = Optional.empty(); // guarded by this

    ConnectedPeer(
            long number,
            Connection connection,
            Traffic traffic,
            ServerLog log,
            int maxMessageBytes,
            boolean isAnnounced,
            Runnable leavePlace) {
        super(number, connection.peerEndpoint(), traffic);
        this.connection = connection;
        this.log = log;
        this.maxMessageBytes = maxMessageBytes;
        this.isAnnounced = new AtomicBoolean(isAnnounced);
        this.leavePlace = leavePlace;
    }

    /** Has the log tell that it was opened, unless that has been told. */
    void announce() {
        if (!isAnnounced.get() && isAnnounced.compareAndSet(false, true)) {
            log.opened(this);
        }
    }

    /** The same if it has been there for so long that it is more than a {@link #wasProbe probe}. */
    void announceIfItStays() {
        if (ageNs() >= PROBE_NS) {
            announce();
        }
    }

    /**
     * Whether nothing has come from it yet.
     *
     * @return whether it has only connected
     */
    public boolean isSilent() {
        return traffic.arrivals() == 0;
    }

    /** Whether it was closed as soon as it was opened, as by somebody who looks whether anybody listens. Of no account. */
    boolean wasProbe() {
        return isSilent() && endedHere().isEmpty() && ageNs() < PROBE_NS;
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return connection.keepsMessageBoundaries();
    }

    /**
     * Receives what comes next, and makes the buffer ready for it to be read. Waits for it. A message that is too large
     * is dropped and counted, and the next one waited for.
     *
     * @param buffer where it goes, from the buffer's beginning; whatever it held is overwritten
     * @return false at the end of the stream
     * @throws SocketFailure as {@link Connection#recv}
     */
    public boolean receive(ByteBuffer buffer) throws SocketFailure {
        isBeingServed.setRelease(false);
        while (true) {
            buffer.clear();
            int received = connection.recv(buffer);
            if (received < 0) {
                return false;
            }
            if (received > maxMessageBytes && keepsMessageBoundaries()) {
                announce();
                if (traffic.dropped()) {
                    log.tooLarge(this, maxMessageBytes);
                }
                continue;
            }
            isBeingServed.setRelease(true);
            traffic.received(received);
            announce();
            buffer.flip();
            return true;
        }
    }

    /**
     * Receives a message, and makes the buffer ready for it to be read: where there are messages the next one, as {@link
     * #receive}, and on a stream so many bytes. Waits for it.
     *
     * @param buffer where it goes, from the buffer's beginning; whatever it held is overwritten
     * @param bytes the size of a message on a stream
     * @return false at the end of the stream, also within a message
     * @throws SocketFailure as {@link Connection#recv}
     */
    public boolean receive(ByteBuffer buffer, int bytes) throws SocketFailure {
        if (keepsMessageBoundaries()) {
            return receive(buffer);
        }
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            int received = connection.recv(buffer);
            if (received < 0) {
                return false;
            }
            traffic.received(received);
            announce();
        }
        buffer.flip();
        return true;
    }

    /** Whether what came last is still being answered, or otherwise dealt with. */
    boolean isBeingServed() {
        return isBeingServed.getAcquire();
    }

    @Override
    public void send(ByteBuffer bytes) throws SocketFailure {
        do {
            traffic.sent(connection.send(bytes));
        } while (bytes.hasRemaining());
    }

    @Override
    long signsOfLife() {
        return traffic.activity();
    }

    @Override
    public boolean hasOwnThread() {
        return true;
    }

    @Override
    public boolean end(String why) {
        boolean isFirst = endedHere.compareAndSet(Optional.empty(), Optional.of(why));
        Optional<Runnable> goOn = takeIdle(true);
        close();
        goOn.ifPresent(Runnable::run);
        return isFirst;
    }

    /**
     * Leaves the connection to a watch until something comes or it is ended here; then goes on. Under the lock, so that the
     * connection is not closed meanwhile; the watch neither waits nor calls back.
     *
     * @param goOn called once, by whoever finds that out; must not wait
     * @return false if the connection has been ended here
     */
    synchronized boolean beIdle(IdleWatch watch, Runnable goOn) throws SocketFailure {
        if (endedHere.get().isPresent()) {
            return false;
        }
        idle = Optional.of(new Idle(watch, goOn));
        try {
            watch.watch(connection, () -> takeIdle(false).ifPresent(Runnable::run));
            return true;
        } catch (SocketFailure | RuntimeException | Error e) {
            idle = Optional.empty();
            throw e;
        }
    }

    private synchronized Optional<Runnable> takeIdle(boolean isClosing) {
        Optional<Idle> taken = idle;
        idle = Optional.empty();
        taken.filter(was -> isClosing).ifPresent(was -> was.watch().forget(connection));
        return taken.map(Idle::goOn);
    }

    private record Idle(IdleWatch watch, Runnable goOn) {}

    boolean awaitReceivable(IdleWatch watch, Duration limit) throws SocketFailure {
        isBeingServed.setRelease(false); // what came last has been dealt with, and receive is called only for more
        return watch.awaitReceivable(connection, limit);
    }

    /** Why this side ended the connection, if it did. */
    Optional<String> endedHere() {
        return endedHere.get();
    }

    void close() {
        // The place is free before the peer can see that it is gone, so that it can come back at once.
        if (hasPlace.compareAndSet(true, false)) {
            leavePlace.run();
        }
        try {
            connection.close();
        } catch (SocketFailure e) {
            log.failed(this, e); // the descriptor is gone all the same
        }
    }
}
