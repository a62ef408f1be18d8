package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client that sends datagrams, and its own socket to the target: a thread connects it, and then passes on what the target
 * sends. What comes from the client before it is connected waits, because the thread that receives has other clients, too.
 */
final class PacketSession extends ClientSession {

    private final PacketRelay relay;
    private final SocketAddress address;
    private final SendBuffer.Receiver receiver;
    private final boolean isTargetLocal;
    private final Passage toTarget;
    private final Passage toClient;
    private final long startNs = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Deque<ByteBuffer> early = new ArrayDeque<>();
    private long earlyBytes;

    /** Whether the thread that receives passes on what comes itself; not before all that is early has been. */
    private volatile boolean isConnected;

    PacketSession(RelayContext context, RelayClient client, PacketRelay relay, SocketAddress address) {
        super(context, client);
        this.relay = relay;
        this.address = address;
        this.receiver = new SendBuffer.Receiver(address, client.endpoint());
        this.isTargetLocal = context.targetTransport().domains().contains(Domain.AF_UNIX);
        this.toTarget = new Passage(this, Direction.TO_TARGET, new ToTarget(context), true);
        this.toClient = new Passage(this, Direction.TO_CLIENT, new ToClient(), true);
    }

    SocketAddress address() {
        return address;
    }

    SendBuffer.Receiver receiver() {
        return receiver;
    }

    Passage toTarget() {
        return toTarget;
    }

    /** Connects to the target, and passes on what comes from it. */
    void run() {
        try {
            relay();
        } catch (RuntimeException | Error e) {
            close("it failed: " + e);
        }
    }

    private void relay() {
        Connection to;
        try {
            to = connectToTarget();
        } catch (SocketFailure e) {
            passEarly();
            close(notReached(e));
            return;
        }
        passEarly();
        try {
            receive(to, toClient);
            close("the target ended the connection");
        } catch (SocketFailure e) {
            close(e.kind().words());
        }
    }

    /** Passes on a message of the client's, or lets it wait for the target; drops and counts it if neither is possible. */
    void take(ByteBuffer message) {
        if (isConnected) {
            pass(message);
            return;
        }
        lock.lock();
        try {
            if (isConnected) {
                pass(message);
            } else {
                keep(message);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(ByteBuffer message) {
        int bytes = Passage.roomFor(message);
        if (earlyBytes > 0 && earlyBytes + bytes > context().settings().limits().delayedBytes()) {
            toTarget.dropped(message, "no room: too much waits for the target to be reached");
            return;
        }
        early.add(Passage.copy(message));
        earlyBytes += bytes;
    }

    /** If the target has not been reached, all is dropped. */
    private void passEarly() {
        boolean isHeld = hold();
        lock.lock();
        try {
            while (!early.isEmpty()) {
                pass(early.remove());
            }
            isConnected = true;
        } finally {
            lock.unlock();
            if (isHeld) {
                release();
            }
        }
    }

    private void pass(ByteBuffer message) {
        if (isClosed()) {
            toTarget.countDropped();
            return;
        }
        if (target().isEmpty()) {
            toTarget.dropped(message, "the target has not been reached");
            return;
        }
        try {
            toTarget.take(message);
        } catch (SocketFailure e) {
            toTarget.countDropped();
            survives(Direction.TO_TARGET, e);
        }
    }

    /** A UDP target that is not there may come back. From one of AF_UNIX the kernel has disconnected this socket. */
    @Override
    boolean survives(Direction direction, SocketFailure failure) {
        boolean isOfOneMessage = failure.kind() == FailureKind.MESSAGE_TOO_LARGE
                || failure.kind() == FailureKind.NOT_SUPPORTED
                || failure.kind() == FailureKind.REFUSED && direction == Direction.TO_TARGET && !isTargetLocal;
        if (!isOfOneMessage || !target().map(Connection::isOpen).orElse(false)) {
            close(failure.kind().words());
            return false;
        }
        return true;
    }

    @Override
    boolean hasWaiting() {
        return toTarget.hasWaiting() || toClient.hasWaiting() || isJustConnecting();
    }

    /** A target that does not accept is like a receiver that does not read. */
    private boolean isJustConnecting() {
        return !isConnected && System.nanoTime() - startNs <= Passage.LONGEST_WAIT_NS;
    }

    @Override
    void closeSockets(boolean isReset) {
        relay.forget(this);
        toTarget.close();
        toClient.close();
    }

    private final class ToTarget implements Output {

        /** Each client has a queue of its own there, which may be full although others have room. */
        private final boolean isConnection;

        ToTarget(RelayContext context) {
            this.isConnection = context.targetTransport().type().isConnected();
        }

        @Override
        public boolean sendsEmptyMessages() {
            return false;
        }

        @Override
        public void send(ByteBuffer bytes) throws SocketFailure {
            target().orElseThrow().sendFully(bytes);
        }

        /** A full queue of a datagram socket keeps all clients waiting, whoever waits for it. */
        @Override
        public boolean trySend(ByteBuffer bytes) throws SocketFailure {
            if (isConnection) {
                return false;
            }
            target().orElseThrow().sendFully(bytes);
            return true;
        }

        @Override
        public void end(Ending how) {
            close("its limit was reached");
        }

        @Override
        public boolean hasEnd() {
            return false;
        }
    }

    private final class ToClient implements Output {
        @Override
        public boolean sendsEmptyMessages() {
            return true; // where the library cannot, it says so, and the client lives on
        }

        @Override
        public void send(ByteBuffer bytes) throws SocketFailure {
            relay.sendTo(bytes, PacketSession.this);
        }

        @Override
        public boolean trySend(ByteBuffer bytes) throws SocketFailure {
            return relay.trySendTo(bytes, PacketSession.this);
        }

        @Override
        public void end(Ending how) {
            close("the target ended the connection");
        }

        @Override
        public boolean hasEnd() {
            return false;
        }
    }
}
