package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A client and its socket to the target. */
abstract sealed class ClientSession permits StreamSession, PacketSession {

    private static final int SMALL_BYTES = 4096;

    /** Instead of when something last passed: nothing passes anymore. */
    private static final long FORGOTTEN = Long.MIN_VALUE;

    private final RelayContext context;
    private final RelayClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean isTimed;
    private final AtomicLong activeNs = new AtomicLong(System.nanoTime());
    private final AtomicInteger held = new AtomicInteger();

    private volatile Optional<Connection> target = Optional.empty();

    // Guarded by the monitor of closed.
    private Optional<Thread> connecting = Optional.empty();

    ClientSession(RelayContext context, RelayClient client) {
        this.context = context;
        this.client = client;
        this.isTimed = context.hasDatagrams();
    }

    final RelayContext context() {
        return context;
    }

    final RelayClient client() {
        return client;
    }

    /** Returns false if the client is being forgotten. */
    final boolean noteActivity() {
        if (!isTimed) {
            return true;
        }
        long nowNs = System.nanoTime();
        return activeNs.updateAndGet(last -> last == FORGOTTEN ? last : nowNs) != FORGOTTEN;
    }

    /**
     * Keeps the client from being forgotten until {@link #release}, however long a message takes. Returns false if that is too
     * late.
     */
    final boolean hold() {
        held.incrementAndGet();
        boolean isInTime = noteActivity();
        if (!isInTime) {
            held.decrementAndGet();
        }
        return isInTime;
    }

    final void release() {
        noteActivity();
        held.decrementAndGet();
    }

    /** Whether something waits to be passed on, but not for a receiver that does not read. */
    abstract boolean hasWaiting();

    /** True once, if nothing has passed for so long. From then on {@link #hold} returns false. */
    final boolean isToBeForgotten(long nowNs, long limitNs) {
        long lastNs = activeNs.get(); // before the look at what is held: both change it
        return lastNs != FORGOTTEN
                && nowNs - lastNs > limitNs
                && held.get() == 0
                && !hasWaiting()
                && activeNs.compareAndSet(lastNs, FORGOTTEN);
    }

