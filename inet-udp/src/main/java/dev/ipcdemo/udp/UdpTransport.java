package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.spi.PacketTransport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.ChannelPacketSocket;
import dev.ipcdemo.sockets.spi.nio.ChannelPoll;
import dev.ipcdemo.sockets.spi.nio.InetFamily;
import dev.ipcdemo.sockets.spi.nio.Opening;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** UDP over the JDK's {@link DatagramChannel}. */
public final class UdpTransport implements PacketTransport {

    private static final InetFamily FAMILY = new InetFamily("udp");

    /** Called by {@link java.util.ServiceLoader}. */
    public UdpTransport() {}

    @Override
    public String scheme() {
        return FAMILY.scheme();
    }

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_INET, Domain.AF_INET6));
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_DGRAM;
    }

    @Override
    public String implementation() {
        return "JDK";
    }

    @Override
    public Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    public boolean parksVirtualThreads() {
        return true;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        return InetNames.resolve(endpoint, "udp");
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return FAMILY.endpointOf(address);
    }

    @Override
    public Poll poll() {
        return new ChannelPoll();
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
            DatagramChannel channel = opening.add(DatagramChannel.open(InetFamily.domainOf(address)), FAMILY);
            ChannelOptions.setBuffers(channel, options);
            SystemCalls.note("bind");
            channel.bind(address);
            return opening.succeed(new ChannelPacketSocket(channel, FAMILY, options, () -> {}));
        } catch (IOException e) {
            throw FAMILY.failure("bind", endpointOf(address), e);
        } catch (UnsupportedOperationException e) {
            throw FAMILY.withoutIpv6("bind", endpointOf(address), e);
        }
    }

    @Override
    public Connection connect(SocketAddress peer, Options options) throws SocketFailure {
        return PacketTransport.super.connect(InetNames.destination(peer), options);
    }
}
