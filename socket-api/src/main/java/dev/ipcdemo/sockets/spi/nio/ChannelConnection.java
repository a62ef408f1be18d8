package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A connection over a channel that is connected.
 *
 * @param <C> the channel: {@code SocketChannel}, {@code DatagramChannel}, or what a library has for a sequenced packet
 */
public final class ChannelConnection<C extends SelectableChannel & NetworkChannel & ByteChannel>
        extends ChannelSocket<C> implements Connection {

    /** Ends the output of a channel: shutdown(2) with SHUT_WR. */
    @FunctionalInterface
    public interface OutputShutdown {
        /**
         * Ends the output.
         *
         * @throws IOException if that failed
         * @throws UnsupportedOperationException if the channel has no such end
         */
        void run() throws IOException;
    }

    private final SocketAddress peerAddress;
    private final Endpoint peerEndpoint;
    private final boolean keepsBoundaries;
    private final boolean refusesEmpty;

    /** Whether reading may come to an end; a datagram socket's never does. */
    private final boolean hasEnd;

    private final OutputShutdown outputShutdown;

    /** What a failure names: the peer, or this end where the peer has no name. */
    private final Endpoint subject;

    private volatile boolean outputIsShut;

    /**
     * Takes over a connected channel and sets its mode.
     *
     * @param channel the channel, connected
     * @param peer its peer's address; {@link dev.ipcdemo.sockets.PacketSocket#UNNAMED} for none
     * @param family the channel's family
     * @param options blocking, and the timeouts; all others have been applied to the channel before
     * @param keepsBoundaries whether the channel keeps message boundaries
     * @param outputShutdown ends the output
     * @param name what has to go with the socket, such as a socket file; closed before the channel
     * @throws IOException if the channel refuses; it is then still the caller's to close
     */
    public ChannelConnection(
            C channel,
            SocketAddress peer,
            ChannelFamily family,
            Options options,
            boolean keepsBoundaries,
            OutputShutdown outputShutdown,
            Closeable name)
            throws IOException {
        super(channel, family, options, name, SelectionKey.OP_READ, false);
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = keepsBoundaries;
        this.refusesEmpty = keepsBoundaries && !family.sendsEmptyMessages();
        this.hasEnd = true;
        this.outputShutdown = outputShutdown;
        this.subject = peerEndpoint.isNamed() ? peerEndpoint : localEndpoint();
    }

    /** Another view of a datagram socket, whose channel is connected. */
    ChannelConnection(ChannelSocket<C> socket, SocketAddress peer) {
        super(socket);
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = true;
        this.refusesEmpty = true; // the JDK sends an empty datagram by send, but not by write
        this.hasEnd = false;
        this.outputShutdown = () -> {
            throw new UnsupportedOperationException();
        };
        this.subject = peerEndpoint;
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        if (!isOpen()) {
            throw closed("getpeername", "");
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
        // Asked before, because junixsocket closes the channel for EPIPE, the other direction with it.
        if (outputIsShut) {
            throw outputWasShutDown();
        }
        if (refusesEmpty && !buffer.hasRemaining()) {
            throw new SocketFailure(
                    "send",
                    subject.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "the library makes no system call for an empty message");
        }
        int position = buffer.position();
        try {
            return waitsInSelector ? sendInTime(buffer) : sendOnce(buffer);
        } catch (IOException e) {
            buffer.position(position); // junixsocket has moved that of a heap buffer by now
            throw outputIsShut ? outputWasShutDown() : failure("send", subject, e);
        }
    }

    private int sendOnce(ByteBuffer buffer) throws IOException {
        int sent = channel.write(buffer);
        while (sent == 0 && blocking && buffer.hasRemaining()) {
            sent = channel.write(buffer); // the family bounds the wait, to see whether the channel was closed
        }
        return sent;
    }

    private SocketFailure outputWasShutDown() {
        return closed("send", isOpen() ? "its output was shut down" : "");
    }

    private SocketFailure closed(String operation, String detail) {
        return new SocketFailure(operation, subject.toString(), FailureKind.CLOSED, detail);
    }

    private int sendInTime(ByteBuffer buffer) throws IOException {
        boolean isEmpty = !buffer.hasRemaining();
        long deadlineNs = sendWait.deadlineNs();
        while (true) {
            int sent = channel.write(buffer);
            if (sent != 0 || isEmpty) {
                return sent;
            }
            sendWait.await(deadlineNs);
        }
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        try {
            int received = waitsInSelector ? recvInTime(buffer) : channel.read(buffer);
            if (received < 0 && !isOpen()) {
                // junixsocket returns the end of the stream to a thread that it wakes by shutdown(2) when closing.
                throw closed("recv", "");
            }
            // Both the JDK and junixsocket take an empty datagram for the end of a stream.
            return received < 0 && !hasEnd ? 0 : received;
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure("recv", subject, e);
        }
    }

    private int recvInTime(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return channel.read(buffer);
        }
        long deadlineNs = recvWait.deadlineNs();
        if (keepsBoundaries) {
            // Readiness first: afterwards 0 is an empty message, which without it could not be told from nothing. At
            // least
            // one look, so that a thread that was held up does not overlook what is there.
            boolean ready = recvWait.isReady();
            while (!ready) {
                ready = recvWait.await(deadlineNs);
            }
            return channel.read(buffer);
        }
        while (true) {
            int received = channel.read(buffer);
            if (received != 0) {
                return received;
            }
            recvWait.await(deadlineNs);
        }
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        if (!isOpen()) {
            throw closed("shutdown", "");
        }
        if (outputIsShut) {
            return;
        }
        try {
            outputShutdown.run();
            outputIsShut = true;
        } catch (UnsupportedOperationException e) {
            throw new SocketFailure(
                    "shutdown",
                    subject.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "a datagram socket has no end of stream to tell its peer about",
                    e);
        } catch (IOException e) {
            throw failure("shutdown", subject, e);
        }
    }
}
