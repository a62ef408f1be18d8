package dev.ipcdemo.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the sockets that strace means: those at an address, and the two ends of a connection. The ends of an AF_UNIX
 * connection know each other's inode, and those of an Internet connection have the same two addresses. Sockets that were not
 * seen for long are forgotten.
 */
final class ConnectionEnds {

    private static final int REMEMBERED = 20_000;

    private final Map<String, TracedSocket> sockets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TracedSocket> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The socket that strace shows beside a descriptor. */
    Optional<TracedSocket> find(StraceText.Socket seen) {
        String scheme = TracedSocket.scheme(seen.protocol());
        if (!seen.inode().isEmpty()) {
            return Optional.ofNullable(sockets.get(inode(seen.inode())));
        }
        return seen.peer().isEmpty()
                ? boundTo(scheme, seen.local())
                : Optional.ofNullable(sockets.get(ends(scheme, seen.local(), seen.peer())));
    }

    /** The socket that is bound to an address. */
    Optional<TracedSocket> boundTo(String scheme, String address) {
        return Optional.ofNullable(sockets.get(scheme + " " + address)).filter(TracedSocket::isOpen);
    }

    /** Remembers a socket by all that is known of it. */
    void add(TracedSocket socket) {
        if (!socket.inode().isEmpty()) {
            sockets.put(inode(socket.inode()), socket);
        }
        if (!socket.local().isEmpty() && (socket.isListening() || socket.isPacketSocket())) {
            sockets.put(socket.scheme() + " " + socket.local(), socket);
        }
        if (isConnected(socket)) {
            sockets.put(ends(socket.scheme(), socket.local(), socket.peer()), socket);
        }
    }

    /** The other end of a socket's connection, if that is traced. */
    Optional<TracedSocket> otherEnd(TracedSocket socket) {
        TracedSocket other = null;
        if (!socket.peerInode().isEmpty()) {
            other = sockets.get(inode(socket.peerInode()));
        } else if (isConnected(socket)) {
            other = sockets.get(ends(socket.scheme(), socket.peer(), socket.local()));
        }
        return Optional.ofNullable(other)
                .filter(found -> found != socket && found.otherEnd().isEmpty());
    }

    private static boolean isConnected(TracedSocket socket) {
        return socket.isInternet()
                && !socket.local().isEmpty()
                && !socket.peer().isEmpty();
    }

    private static String inode(String number) {
        return "inode " + number;
    }

    private static String ends(String scheme, String local, String peer) {
        return scheme + " " + local + " → " + peer;
    }
}
