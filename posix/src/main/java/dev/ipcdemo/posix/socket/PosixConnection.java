package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.SHUT_WR;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;
import static dev.ipcdemo.posix.ErrorNumbers.EBADF;
import static dev.ipcdemo.posix.ErrorNumbers.EINVAL;
import static dev.ipcdemo.posix.ErrorNumbers.EIO;
import static dev.ipcdemo.posix.ErrorNumbers.EMSGSIZE;
import static dev.ipcdemo.posix.ErrorNumbers.ENOTCONN;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.MessageBatch;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

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
        throw sendFailure(sent);
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
    public Optional<Batch.Outgoing> sendBatch(int messages, int messageBytes) throws SocketFailure {
        return hasBatches()
                ? Optional.of(new OutgoingBatch(
                        this, messages, messageBytes, ask("getsockopt IP_MTU", subject, family::largestSegmentBytes)))
                : Optional.empty();
    }

    @Override
    public Optional<Batch.Incoming> recvBatch(int messages, int messageBytes) throws SocketFailure {
        return hasBatches()
                ? Optional.of(new IncomingBatch(
                        this, messages, messageBytes, ask("setsockopt UDP_GRO", subject, family::joinsMessages)))
                : Optional.empty();
    }

    private boolean hasBatches() {
        return keepsBoundaries && Kernel.hasBatches();
    }

    /** Returns how many entries were sent, or minus the error number if the kernel cannot segment what was joined. */
    int send(MessageBatch batch, int entries) throws SocketFailure {
        int sent = descriptor.sendBatch(batch, entries);
        if (sent >= 0 || sent == -EINVAL || sent == -EMSGSIZE || sent == -EIO) {
            return sent;
        }
        if (sent == -EAGAIN && !blocking) {
            return 0;
        }
        throw sendFailure(sent);
    }

    /** On SOCK_SEQPACKET an empty message would be taken for the end of the stream. */
    void requireSendable(int bytes) throws SocketFailure {
        if (bytes == 0 && hasEnd) {
            throw refusal();
        }
    }

    SocketFailure sendFailure(int result) {
        return outputIsShut ? outputWasShutDown() : failure("send", subject, result);
    }

    /** Returns how many messages were received; -1 at the end. */
    int recv(MessageBatch batch) throws SocketFailure {
        int received = descriptor.recvBatch(batch);
        if (received > 0) {
            return hasEnd ? beforeTheEnd(batch, received) : received;
        }
        if (received == -EAGAIN && !blocking) {
            return 0;
        }
        throw failure("recv", subject, received);
    }

    /** After the end of the stream, the kernel has an empty message for every place in the batch. */
    private static int beforeTheEnd(MessageBatch batch, int received) {
        int messages = 0;
        while (messages < received && batch.length(messages) > 0) {
            messages++;
        }
        return messages == 0 ? -1 : messages;
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
                int result = Kernel.shutdown(number, SHUT_WR);
                if (result < 0 && result != -ENOTCONN) { // after RST, the output has ended already
                    throw new PosixException("shutdown", -result);
                }
                return true;
            });
            outputIsShut = true;
        }
    }

    @Override
    public void reset() throws SocketFailure {
        if (hasEnd && family.sendsReset()) {
            try {
                descriptor.resetWhenClosed();
                SystemCalls.note("setsockopt");
            } catch (PosixException alreadyGone) {
                // It is closed all the same.
            }
        }
        close();
    }
}
