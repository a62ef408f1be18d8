package dev.ipcdemo.posix.family;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.AF_INET6;
import static dev.ipcdemo.posix.Constants.IPPROTO_IP;
import static dev.ipcdemo.posix.Constants.IPPROTO_IPV6;
import static dev.ipcdemo.posix.Constants.IPPROTO_UDP;
import static dev.ipcdemo.posix.Constants.IPV6_MTU;
import static dev.ipcdemo.posix.Constants.IPV6_V6ONLY;
import static dev.ipcdemo.posix.Constants.IP_MTU;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_DOMAIN;
import static dev.ipcdemo.posix.Constants.SO_REUSEADDR;
import static dev.ipcdemo.posix.Constants.UDP_GRO;
import static dev.ipcdemo.posix.Constants.UDP_SEGMENT;

import dev.ipcdemo.posix.ErrorNumbers;
import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hosts and ports.
 *
 * @param scheme the scheme
 * @param type SOCK_STREAM or SOCK_DGRAM
 * @param protocol the protocol argument of socket(2)
 */
public record InetFamily(String scheme, SocketType type, int protocol) implements SocketFamily {

    /** UDP's largest messages: what fits into an IP packet, less the headers. */
    public static final int MAX_BYTES_IPV4 = 65_507;

    public static final int MAX_BYTES_IPV6 = 65_527;

    /** Of UDP and of IP, in a packet. */
    private static final int HEADERS_IPV4 = 28;

    private static final int HEADERS_IPV6 = 48;

    /** Whether the kernel has the protocol; TCP and UDP it always has. */
    @Override
    public Availability availability() {
        return protocol == 0 ? Availability.AVAILABLE : Protocol.availability(protocol);
    }

    /** Tried once. */
    private static final class Protocol {

        private static final Map<Integer, Availability> TRIED = new ConcurrentHashMap<>();

        static Availability availability(int protocol) {
            return TRIED.computeIfAbsent(protocol, Protocol::tryIt);
        }

        private static Availability tryIt(int protocol) {
            int tried = Kernel.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, protocol);
            if (tried < 0) {
                return Availability.unavailable("the kernel creates no socket of protocol " + protocol + ": "
                        + ErrorNumbers.name(-tried)
                        + (tried == -ErrorNumbers.ENOPROTOOPT
                                ? ", so it is switched off (sysctl net.mptcp.enabled)"
                                : ""));
            }
            Kernel.close(tried);
            return Availability.AVAILABLE;
        }
    }

    /** A listener of MPTCP waits on a TCP socket inside, which does not get the timeout. */
    @Override
    public boolean ignoresAcceptTimeout() {
        return protocol != 0;
    }

    @Override
    public boolean sendsReset() {
        return isStream();
    }

    /** A segment may not be fragmented, so it has to fit into a packet. */
    @Override
    public int largestSegmentBytes(int socket) {
        if (isStream()) {
            return 0;
        }
        try {
            Posix.getsockopt(socket, IPPROTO_UDP, UDP_SEGMENT);
            boolean isIpv6 = Posix.getsockopt(socket, SOL_SOCKET, SO_DOMAIN) == AF_INET6;
            return isIpv6
                    ? Posix.getsockopt(socket, IPPROTO_IPV6, IPV6_MTU) - HEADERS_IPV6
                    : Posix.getsockopt(socket, IPPROTO_IP, IP_MTU) - HEADERS_IPV4;
        } catch (PosixException e) {
            return 0; // a kernel without UDP_SEGMENT, or one that does not know the route
        }
    }

    @Override
    public boolean joinsMessages(int socket) {
        if (isStream()) {
            return false;
        }
        try {
            Posix.setsockopt(socket, IPPROTO_UDP, UDP_GRO, 1);
            return true;
        } catch (PosixException e) {
            return false; // a kernel without UDP_GRO
        }
    }

    private boolean isStream() {
        return type == SocketType.SOCK_STREAM;
    }

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_INET, Domain.AF_INET6));
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        return InetNames.resolve(endpoint, isStream() ? "tcp" : "udp");
    }

    @Override
    public Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
        InetAddress address =
                reach == Reach.THIS_HOST ? LocalAddresses.loopback(domain) : LocalAddresses.reachable(domain);
        return new Endpoint(scheme, new Endpoint.HostPort(InetNames.text(address), "0"));
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return InetNames.endpoint(scheme, address);
    }

    @Override
    public int domainOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address
                ? AF_INET6
                : AF_INET;
    }

    @Override
    public SocketAddressBuffer encode(SocketAddress address, int domain) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return SocketAddressBuffer.of(inet, domain);
        }
        throw new IllegalArgumentException(address + " is not an address of this transport");
    }

    @Override
    public SocketAddress decode(SocketAddressBuffer address) {
        return address.length() == 0 ? PacketSocket.UNNAMED : address.inet();
    }

    @Override
    public SocketAddress destination(SocketAddress bound) {
        return InetNames.destination(bound);
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
        return protocol == 0 ? Optional.empty() : InetOptions.refusalOfMptcp(options);
    }

    @Override
    public void configure(int socket, int domain, Options options) throws IOException {
        InetOptions.setIp(socket, domain, options);
        if (isStream()) {
            InetOptions.setOfConnection(socket, options);
        }
    }

    @Override
    public void configureConnected(int socket, Options options) throws IOException {
        if (isStream()) {
            InetOptions.setQuickAck(socket, options);
        }
    }

    @Override
    public void configureServer(int socket, int domain, Options options) throws IOException {
        InetOptions.setReusePort(socket, options);
        InetOptions.setIp(socket, domain, options);
        if (isStream()) {
            Posix.setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, 1);
            InetOptions.setOfListener(socket, options);
        }
        if (domain == AF_INET6) {
            Posix.setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0); // whatever the host's default is
        }
    }

    @Override
    public <T> Optional<T> effective(int socket, Options.Option<T> option) throws PosixException {
        return InetOptions.effective(socket, option);
    }

    @Override
    public BindTarget claim(SocketAddress address, String operation, Options options) {
        return BindTarget.of(address);
    }

    @Override
    public String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return switch (kind) {
            case MESSAGE_TOO_LARGE ->
                "a datagram carries at most " + MAX_BYTES_IPV4 + " bytes over IPv4, and " + MAX_BYTES_IPV6
                        + " over IPv6";
            case NOT_SUPPORTED -> protocol == 0 ? "this host has no IPv6" : "";
            default -> InetNames.explain(operation, endpoint, kind);
        };
    }
}
