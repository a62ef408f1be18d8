package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** One end of two pipes. */
final class MemoryConnection extends MemorySocket implements Connection {

    private final MemoryPipe in;
    private final MemoryPipe out;
    private final SocketAddress peerAddress;
    private final Endpoint peerEndpoint;

    MemoryConnection(
            MemoryPipe in,
            MemoryPipe out,
            SocketAddress localAddress,
            Endpoint localEndpoint,
            SocketAddress peerAddress,
            Endpoint peerEndpoint,
            Options options) {
        super(localAddress, localEndpoint, options);
        this.in = in;
        this.out = out;
        this.peerAddress = peerAddress;
        this.peerEndpoint = peerEndpoint;
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        requireOpen("getpeername", peerEndpoint);
        return peerAddress;
    }

    @Override
    public Endpoint peerEndpoint() {
        return peerEndpoint;
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return false;
    }

    private Endpoint subject() {
        return StreamSandbox.subject(this);
    }

    @Override
    public int send(ByteBuffer buffer) throws SocketFailure {
        synchronized (out) {
            boolean mayWait = options.get(Options.BLOCKING) && buffer.hasRemaining();
            await(
                    out,
                    () -> !out.isFull() || out.isEnded() || out.isReset(),
                    mayWait,
                    options.get(Options.SEND_TIMEOUT),
                    "send",
                    subject());
            if (out.isEnded()) {
                throw failure("send", FailureKind.CLOSED, "its output was shut down");
            }
            if (out.isReset()) {
                throw failure("send", FailureKind.RESET, "");
            }
            return out.put(buffer);
        }
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        synchronized (in) {
            boolean mayWait = options.get(Options.BLOCKING) && buffer.hasRemaining();
            await(
                    in,
                    () -> !in.isEmpty() || in.isEnded() || in.isReset(),
                    mayWait,
                    options.get(Options.RECV_TIMEOUT),
                    "recv",
                    subject());
            if (in.isReset()) {
                throw failure("recv", FailureKind.RESET, "");
            }
            return in.isEmpty() && in.isEnded() ? -1 : in.take(buffer);
        }
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        requireOpen("shutdown", subject());
        out.end();
    }

    private SocketFailure failure(String operation, FailureKind kind, String detail) {
        return new SocketFailure(operation, subject().toString(), kind, detail);
    }

    /** As in the kernel: closing with unread bytes resets the peer. */
    @Override
    void ended() {
        boolean leftUnread;
        synchronized (in) {
            leftUnread = !in.isEmpty();
            in.reset();
        }
        if (leftUnread) {
            out.reset();
        }
        out.end();
    }
}
