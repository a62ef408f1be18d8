package dev.ipcdemo.sockets;

/** The type of a socket: what it guarantees about the bytes that are sent. See socket(2). */
public enum SocketType {
    /** Connected; every byte arrives, once and in order; message boundaries are not kept. */
    SOCK_STREAM(true, false),
    /** Not connected; each send is one message, which may be lost, duplicated or reordered (on AF_UNIX it is not). */
    SOCK_DGRAM(false, true),
    /** Connected, complete and in order like a stream, and each send is one message like a datagram. */
    SOCK_SEQPACKET(true, true);

    private final boolean connected;
    private final boolean keepsBoundaries;

    SocketType(boolean connected, boolean keepsBoundaries) {
        this.connected = connected;
        this.keepsBoundaries = keepsBoundaries;
    }

    /**
     * Whether a server listens and accepts, and nothing can be lost unnoticed.
     *
     * @return true for SOCK_STREAM and SOCK_SEQPACKET
     */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Whether one receive returns exactly what one send sent.
     *
     * @return true for SOCK_DGRAM and SOCK_SEQPACKET
     */
    public boolean keepsBoundaries() {
        return keepsBoundaries;
    }
}
