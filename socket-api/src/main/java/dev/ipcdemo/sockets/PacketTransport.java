package dev.ipcdemo.sockets;

import java.net.SocketAddress;

/**
 * A transport of datagrams: SOCK_DGRAM.
 *
 * <p>When a method fails, whatever it had opened is closed.
 */
public interface PacketTransport extends Transport {

    /**
     * Opens a socket and gives it an address: socket(2) and bind(2). Does not wait. At a path, a live socket is left
     * alone, a stale socket file is replaced, and anything that is not a socket is left alone.
     *
     * @param address where; port 0, or the address that {@link #resolve} returns for an endpoint without a name, picks
     *     a free one
     * @param options how
     * @return the open socket
     * @throws SocketFailure {@code IN_USE} if another socket has the address or something else is at the path; {@code
     *     PERMISSION}; {@code NOT_FOUND} if a directory of the path is missing; {@code NAME_TOO_LONG}; {@code
     *     NOT_LOCAL}; {@code NOT_SUPPORTED}
     */
    PacketSocket bind(SocketAddress address, Options options) throws SocketFailure;

    /**
     * The address that a client binds so that the peer can answer: any free port in the peer's domain, or a socket file
     * in a new directory of its own.
     *
     * @param peer the peer's address
     * @return an address for {@link #bind(SocketAddress, Options)}
     */
    SocketAddress clientAddress(SocketAddress peer);

    /**
     * Opens a socket at the first address that the endpoint {@linkplain #resolve stands for}.
     *
     * @param endpoint where
     * @param options how
     * @return the open socket
     * @throws SocketFailure as {@link #resolve} and {@link #bind(SocketAddress, Options)}
     */
    default PacketSocket bind(Endpoint endpoint, Options options) throws SocketFailure {
        return bind(resolve(endpoint).get(0), options);
    }

    @Override
    default Connection connect(SocketAddress peer, Options options) throws SocketFailure {
        PacketSocket socket = bind(clientAddress(peer), options);
        try {
            return socket.connect(peer);
        } catch (SocketFailure | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
