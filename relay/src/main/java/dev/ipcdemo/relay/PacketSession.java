package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A client that sends datagrams, and its own socket to the target: a thread for what the target sends. */
final class PacketSession extends ClientSession {

    private final PacketRelay relay;
    private final SocketAddress address;
    private final SendBuffer.Receiver receiver;
    private final Connection target;
    private final boolean isTargetLocal;
    private final Passage toTarget;
    private final Passage toClient;

    PacketSession(
            RelayContext context, RelayClient client, PacketRelay relay, SocketAddress address, Connection target) {
        super(context, client);
        this.relay = relay;
        this.address = address;
        this.receiver = new SendBuffer.Receiver(address, client.endpoint());
        this.target = target;
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

    /** Passes on what comes from the target. */
    void run() {
        try {
            receive(target, toClient);
            close("the target ended the connection");
        } catch (SocketFailure e) {
            close(e.kind().words());
        } catch (RuntimeException | Error e) {
            close("it failed: " + e);
        }
    }

    /** A UDP target that is not there may come back. From one of AF_UNIX the kernel has disconnected this socket. */
    @Override
    boolean survives(Direction direction, SocketFailure failure) {
        boolean isOfOneMessage = failure.kind() == FailureKind.MESSAGE_TOO_LARGE
                || failure.kind() == FailureKind.NOT_SUPPORTED
                || failure.kind() == FailureKind.REFUSED && direction == Direction.TO_TARGET && !isTargetLocal;
        if (!isOfOneMessage || !target.isOpen()) {
            close(failure.kind().words());
            return false;
        }
        return true;
    }

    @Override
    boolean hasWaiting() {
        return toTarget.hasWaiting() || toClient.hasWaiting();
    }

    @Override
    void closeSockets(boolean isReset) {
        relay.forget(address, this);
        close(target, isReset);
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
            target.sendFully(bytes);
        }

        /** A full queue of a datagram socket keeps all clients waiting, whoever waits for it. */
        @Override
        public boolean trySend(ByteBuffer bytes) throws SocketFailure {
            if (isConnection) {
                return false;
            }
            target.sendFully(bytes);
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
