package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.Services;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Endpoints of the AF_INET and AF_INET6 domains to socket addresses and back, for every transport that has them. */
public final class InetNames {

    private InetNames() {}

    /**
     * Looks up the host and the service of an endpoint.
     *
     * @param endpoint with a {@link HostPort}, whose empty host stands for any interface; or without a name, which
     *     stands for loopback and any free port
     * @param protocol {@code tcp} or {@code udp}: whose port the service name means
     * @return at least one address
     * @throws SocketFailure {@code UNKNOWN_HOST}, {@code LOOKUP_FAILED}, {@code UNKNOWN_SERVICE}; {@code NOT_SUPPORTED} for a path or an abstract
     *     name
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
            return List.of(new InetSocketAddress(anyInterface(), port));
        }
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : HostNames.lookup(name.host())) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return List.copyOf(addresses);
    }

    /** {@code ::}, whose sockets take IPv4 too (ipv6(7)), unless no interface has IPv6. */
    private static InetAddress anyInterface() throws SocketFailure {
        try {
            boolean hasIpv6 = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
            return InetAddress.getByName(hasIpv6 ? "::" : "0.0.0.0");
        } catch (IOException e) {
            throw new SocketFailure(
                    "resolve", "any interface", FailureKind.OTHER, "the interfaces cannot be listed", e);
        }
    }

    /**
     * Where to send to reach a server that is bound to any interface of this host.
     *
     * @param address an address, perhaps {@code ::} or {@code 0.0.0.0}, which name no destination
     * @return the loopback address in place of these two, and any other as it is
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
     * Whether the kernel cannot tell by which interface an endpoint is to be reached.
     *
     * @param endpoint with an address in numbers, or anything else
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
     * The text for an address, with numbers rather than names.
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
     * The text for a host's address; IPv6 in the canonical form of <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC
     * 5952</a>, such as {@code ::1}, where the JDK would write {@code 0:0:0:0:0:0:0:1}.
     *
     * @param address the address
     * @return its text, with the scope behind a {@code %} where there is one
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
