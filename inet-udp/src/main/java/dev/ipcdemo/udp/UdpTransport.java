package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.ChannelPacketSocket;
import dev.ipcdemo.sockets.spi.nio.InetTransport;
import dev.ipcdemo.sockets.spi.nio.Opening;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;

/** UDP over the JDK's {@link DatagramChannel}. */
public final class UdpTransport implements PacketTransport, InetTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public UdpTransport() {}

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_DGRAM;
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        InetAddress destination = ((InetSocketAddress) InetNames.destination(peer)).getAddress();
        if (destination.isLoopbackAddress()) {
            return new InetSocketAddress(destination, 0);
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(destination instanceof Inet6Address ? "::" : "0.0.0.0"), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal is not looked up", e);
        }
    }

    @Override
    public PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
        try (Opening opening = new Opening()) {
            SystemCalls.note("socket");
            DatagramChannel channel = opening.add(DatagramChannel.open(InetTransport.domainOf(address)), this);
            ChannelOptions.setBuffers(channel, options);
            SystemCalls.note("bind");
            channel.bind(address);
            return opening.succeed(new ChannelPacketSocket(channel, this, options, () -> {}));
        } catch (IOException e) {
            throw failure("bind", endpointOf(address), e);
        } catch (UnsupportedOperationException e) {
            throw withoutIpv6("bind", endpointOf(address), e);
        }
    }

    @Override
    public Connection connect(SocketAddress peer, Options options) throws SocketFailure {
        return PacketTransport.super.connect(InetNames.destination(peer), options);
    }
}
