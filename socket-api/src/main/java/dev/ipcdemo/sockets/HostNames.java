package dev.ipcdemo.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Host names: gethostname(2) and gethostbyname(3), the latter by means of getaddrinfo(3), which also returns IPv6
 * addresses.
 */
public final class HostNames {

    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private HostNames() {}

    /**
     * The name of this host: gethostname(2). On Linux it is read from {@code /proc}, because the JDK has no call that
     * returns it without a lookup; elsewhere the JDK looks it up, which may query DNS and block.
     *
     * @return the name, which other hosts may not be able to look up
     * @throws SocketFailure {@code UNKNOWN_HOST} if the name of this host cannot be determined
     */
    public static String local() throws SocketFailure {
        try {
            if (Files.isReadable(KERNEL_HOST_NAME)) {
                return Files.readString(KERNEL_HOST_NAME).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new SocketFailure("gethostname", "of this host", FailureKind.UNKNOWN_HOST, "", e);
        }
    }

    /**
     * All addresses of a host, IPv4 and IPv6: gethostbyname(3). Asks the sources that the system is configured for
     * ({@code /etc/hosts}, DNS, …), so it may block; the JDK caches answers for a while.
     *
     * @param host a name, or an IPv4 or IPv6 literal, which is parsed without a lookup
     * @return at least one address, in the order that the JDK gives (IPv4 first, unless
     *     {@code java.net.preferIPv6Addresses} says otherwise)
     * @throws SocketFailure {@code UNKNOWN_HOST} if no address is known
     */
    public static List<InetAddress> lookup(String host) throws SocketFailure {
        if (host.isBlank()) {
            throw new SocketFailure("gethostbyname", "''", FailureKind.UNKNOWN_HOST, "the name is empty");
        }
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new SocketFailure(
                    "gethostbyname", host, FailureKind.UNKNOWN_HOST, "no address is known for this name", e);
        }
    }
}
