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
    private final OutputShutdown outputShutdown;
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
        super(channel, family, options, name, SelectionKey.OP_READ);
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = keepsBoundaries;
        this.refusesEmpty = keepsBoundaries && !family.sendsEmptyMessages();
        this.outputShutdown = outputShutdown;
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        if (!isOpen()) {
            throw new SocketFailure("getpeername", peerEndpoint.toString(), FailureKind.CLOSED, "");
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
        if (refusesEmpty && !buffer.hasRemaining()) {
            throw new SocketFailure(
                    "send",
                    peerEndpoint.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "the library makes no system call for an empty message");
        }
        try {
            return patient ? sendPatiently(buffer) : channel.write(buffer);
        } catch (IOException e) {
            if (outputIsShut && isOpen()) {
                throw new SocketFailure(
                        "send", peerEndpoint.toString(), FailureKind.CLOSED, "its output was shut down", e);
            }
            throw failure("send", peerEndpoint, e);
        }
    }

    private int sendPatiently(ByteBuffer buffer) throws IOException {
        boolean isEmpty = !buffer.hasRemaining();
        long deadlineNs = sendPatience.deadlineNs();
        while (true) {
            int sent = channel.write(buffer);
            if (sent != 0 || isEmpty) {
                return sent;
            }
            sendPatience.await(deadlineNs);
        }
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        try {
            int received = patient ? recvPatiently(buffer) : channel.read(buffer);
            if (received < 0 && !isOpen()) {
                // junixsocket returns the end of the stream to a thread that it wakes by shutdown(2) when closing.
                throw new SocketFailure("recv", peerEndpoint.toString(), FailureKind.CLOSED, "");
            }
            return received;
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure("recv", peerEndpoint, e);
        }
    }

    private int recvPatiently(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return channel.read(buffer);
        }
        long deadlineNs = recvPatience.deadlineNs();
        while (true) {
            if (keepsBoundaries) {
                // Readiness first: afterwards 0 is an empty message, which without it could not be told from nothing.
                recvPatience.await(deadlineNs);
                return channel.read(buffer);
            }
            int received = channel.read(buffer);
            if (received != 0) {
                return received;
            }
            recvPatience.await(deadlineNs);
        }
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        try {
            if (!outputIsShut) {
                outputShutdown.run();
                outputIsShut = true;
            } else if (!isOpen()) {
                throw new SocketFailure("shutdown", peerEndpoint.toString(), FailureKind.CLOSED, "");
            }
        } catch (UnsupportedOperationException e) {
            throw new SocketFailure(
                    "shutdown",
                    peerEndpoint.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "a datagram socket has no end of stream to tell its peer about",
                    e);
        } catch (IOException e) {
            throw failure("shutdown", peerEndpoint, e);
        }
    }
}
