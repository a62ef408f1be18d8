package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.BareDatagramChannels;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.ChannelPacketSocket;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import dev.ipcdemo.sockets.spi.nio.InetTransport;
import dev.ipcdemo.sockets.spi.nio.SettableOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.OptionalInt;

/** UDP on the JDK's {@link DatagramChannel}. */
public final class UdpTransport implements InetTransport, BareDatagramChannels {

    /**
     * The 65,535 bytes of an IPv4 packet, less its header of 20 bytes and UDP's header of 8 bytes (RFC 791, RFC 768).
     */
    private static final int MAX_BYTES_IPV4 = 65_507;

    /** The 65,535 bytes of an IPv6 packet's payload, less UDP's header (RFC 8200). */
    private static final int MAX_BYTES_IPV6 = 65_527;

    private static final SettableOptions SETTABLE = new SettableOptions("udp", Options.OF_UDP, DatagramChannel::open);

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
    public OptionalInt maxMessageBytes(Domain domain) {
        return OptionalInt.of(domain == Domain.AF_INET6 ? MAX_BYTES_IPV6 : MAX_BYTES_IPV4);
    }

    @Override
    public String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return kind == FailureKind.MESSAGE_TOO_LARGE
                ? "a datagram carries at most " + MAX_BYTES_IPV4 + " bytes over IPv4, and " + MAX_BYTES_IPV6
                        + " over IPv6"
                : InetTransport.super.explain(operation, endpoint, kind);
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        InetAddress destination = ((InetSocketAddress) InetNames.destination(peer)).getAddress();
        if (destination.isLoopbackAddress()) {
            return new InetSocketAddress(destination, 0);
        }
        Domain domain = destination instanceof Inet6Address ? Domain.AF_INET6 : Domain.AF_INET;
        return new InetSocketAddress(LocalAddresses.wildcard(domain), 0);
    }

    @Override
    public Optional<String> refusal(Options options) {
        return SETTABLE.refusal(options);
    }

    @Override
    public PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
        SETTABLE.require("bind", endpointOf(address), options);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            DatagramChannel channel = opening.add(DatagramChannel.open(InetTransport.domainOf(address)), this);
            ChannelOptions.setBuffers(channel, options);
            ChannelOptions.setDscp(channel, options);
            ChannelOptions.setReusePort(channel, options);
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
        return BareDatagramChannels.super.connect(InetNames.destination(peer), options);
    }
}
