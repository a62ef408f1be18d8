package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.SHUT_WR;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;
import static dev.ipcdemo.posix.ErrorNumbers.EBADF;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A connection: a stream, a sequenced-packet connection, or a datagram socket that is connected. */
final class PosixConnection extends PosixSocket implements Connection {

    private final SocketAddress peerAddress;
    private final Endpoint peerEndpoint;
    private final boolean keepsBoundaries;

    /** Whether there is an end of stream; datagrams have none. */
    private final boolean hasEnd;

    /** The endpoint that a failure names: the peer, or this end where the peer has no name. */
    private final Endpoint subject;

    private volatile boolean outputIsShut;

    /** Takes over a connected descriptor. */
    PosixConnection(Descriptor descriptor, SocketAddress peer, SocketFamily family, Options options)
            throws PosixException {
        super(descriptor, family, options, () -> {});
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = family.type().keepsBoundaries();
        this.hasEnd = true;
        this.subject = peerEndpoint.isNamed() ? peerEndpoint : localEndpoint();
    }

    /** A second view of a datagram socket that is connected. */
    PosixConnection(PosixPacketSocket socket, SocketAddress peer) {
        super(socket);
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = true;
        this.hasEnd = false;
        this.subject = peerEndpoint;
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        if (!isOpen()) {
            throw failure("getpeername", subject, -EBADF);
        }
        return peerAddress;
    }

    @Override
    public Endpoint peerEndpoint() {
        return peerEndpoint;
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return keepsBoundaries;
    }

    @Override
    public int send(ByteBuffer buffer) throws SocketFailure {
        if (keepsBoundaries && !buffer.hasRemaining()) {
            throw refusal();
        }
        int sent = descriptor.send(buffer);
        if (sent >= 0) {
            return sent;
        }
        if (sent == -EAGAIN && !blocking) {
            return 0;
        }
        throw outputIsShut ? outputWasShutDown() : failure("send", subject, sent);
    }

    /** On SOCK_SEQPACKET, the receiver would take an empty message for the end of the stream. */
    private SocketFailure refusal() {
        return new SocketFailure(
                "send",
                subject.toString(),
                FailureKind.NOT_SUPPORTED,
                "the library makes no system call for an empty message");
    }

    private SocketFailure outputWasShutDown() {
        return new SocketFailure(
                "send", subject.toString(), FailureKind.CLOSED, isOpen() ? "its output was shut down" : "");
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        if (!buffer.hasRemaining() && isOpen()) {
            return 0;
        }
        int received = descriptor.recv(buffer);
        if (received > 0) {
            return received;
        }
        if (received == 0) {
            return hasEnd ? -1 : 0;
        }
        if (received == -EAGAIN && !blocking) {
            return 0;
        }
        throw failure("recv", subject, received);
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        if (!isOpen()) {
            throw failure("shutdown", subject, -EBADF);
        }
        if (!hasEnd) {
            throw new SocketFailure(
                    "shutdown", subject.toString(), FailureKind.NOT_SUPPORTED, "datagrams have no end of stream");
        }
        if (!outputIsShut) {
            ask("shutdown", subject, number -> {
                Posix.shutdown(number, SHUT_WR);
                return true;
            });
            outputIsShut = true;
        }
    }
}
