package dev.ipcdemo.sockets;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** The addresses of this host, in the domains AF_INET and AF_INET6. */
public final class LocalAddresses {

    private LocalAddresses() {}

    /**
     * The address by which this host reaches itself, if it supports the domain.
     *
     * @param domain AF_INET or AF_INET6
     * @return {@code 127.0.0.1} or {@code ::1}
     */
    public static InetAddress loopback(Domain domain) {
        return literal(domain, "127.0.0.1", "::1");
    }

    /**
     * The address that a server binds to accept clients at every interface of this host. It is not a destination.
     *
     * @param domain AF_INET or AF_INET6
     * @return {@code 0.0.0.0} or {@code ::}
     */
    public static InetAddress wildcard(Domain domain) {
        return literal(domain, "0.0.0.0", "::");
    }

    private static InetAddress literal(Domain domain, String ipv4, String ipv6) {
        try {
            return InetAddress.getByName(isIpv6(domain) ? ipv6 : ipv4);
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal is not looked up", e);
        }
    }

    private static boolean isIpv6(Domain domain) {
        return switch (domain) {
            case AF_INET -> false;
            case AF_INET6 -> true;
            default -> throw new IllegalArgumentException(domain + " has no host addresses");
        };
    }

    /**
     * Whether this host has IPv6: whether any interface, loopback included, has an IPv6 address.
     *
     * @return whether there is such an address
     * @throws SocketFailure {@code OTHER} if the interfaces cannot be listed
     */
    public static boolean hasIpv6() throws SocketFailure {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            throw cannotBeListed(e);
        }
    }

    /**
     * The address at which other hosts reach this one: the first that is neither loopback nor link-local.
     *
     * @param domain AF_INET or AF_INET6
     * @return the address
     * @throws SocketFailure {@code NOT_SUPPORTED} if no interface that is up has such an address
     */
    public static InetAddress reachable(Domain domain) throws SocketFailure {
        boolean isIpv6 = isIpv6(domain);
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet6Address == isIpv6)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .findFirst()
                    .orElseThrow(() -> new SocketFailure(
                            "bind",
                            "on this host",
                            FailureKind.NOT_SUPPORTED,
                            "no interface has an " + (isIpv6 ? "IPv6" : "IPv4")
                                    + " address that other hosts can reach"));
        } catch (SocketException e) {
            throw cannotBeListed(e);
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException removedMeanwhile) {
            return false;
        }
    }

    private static SocketFailure cannotBeListed(SocketException cause) {
        return new SocketFailure(
                "getifaddrs", "of this host", FailureKind.OTHER, "the network interfaces cannot be listed", cause);
    }
}
