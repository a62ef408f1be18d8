package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.BareDatagramChannels;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.ChannelPacketSocket;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFUNIXDatagramChannel;

/**
 * AF_UNIX datagrams on junixsocket, with paths and abstract names. On Linux none is lost: a sender waits while the
 * receiver's queue is full (unix(7)).
 */
public final class UnixgramTransport implements Junixsocket, BareDatagramChannels {

    /**
     * Closing a socket does not wake a thread that waits for room in the receiver's queue, so the thread checks this
     * often whether the socket was closed.
     */
    private static final Duration SEND_WAIT = Duration.ofMillis(50);

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixgramTransport() {}

    @Override
    public String scheme() {
        return "unixgram";
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_DGRAM;
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public Availability availability() {
        return Junixsocket.library(AFSocketCapability.CAPABILITY_UNIX_DATAGRAMS);
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        return UnixNames.PICK;
    }

    @Override
    public PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            BoundName boundName = opening.add(BoundName.claim(this, address, "bind", options));
            SystemCalls.note("socket");
            AFUNIXDatagramChannel channel = opening.add(AFUNIXDatagramChannel.open(), this);
            channel.setDeleteOnClose(false); // SocketFile does that
            ChannelOptions.setBuffers(channel, options);
            Libc.setSendTimeout(channel.getFileDescriptor(), SEND_WAIT);
            boundName.bind(channel.getFileDescriptor());
            return opening.succeed(new ChannelPacketSocket(channel, this, options, boundName));
        } catch (IOException e) {
            throw failure("bind", endpointOf(address), e);
        }
    }

    /** Removes the limit of each wait, because the kernel sets and cancels a timer for it. */
    @Override
    public void strip(DatagramChannel channel) throws IOException {
        Libc.setSendTimeout(((AFUNIXDatagramChannel) channel).getFileDescriptor(), Duration.ZERO);
    }
}
