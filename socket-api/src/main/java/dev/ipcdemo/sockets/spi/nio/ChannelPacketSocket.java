package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Closing;
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

/** A packet socket on top of a bound channel. */
public final class ChannelPacketSocket extends ChannelSocket<DatagramChannel> implements PacketSocket {

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final boolean refusesEmpty;
    private final DatagramSender sending;

    /** The last sender whose address was corrected. Not volatile: an older value does no harm. */
    private SocketAddress lastSender = UNNAMED;

    /**
     * Takes over a bound channel and sets its blocking mode.
     *
     * @param channel the channel, bound
     * @param family the channel's family
     * @param options blocking mode and timeouts; the caller has applied all others to the channel
     * @param name what belongs to the socket, such as a socket file; closed before the channel
     * @throws IOException if the channel refuses; the caller then still has to close it
     */
    public ChannelPacketSocket(DatagramChannel channel, ChannelFamily family, Options options, Closeable name)
            throws IOException {
        this(channel, family, options, name, new DatagramSender(channel, family));
    }

    private ChannelPacketSocket(
            DatagramChannel channel, ChannelFamily family, Options options, Closeable name, DatagramSender sending)
            throws IOException {
        super(channel, family, options, () -> Closing.all(name, sending), SelectionKey.OP_READ, false);
        this.refusesEmpty = !family.sendsEmptyMessages();
        this.sending = sending;
        sending.open();
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        if (refusesEmpty && !buffer.hasRemaining()) {
            throw unsupported(to, "the library makes no system call for an empty message");
        }
        if (to == UNNAMED) {
            throw unsupported(to, "the sender was never bound, so it cannot be answered");
        }
        int position = buffer.position();
        try {
            return waitsInSelector ? sendInTime(buffer, to) : sendOnce(buffer, to);
        } catch (SocketTimeoutException e) {
            buffer.position(position);
            throw failure("sendto", endpointOf(to), e); // the channel is as good as before
        } catch (IOException e) {
            buffer.position(position); // junixsocket has already moved the position of a heap buffer
            throw undelivered(to, e);
        } catch (UnsupportedAddressTypeException e) {
            throw new IllegalArgumentException(to + " is not an address of this transport", e);
        }
    }

    private SocketFailure undelivered(SocketAddress to, IOException cause) {
        SocketFailure failure = failure("sendto", endpointOf(to), cause);
        if (isOpen()) {
            SystemCalls.note("sendto");
            try {
                sending.open();
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
        int sent = sending.channel().send(buffer, to);
        while (sent < wanted && blocking) {
            sent = sending.channel()
                    .send(buffer, to); // the family limits each wait, to check whether the channel was closed
        }
        return sent;
    }

    private int sendInTime(ByteBuffer buffer, SocketAddress to) throws IOException {
        int wanted = buffer.remaining();
        long deadlineNs = sendWait.deadlineNs();
        boolean seemedReady = false;
        while (true) {
            int sent = sending.channel().send(buffer, to);
            if (sent == wanted) {
                return sent;
            }
            if (seemedReady) {
                // AF_UNIX reports readiness although the receiver's queue is full (unix_dgram_poll in the kernel).
                LockSupport.parkNanos(PAUSE_NS);
            }
            seemedReady = sendWait.await(deadlineNs);
        }
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        try {
            return waitsInSelector ? recvInTime(buffer) : recvOnce(buffer);
        } catch (IOException e) {
            throw failure("recvfrom", localEndpoint(), e);
        }
    }

    private SocketAddress recvInTime(ByteBuffer buffer) throws IOException {
        long deadlineNs = recvWait.deadlineNs();
        if (refusesEmpty) {
            return recvReady(buffer, deadlineNs);
        }
        while (true) {
            SocketAddress sender = recvOnce(buffer);
            if (sender != NO_DATAGRAM) {
                return sender;
            }
            recvWait.await(deadlineNs);
        }
    }

    /** Readiness first: after it, nothing means an empty datagram; without it, also that none has arrived. */
    private SocketAddress recvReady(ByteBuffer buffer, long deadlineNs) throws IOException {
        boolean isReady = recvWait.isReady();
        while (!isReady) {
            isReady = recvWait.await(deadlineNs);
        }
        SocketAddress sender = recvOnce(buffer);
        return sender == NO_DATAGRAM ? UNNAMED : sender;
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

    /**
     * The meaning of null, which junixsocket returns for a closed socket, for an unnamed sender, and for no datagram.
     */
    private SocketAddress withoutName(boolean received) throws SocketFailure {
        if (!isOpen()) {
            throw new SocketFailure("recvfrom", localEndpoint().toString(), FailureKind.CLOSED, "");
        }
        return received || blocking && !waitsInSelector ? UNNAMED : NO_DATAGRAM;
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        try {
            channel.connect(peer);
            SystemCalls.note("connect");
            return new ChannelConnection<>(this, sending, peer);
        } catch (IOException e) {
            if (isOpen()) {
                SystemCalls.note("connect"); // otherwise it is noted when the socket is closed
            }
            throw failure("connect", endpointOf(peer), e);
        } catch (UnsupportedAddressTypeException e) {
            throw new IllegalArgumentException(peer + " is not an address of this transport", e);
        }
    }

    @Override
    public int unreadBytes() throws SocketFailure {
        String operation = "getsockopt SO_MEMINFO";
        if (!isOpen()) {
            throw closed(operation);
        }
        try {
            return family.unreadBytes(channel);
        } catch (IOException e) {
            throw failure(operation, localEndpoint(), e);
        }
    }

    @Override
    public Queue queueOf(SocketAddress peer) {
        return family.queueOf(peer);
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return family.endpointOf(address);
    }
}
