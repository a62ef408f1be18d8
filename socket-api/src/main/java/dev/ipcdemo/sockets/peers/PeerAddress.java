package dev.ipcdemo.sockets.peers;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What tells the peers of a datagram socket apart. The address alone does not: two hosts on two links may have the same
 * link-local address of IPv6, and {@link Inet6Address#equals} ignores its scope.
 *
 * @param address the address
 * @param scope the scope of an address of IPv6, or 0
 */
public record PeerAddress(SocketAddress address, int scope) {

    /**
     * The key of a peer.
     *
     * @param address where datagrams come from
     * @return a key, which is equal for the same peer only
     */
    public static PeerAddress of(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address scoped
                ? new PeerAddress(address, scoped.getScopeId())
                : new PeerAddress(address, 0);
    }
}
