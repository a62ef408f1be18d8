package dev.ipcdemo.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The names of hosts: gethostname(2) and gethostbyname(3), the latter as getaddrinfo(3), which knows IPv6 too. */
public final class HostNames {

    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private HostNames() {}

    /**
     * The name of this host: gethostname(2). On Linux it is read from where the kernel shows it, because the JDK has no
     * call that returns it without looking it up; elsewhere the JDK looks it up, which may ask DNS and thus block.
     *
     * @return the name, which need not be one that others can look up
     * @throws SocketFailure {@code UNKNOWN_HOST} if the host has no name that can be found out
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
     * All addresses of a host, IPv4 and IPv6: gethostbyname(3). Asks what the system is told to ask
     * ({@code /etc/hosts}, DNS, …), so it may block as long as that takes; the JDK keeps answers for a while.
     *
     * @param host a name, or an IPv4 or IPv6 literal, which is only read
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
