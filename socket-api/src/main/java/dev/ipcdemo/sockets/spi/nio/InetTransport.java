package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.InetNames;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What TCP and UDP on the JDK's channels have in common. */
public interface InetTransport extends Transport, ChannelFamily {

    @Override
    default SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_INET, Domain.AF_INET6));
    }

    @Override
    default String implementation() {
        return "JDK";
    }

    @Override
    default Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    default boolean parksVirtualThreads() {
        return true;
    }

    @Override
    default List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        return InetNames.resolve(endpoint, scheme());
    }

    @Override
    default Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
        InetAddress address =
                reach == Reach.THIS_HOST ? LocalAddresses.loopback(domain) : LocalAddresses.reachable(domain);
        return new Endpoint(scheme(), new HostPort(InetNames.text(address), "0"));
    }

    @Override
    default Endpoint endpointOf(SocketAddress address) {
        return InetNames.endpoint(scheme(), address);
    }

    @Override
    default Poll poll() {
        return new ChannelPoll();
    }

    /**
     * The domain of an address. Otherwise all of the JDK's channels would be AF_INET6, with IPv4 as mapped addresses.
     *
     * @param address an {@link InetSocketAddress}
     * @return AF_INET6 for an IPv6 address, AF_INET for an IPv4 address
     */
    static ProtocolFamily domainOf(SocketAddress address) {
        boolean isIpv6 = address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
        return isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    /**
     * Converts what the JDK throws where IPv6 is missing or disabled to a failure.
     *
     * @param operation the verb
     * @param endpoint what it was applied to
     * @param cause what was thrown by opening a channel
     * @return the failure, to be thrown
     */
    default SocketFailure withoutIpv6(String operation, Endpoint endpoint, UnsupportedOperationException cause) {
        return new SocketFailure(
                operation, endpoint.toString(), FailureKind.NOT_SUPPORTED, "this host or JVM has no IPv6", cause);
    }

    @Override
    default String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return InetNames.explain(operation, endpoint, kind);
    }
}