    final boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits. Fails if the client is closed meanwhile. */
    final void pause(long ns) throws SocketFailure {
        if (ns <= 0) {
            return;
        }
        try {
            if (closed.await(ns, TimeUnit.NANOSECONDS)) {
                throw Passage.closed(client);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Passage.closed(client);
        }
    }

    final void startDelay(Direction direction, DelayLine line) {
        try {
            context.start("relay delay #" + client.number() + " " + direction, () -> deliver(direction, line));
        } catch (OutOfMemoryError noThread) {
            line.close();
            close("no thread could be started");
        }
    }

    private void deliver(Direction direction, DelayLine line) {
        try {
            boolean isOver = false;
            while (!isOver) {
                isOver = deliverOne(direction, line);
            }
        } catch (RuntimeException | Error e) {
            close("it failed: " + e);
        } finally {
            line.close();
        }
    }

    /** Returns whether that was the last one. */
    private boolean deliverOne(Direction direction, DelayLine line) {
        try {
            return !line.deliverNext();
        } catch (SocketFailure e) {
            if (client.keepsMessageBoundaries()) {
                context.counters(direction).dropped();
            }
            boolean isOver = !survives(direction, e);
            if (isOver) {
                line.fail(e);
            }
            return isOver;
        }
    }

    /** Something could not be sent in a direction. Returns whether more can be. */
    abstract boolean survives(Direction direction, SocketFailure failure);

    /** Closes the sockets, in order. */
    final void close(String why) {
        end(why, false);
    }

    /** Closes the sockets with a reset. */
    final void reset(String why) {
        end(why, true);
    }

    private void end(String why, boolean isReset) {
        synchronized (closed) {
            if (isClosed()) {
                return;
            }
            closed.countDown();
            connecting.ifPresent(Thread::interrupt);
        }
        closeSockets(isReset);
        target.ifPresent(to -> close(to, isReset));
        context.remove(this);
        try {
            context.settings().observer().closed(client, why);
        } catch (RuntimeException | Error e) {
            // It ends the client's connection, which has just ended.
        }
    }

    /** Closes all but the socket to the target. Called once. */
    abstract void closeSockets(boolean isReset);

    /** The socket to the target; empty before it is connected. */
    final Optional<Connection> target() {
        return target;
    }

    /** Connects to the target, however long that takes. Fails at once when the client is closed. */
    final Connection connectToTarget() throws SocketFailure {
        try {
            Connection to = connect();
            target = Optional.of(to);
            if (isClosed()) {
                close(to, false); // whoever closed the client may have come too early for that
                throw Passage.closed(client);
            }
            context.settings().observer().opened(client);
            return to;
        } catch (SocketFailure e) {
            if (!isClosed()) {
                context.targetNotReached(e);
            }
            throw e;
        }
    }

    static String notReached(SocketFailure why) {
        return "the target cannot be reached: " + why.kind().words();
    }

    private Connection connect() throws SocketFailure {
        synchronized (closed) {
            if (isClosed()) {
                throw Passage.closed(client);
            }
            connecting = Optional.of(Thread.currentThread());
        }
        try {
            return context.connectToTarget();
        } finally {
            synchronized (closed) {
                connecting = Optional.empty();
                Thread.interrupted(); // was for the connect alone: files that this thread writes would be closed by it
            }
        }
    }

    static void close(Connection connection, boolean isReset) {
        try {
            if (isReset) {
                connection.reset();
            } else {
                connection.close();
            }
        } catch (SocketFailure gone) {
            // The descriptor is released all the same.
        }
    }

    /** Receives until the end, and has it passed on. */
    final void receive(Connection from, Passage passage) throws SocketFailure {
        if (client.keepsMessageBoundaries()) {
            receiveMessages(from, passage);
        } else {
            receiveStream(from, passage);
        }
    }

    private void receiveMessages(Connection from, Passage passage) throws SocketFailure {
        int maxMessageBytes = context.settings().limits().maxMessageBytes();
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        ByteBuffer buffer = ByteBuffer.allocateDirect(maxMessageBytes + 1);
        boolean goesOn = true;
        while (goesOn) {
            int received = receive(from, buffer.clear());
            if (received < 0) {
                passage.end();
                return;
            }
            buffer.flip();
            if (received > maxMessageBytes) {
                passage.dropped(buffer, FailureKind.MESSAGE_TOO_LARGE.words());
            } else {
                goesOn = takeMessage(passage, buffer);
            }
        }
    }

    /** A message that cannot be sent is lost, and those behind it are not. */
    private boolean takeMessage(Passage passage, ByteBuffer message) throws SocketFailure {
        boolean isHeld = hold();
        try {
            return passage.take(message);
        } catch (SocketFailure e) {
            if (!survives(passage.direction(), e)) {
                throw e;
            }
            passage.countDropped();
            return true;
        } finally {
            if (isHeld) {
                release();
            }
        }
    }

    /** A large buffer is used as long as more comes than the small one holds. */
    private void receiveStream(Connection from, Passage passage) throws SocketFailure {
        ByteBuffer small = ByteBuffer.allocateDirect(SMALL_BYTES);
        Optional<ByteBuffer> large = Optional.empty();
        try {
            boolean goesOn = true;
            while (goesOn) {
                ByteBuffer buffer = large.orElse(small);
                int received = receive(from, buffer.clear().limit(passage.room(buffer.capacity())));
                if (received < 0) {
                    passage.end();
                    return;
                }
                goesOn = passage.take(buffer.flip());
                if (large.isEmpty() && received == SMALL_BYTES) {
                    large = context.largeBuffers().take();
                } else if (large.isPresent() && received < SMALL_BYTES) {
                    context.largeBuffers().giveBack(large.get());
                    large = Optional.empty();
                }
            }
        } finally {
            large.ifPresent(context.largeBuffers()::giveBack);
        }
    }

    /** A datagram socket hears that an earlier message found nobody, and lives on. */
    private static int receive(Connection from, ByteBuffer buffer) throws SocketFailure {
        while (true) {
            try {
                return from.recv(buffer);
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.REFUSED || !from.isOpen()) {
                    throw e;
                }
            }
        }
    }
}
