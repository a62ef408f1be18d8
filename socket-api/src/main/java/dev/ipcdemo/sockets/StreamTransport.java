package dev.ipcdemo.sockets;

import java.net.SocketAddress;

/**
 * A transport of connections: SOCK_STREAM and SOCK_SEQPACKET.
 *
 * <p>When a method fails, whatever it had opened is closed.
 */
public interface StreamTransport extends Transport {

    /**
     * Opens a server's socket: socket(2), bind(2) and listen(2) in one step, because the JVM has no separate calls.
     * Does not wait.
     *
     * <p>A TCP address is bound with SO_REUSEADDR, so that connections in TIME_WAIT do not prevent a server from
     * starting. At a path, a live server is left alone, a stale socket file is replaced, and anything that is not a
     * socket is left alone. To tell live from stale, this method connects to it once. The new file gets {@link
     * Options#SOCKET_FILE_MODE}.
     *
     * @param address where; port 0, or the address that {@link #resolve} returns for an endpoint without a name, picks
     *     a free one
     * @param options how
     * @return the open listener
     * @throws SocketFailure {@code IN_USE} if another socket has the address or something else is at the path; {@code
     *     PERMISSION}; {@code NOT_FOUND} if a directory of the path is missing; {@code NAME_TOO_LONG}; {@code
     *     NOT_LOCAL}; {@code NOT_SUPPORTED}
     */
    Listener listen(SocketAddress address, Options options) throws SocketFailure;

    /**
     * Opens a server's socket at the first address that the endpoint {@linkplain #resolve stands for}.
     *
     * @param endpoint where
     * @param options how
     * @return the open listener
     * @throws SocketFailure as {@link #resolve} and {@link #listen(SocketAddress, Options)}
     */
    default Listener listen(Endpoint endpoint, Options options) throws SocketFailure {
        return listen(resolve(endpoint).get(0), options);
    }
}
