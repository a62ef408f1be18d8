package dev.ipcdemo.service.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;

/**
 * Source addresses that a datagram server does not answer, because the answer would be answered in turn, forever. Anybody
 * can start such a loop with one datagram whose source address is forged.
 *
 * <ul>
 *   <li>The server itself: its own address, and when it is bound to a wildcard address, any address of this host with its
 *       port.
 *   <li>Ports of services that answer whatever comes: echo (7), systat (11), daytime (13), qotd (17), chargen (19) and
 *       time (37), and of those whose implementations are known to answer errors with errors: domain (53), tftp (69) and
 *       ntp (123). No client's own port is among them: they are privileged. The discard service (9) is not among them: it
 *       answers nothing.
 *   <li>What is no address of one host: port 0, an unspecified address, a multicast address.
 * </ul>
 */
final class UnansweredSources {

    private static final Set<Integer> ANSWERING_PORTS = Set.of(7, 11, 13, 17, 19, 37, 53, 69, 123);

    private final SocketAddress own;
    private final boolean canBeForged;

    /**
     * @param own the address that the server is bound to
     * @param canBeForged whether a datagram may come from elsewhere than it says; if not, only the server itself is found.
     *     The addresses' types do not tell: those of junixsocket claim to be of the internet
     */
    UnansweredSources(SocketAddress own, boolean canBeForged) {
        this.own = own;
        this.canBeForged = canBeForged;
    }

    boolean contains(SocketAddress from) {
        if (from.equals(own)) {
            return true;
        }
        return canBeForged
                && from instanceof InetSocketAddress source
                && own instanceof InetSocketAddress bound
                && (ANSWERING_PORTS.contains(source.getPort()) || isNoHost(source) || isOwn(source, bound));
    }

    private static boolean isNoHost(InetSocketAddress source) {
        return source.getPort() == 0
                || source.getAddress().isAnyLocalAddress()
                || source.getAddress().isMulticastAddress();
    }

    private static boolean isOwn(InetSocketAddress source, InetSocketAddress bound) {
        return source.getPort() == bound.getPort()
                && bound.getAddress().isAnyLocalAddress()
                && (source.getAddress().isLoopbackAddress() || isOfThisHost(source.getAddress()));
    }

    /** Asks each time, because addresses come and go; only who has the server's own port makes it ask. */
    private static boolean isOfThisHost(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // not answering a peer with that rare port is the smaller harm
        }
    }
}
