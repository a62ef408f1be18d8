package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A packet socket over a channel that is bound. */
public final class ChannelPacketSocket extends ChannelSocket<DatagramChannel> implements PacketSocket {

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final boolean refusesEmpty;
    private final Outlet outlet;

    /** The last sender whose address was not what the channel told. Not volatile: an older one does as well. */
    private SocketAddress lastSender = UNNAMED;

    /**
     * Takes over a bound channel and sets its mode.
     *
     * @param channel the channel, bound
     * @param family the channel's family
     * @param options blocking, and the timeouts; all others have been applied to the channel before
     * @param name what has to go with the socket, such as a socket file; closed before the channel
     * @throws IOException if the channel refuses; it is then still the caller's to close
     */
    public ChannelPacketSocket(DatagramChannel channel, ChannelFamily family, Options options, Closeable name)
            throws IOException {
        this(channel, family, options, name, new Outlet(channel, family));
    }

    private ChannelPacketSocket(
            DatagramChannel channel, ChannelFamily family, Options options, Closeable name, Outlet outlet)
            throws IOException {
        super(channel, family, options, () -> closeAll(name, outlet), SelectionKey.OP_READ, false);
        this.refusesEmpty = !family.sendsEmptyMessages();
        this.outlet = outlet;
        outlet.open();
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        if (refusesEmpty && !buffer.hasRemaining()) {
            throw unsupported(to, "the library makes no system call for an empty message");
        }
        if (to == UNNAMED) {
            throw unsupported(to, "the sender was never bound, so nobody can answer it");
        }
        int position = buffer.position();
        try {
            return patient ? sendPatiently(buffer, to) : sendOnce(buffer, to);
        } catch (SocketTimeoutException e) {
            buffer.position(position);
            throw failure("sendto", endpointOf(to), e); // the channel is as good as before
        } catch (IOException e) {
            buffer.position(position); // junixsocket has moved that of a heap buffer by now
            throw undelivered(to, e);
        } catch (UnsupportedAddressTypeException e) {
            throw new IllegalArgumentException(to + " is no address of this transport", e);
        }
    }

    private SocketFailure undelivered(SocketAddress to, IOException cause) {
        SocketFailure failure = failure("sendto", endpointOf(to), cause);
        if (isOpen()) {
            SystemCalls.note("sendto");
            try {
                outlet.open();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private SocketFailure unsupported(SocketAddress to, String why) {
        return new SocketFailure("sendto", endpointOf(to).toString(), FailureKind.NOT_SUPPORTED, why);
    }

    private int sendOnce(ByteBuffer buffer, SocketAddress to) throws IOException {
        int wanted = buffer.remaining();
        int sent = outlet.channel().send(buffer, to);
        while (sent < wanted && blocking) {
            sent = outlet.channel()
                    .send(buffer, to); // the family bounds the wait, to see whether the channel was closed
        }
        return sent;
    }

    private int sendPatiently(ByteBuffer buffer, SocketAddress to) throws IOException {
        int wanted = buffer.remaining();
        long deadlineNs = sendPatience.deadlineNs();
        boolean seemedReady = false;
        while (true) {
            int sent = outlet.channel().send(buffer, to);
            if (sent == wanted) {
                return sent;
            }
            if (seemedReady) {
                // AF_UNIX says that it is ready when only the receiver's queue is full (unix_dgram_poll in the kernel).
                LockSupport.parkNanos(PAUSE_NS);
            }
            seemedReady = sendPatience.await(deadlineNs);
        }
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        try {
            return patient ? recvPatiently(buffer) : recvOnce(buffer);
        } catch (IOException e) {
            throw failure("recvfrom", localEndpoint(), e);
        }
    }

    private SocketAddress recvPatiently(ByteBuffer buffer) throws IOException {
        long deadlineNs = recvPatience.deadlineNs();
        while (true) {
            SocketAddress sender = recvOnce(buffer);
            if (sender != NO_DATAGRAM) {
                return sender;
            }
            recvPatience.await(deadlineNs);
        }
    }

    private SocketAddress recvOnce(ByteBuffer buffer) throws IOException {
        int position = buffer.position();
        SocketAddress sender = channel.receive(buffer);
        return sender != null ? right(sender) : withoutName(buffer.position() > position);
    }

    private SocketAddress right(SocketAddress told) {
        SocketAddress sender = family.senderOf(told, lastSender);
        if (sender != told) {
            lastSender = sender;
        }
        return sender;
    }

    /** What null means: junixsocket says it for a closed socket, for an unnamed sender and for nothing alike. */
    private SocketAddress withoutName(boolean received) throws SocketFailure {
        if (!isOpen()) {
            throw new SocketFailure("recvfrom", localEndpoint().toString(), FailureKind.CLOSED, "");
        }
        return received || blocking && !patient ? UNNAMED : NO_DATAGRAM;
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        try {
            channel.connect(peer);
            SystemCalls.note("connect");
            return new ChannelConnection<>(this, peer);
        } catch (IOException e) {
            if (isOpen()) {
                SystemCalls.note("connect"); // otherwise it is noted with the socket's end
            }
            throw failure("connect", endpointOf(peer), e);
        } catch (UnsupportedAddressTypeException e) {
            throw new IllegalArgumentException(peer + " is no address of this transport", e);
        }
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return family.endpointOf(address);
    }
}
