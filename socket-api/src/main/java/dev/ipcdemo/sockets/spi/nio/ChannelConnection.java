package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.function.Supplier;

/**
 * A connection on top of a connected channel.
 *
 * @param <C> the channel: {@code SocketChannel}, {@code DatagramChannel}, or a library's channel for sequenced packets
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
         * @throws UnsupportedOperationException if the channel has no end of stream
         */
        void run() throws IOException;
    }

    private static final int NOTHING = Integer.MIN_VALUE;

    private final SocketAddress peerAddress;
    private final Endpoint peerEndpoint;
    private final boolean keepsBoundaries;
    private final boolean refusesEmpty;

    /** Whether there is an end of stream; datagrams have none. */
    private final boolean hasEnd;

    private final OutputShutdown outputShutdown;

    /** What to send with. */
    private final Supplier<? extends ByteChannel> output;

    /** Opens the output again after a failure that the socket survived. */
    private final Reopening reopening;

    /** The endpoint that a failure names: the peer, or this end where the peer has no name. */
    private final Endpoint subject;

    private final CallChannels<C> callChannels;

    private volatile boolean outputIsShut;

    @FunctionalInterface
    private interface Reopening {
        void run() throws IOException;
    }

    /**
     * Takes over a connected channel and sets its blocking mode.
     *
     * @param channel the channel, connected
     * @param peer its peer's address; {@link dev.ipcdemo.sockets.PacketSocket#UNNAMED} for none
     * @param family the channel's family
     * @param options blocking mode and timeouts; the caller has applied all others to the channel
     * @param keepsBoundaries whether the channel keeps message boundaries
     * @param outputShutdown ends the output
     * @param name what belongs to the socket, such as a socket file; closed before the channel
     * @throws IOException if the channel refuses; the caller then still has to close it
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
        this.output = () -> channel;
        this.reopening = () -> {};
        this.subject = peerEndpoint.isNamed() ? peerEndpoint : localEndpoint();
        this.callChannels = new CallChannels<>(channel, family, blocking && !waitsInSelector);
    }

    /** A second view of a datagram socket whose channel is connected. */
    ChannelConnection(ChannelSocket<C> socket, DatagramSender sending, SocketAddress peer) {
        super(socket);
        this.output = sending::channel;
        this.reopening = sending::open;
        this.peerAddress = peer;
        this.peerEndpoint = family.endpointOf(peer);
        this.keepsBoundaries = true;
        this.refusesEmpty = true; // the JDK sends an empty datagram with send, but not with write
        this.hasEnd = false;
        this.outputShutdown = () -> {
            throw new UnsupportedOperationException();
        };
        this.subject = peerEndpoint;
        this.callChannels = new CallChannels<>(channel, family, false); // there is a channel to send with
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
        // Checked before, because junixsocket closes the channel on EPIPE, and with it the other direction.
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
        } catch (SocketTimeoutException e) {
            buffer.position(position);
            throw failure("send", subject, e); // the channel is as good as before
        } catch (IOException e) {
            buffer.position(position); // junixsocket has already moved the position of a heap buffer
            throw outputIsShut ? outputWasShutDown() : unsent(e);
        } catch (NotYetConnectedException e) {
            // The kernel disconnects an AF_UNIX datagram socket from a peer that has refused a datagram.
            buffer.position(position);
            throw unsent((IOException) new ConnectException("Connection refused").initCause(e));
        }
    }

    private SocketFailure unsent(IOException cause) {
        SocketFailure failure = failure("send", subject, cause);
        if (isOpen() && output.get() != channel) {
            SystemCalls.note("send");
            try {
                reopening.run();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private int sendOnce(ByteBuffer buffer) throws IOException {
        int sent = write(buffer);
        while (sent == 0 && blocking && buffer.hasRemaining()) {
            sent = write(buffer); // the family limits each wait, to check whether the channel was closed
        }
        return sent;
    }

    private int write(ByteBuffer buffer) throws IOException {
        if (output.get() != channel) {
            return output.get().write(buffer);
        }
        ByteChannel used = callChannels.take("send");
        try {
            return used.write(buffer);
        } finally {
            callChannels.giveBack(used, "send");
        }
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
            int sent = write(buffer);
            if (sent != 0 || isEmpty) {
                return sent;
            }
            sendWait.await(deadlineNs);
        }
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        try {
            int received = receive(buffer);
            if (received < 0 && !isOpen()) {
                // junixsocket returns end of stream to a thread that its close wakes with shutdown(2).
                throw closed("recv", "");
            }
            // Both the JDK and junixsocket report an empty datagram as end of stream.
            return received < 0 && !hasEnd ? 0 : received;
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure("recv", subject, e);
        }
    }

    private int receive(ByteBuffer buffer) throws IOException {
        ByteChannel used = callChannels.take("recv");
        try {
            return waitsInSelector ? recvInTime(buffer) : used.read(buffer);
        } finally {
            callChannels.giveBack(used, "recv");
        }
    }

    private int recvInTime(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return channel.read(buffer);
        }
        long deadlineNs = recvWait.deadlineNs();
        if (keepsBoundaries) {
            // Readiness first: after it, 0 means an empty message; without it, 0 could also mean that nothing has
            // arrived. Checked at least once, so that a delayed thread does not miss a message that is there.
            boolean ready = recvWait.isReady();
            int received = NOTHING;
            while (received == NOTHING) {
                while (!ready) {
                    ready = recvWait.await(deadlineNs);
                }
                received = recvReady(buffer);
                ready = false;
            }
            return received;
        }
        while (true) {
            int received = channel.read(buffer);
            if (received != 0) {
                return received;
            }
            recvWait.await(deadlineNs);
        }
    }

    /**
     * Receives a message from a channel that is ready. An error makes a socket ready too, and a send in another thread may
     * be told of it first; then nothing has arrived. {@link DatagramChannel#receive} tells this from an empty datagram,
     * {@code read} does not.
     */
    private int recvReady(ByteBuffer buffer) throws IOException {
        if (channel instanceof DatagramChannel datagrams && family.sendsEmptyMessages()) {
            int position = buffer.position();
            return datagrams.receive(buffer) == null ? NOTHING : buffer.position() - position;
        }
        return channel.read(buffer);
    }

    @Override
    List<String> closing() {
        return callChannels.closingOwn(super.closing());
    }

    @Override
    void closeMore() throws IOException {
        callChannels.close();
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
                    "shutdown", subject.toString(), FailureKind.NOT_SUPPORTED, "datagrams have no end of stream", e);
        } catch (IOException e) {
            throw failure("shutdown", subject, e);
        }
    }

    @Override
    public void reset() throws SocketFailure {
        if (channel.isOpen() && sendsReset()) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                SystemCalls.note("setsockopt");
            } catch (IOException | RuntimeException alreadyGone) {
                // It is closed all the same.
            }
        }
        close();
    }

    /** AF_UNIX takes the option, too, and does nothing about it. */
    private boolean sendsReset() {
        return localEndpoint().name() instanceof Endpoint.HostPort
                && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER);
    }
}
