package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A client that sends datagrams, and its own socket to the target: a thread for what the target sends. */
final class PacketSession extends ClientSession {

    private final PacketRelay relay;
    private final SocketAddress address;
    private final Connection target;
    private final Passage toTarget;
    private final Passage toClient;

    PacketSession(
            RelayContext context, RelayClient client, PacketRelay relay, SocketAddress address, Connection target) {
        super(context, client);
        this.relay = relay;
        this.address = address;
        this.target = target;
        this.toTarget = new Passage(this, Direction.TO_TARGET, new ToTarget(), true);
        this.toClient = new Passage(this, Direction.TO_CLIENT, new ToClient(), false);
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

    /** A UDP target that is not there may come back. */
    @Override
    void failed(SocketFailure failure) {
        if (failure.kind() != FailureKind.REFUSED && failure.kind() != FailureKind.MESSAGE_TOO_LARGE
                || !target.isOpen()) {
            close(failure.kind().words());
        }
    }

    @Override
    void closeSockets(boolean isReset) {
        relay.forget(address, this);
        close(target, isReset);
        toTarget.close();
        toClient.close();
    }

    private final class ToTarget implements Output {
        @Override
        public void send(ByteBuffer bytes) throws SocketFailure {
            target.sendFully(bytes);
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
        public void send(ByteBuffer bytes) throws SocketFailure {
            relay.sendTo(bytes, address, PacketSession.this);
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
