package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The address of this host by which others on its network reach it. */
final class OwnAddress {

    private OwnAddress() {}

    /** Asks the interfaces, because a host's own name need not stand for all of its addresses. */
    static InetAddress of(boolean ipv6) throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address == ipv6
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .findFirst()
                .orElseThrow(() -> new SocketFailure(
                        "bind",
                        "on this host",
                        FailureKind.NOT_SUPPORTED,
                        "no interface has an " + (ipv6 ? "IPv6" : "IPv4") + " address that others reach"));
    }
}
