package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client and its socket to the target. */
abstract sealed class ClientSession permits StreamSession, PacketSession {

    private static final int FIRST_BYTES = 4096;
    private static final int MOST_BYTES = 65_536;

    private final RelayContext context;
    private final RelayClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean isTimed;
    private volatile long activeNs = System.nanoTime();

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

    final void noteActivity() {
        if (isTimed) {
            activeNs = System.nanoTime();
        }
    }

    final boolean isIdle(long nowNs, long limitNs) {
        return nowNs - activeNs > limitNs;
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
        context.start("relay delay #" + client.number() + " " + direction, () -> {
            try {
                line.run();
            } catch (SocketFailure e) {
                failed(e);
            } catch (RuntimeException | Error e) {
                close("it failed: " + e);
            } finally {
                line.close();
            }
        });
    }

    /** Something could not be sent after a delay. */
    abstract void failed(SocketFailure failure);

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
        }
        closeSockets(isReset);
        context.remove(this);
        context.settings().observer().closed(client, why);
    }

    /** Called once. */
    abstract void closeSockets(boolean isReset);

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
        int maxMessageBytes = context.settings().limits().maxMessageBytes();
        boolean hasMessages = client.keepsMessageBoundaries();
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        ByteBuffer buffer = ByteBuffer.allocateDirect(hasMessages ? maxMessageBytes + 1 : FIRST_BYTES);
        while (true) {
            buffer.clear().limit(passage.room(buffer.capacity()));
            int received = receive(from, buffer);
            if (received < 0) {
                passage.end();
                return;
            }
            if (hasMessages && (received > maxMessageBytes || received == 0)) {
                passage.dropped();
                continue;
            }
            buffer.flip();
            if (!passage.take(buffer)) {
                return;
            }
            if (received == buffer.capacity() && !hasMessages && received < MOST_BYTES) {
                buffer = ByteBuffer.allocateDirect(2 * received);
            }
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
