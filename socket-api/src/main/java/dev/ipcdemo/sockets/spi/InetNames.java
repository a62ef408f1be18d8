package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Services;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Converts endpoints in the domains AF_INET and AF_INET6 to socket addresses and back. */
public final class InetNames {

    private InetNames() {}

    /**
     * Looks up the host and the service of an endpoint.
     *
     * @param endpoint one with a {@link HostPort}, whose empty host means any interface; or one without a name, which
     *     means loopback and any free port
     * @param protocol {@code tcp} or {@code udp}, to look up the port of a service name
     * @return at least one address
     * @throws SocketFailure {@code UNKNOWN_HOST}, {@code LOOKUP_FAILED}, {@code UNKNOWN_SERVICE}; {@code NOT_SUPPORTED}
     *     for a path or an abstract name
     */
    public static List<SocketAddress> resolve(Endpoint endpoint, String protocol) throws SocketFailure {
        if (endpoint.name() instanceof Endpoint.AnyName) {
            return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        if (!(endpoint.name() instanceof HostPort name)) {
            throw new SocketFailure(
                    "resolve",
                    endpoint.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "write " + endpoint.scheme() + "://HOST:PORT");
        }
        int port = Services.port(name.port(), protocol);
        if (name.host().isEmpty()) {
            // Sockets of :: accept IPv4 too (ipv6(7)).
            Domain domain = LocalAddresses.hasIpv6() ? Domain.AF_INET6 : Domain.AF_INET;
            return List.of(new InetSocketAddress(LocalAddresses.wildcard(domain), port));
        }
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : HostNames.lookup(name.host())) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return List.copyOf(addresses);
    }

    /**
     * Where to send to reach a server that is bound to any interface of this host.
     *
     * @param address an address, perhaps {@code ::} or {@code 0.0.0.0}, which are not destinations
     * @return the loopback address instead of these two; any other address unchanged
     */
    public static SocketAddress destination(SocketAddress address) {
        if (address instanceof InetSocketAddress inet
                && !inet.isUnresolved()
                && inet.getAddress().isAnyLocalAddress()) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), inet.getPort());
        }
        return address;
    }

    /**
     * Whether the kernel cannot tell which interface leads to an endpoint.
     *
     * @param endpoint one with a numeric address, or any other
     * @return whether it has a link-local IPv6 address without a scope; see ipv6(7)
     */
    public static boolean lacksScope(Endpoint endpoint) {
        if (!(endpoint.name() instanceof HostPort name)
                || name.host().indexOf(':') < 0
                || name.host().indexOf('%') >= 0) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(name.host());
            return address.isLinkLocalAddress() || address.isMCLinkLocal();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Why a call with an address of a host failed, or what to do.
     *
     * @param operation the verb that failed: {@code bind} and {@code listen} take an address of this host, the others a
     *     peer's, for which the same error means something else
     * @param endpoint what it was applied to
     * @param kind how it failed
     * @return a clause, or empty
     */
    public static String explain(String operation, Endpoint endpoint, FailureKind kind) {
        boolean opens = operation.equals("bind") || operation.equals("listen");
        return switch (kind) {
            case REFUSED -> "nobody is listening there";
            case IN_USE -> "another socket has this port; port 0 picks a free one";
            case NOT_LOCAL ->
                opens
                        ? "no interface of this host has this address"
                        : "this host has no address to reach it from, such as without IPv6, or no free port";
            case PERMISSION ->
                opens
                        ? "ports below 1024 are privileged"
                        : "a broadcast address, which needs SO_BROADCAST, or a firewall";
            case OTHER, UNREACHABLE ->
                lacksScope(endpoint) ? "a link-local address needs its interface, as in [fe80::1%eth0]" : "";
            default -> "";
        };
    }

    /**
     * The endpoint of an address, with numbers rather than names.
     *
     * @param scheme the transport's scheme
     * @param address an {@link InetSocketAddress}, or anything else for a socket without an address
     * @return the endpoint
     */
    public static Endpoint endpoint(String scheme, SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return new Endpoint(scheme, new HostPort(text(inet.getAddress()), Integer.toString(inet.getPort())));
        }
        return new Endpoint(scheme, new Endpoint.AnyName());
    }

    /**
     * The text of a host's address; IPv6 in the canonical form of <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC
     * 5952</a>, such as {@code ::1}, where the JDK would write {@code 0:0:0:0:0:0:0:1}.
     *
     * @param address the address
     * @return its text, followed by {@code %} and the scope where there is one
     */
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String[] parts = address.getHostAddress().split("%", 2);
        String scope = parts.length == 2 ? "%" + parts[1] : "";
        return compress(parts[0].split(":")) + scope;
    }

    private static String compress(String[] groups) {
        int start = groups.length;
        int length = 1; // a single zero group is not shortened
        for (int i = 0; i < groups.length; i++) {
            int zeros = 0;
            while (i + zeros < groups.length && groups[i + zeros].equals("0")) {
                zeros++;
            }
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        if (start == groups.length) {
            return String.join(":", groups);
        }
        return String.join(":", List.of(groups).subList(0, start))
                + "::"
                + String.join(":", List.of(groups).subList(start + length, groups.length));
    }
}
