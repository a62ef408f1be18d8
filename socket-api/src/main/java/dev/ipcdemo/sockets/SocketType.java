package dev.ipcdemo.sockets;

/** The type of a socket: what it promises about the bytes given to it. See socket(2). */
public enum SocketType {
    /** Connected; every byte arrives, once and in order; where one send ends and the next begins is not kept. */
    SOCK_STREAM(true, false),
    /** Not connected; each send is one message, which may be lost, doubled or overtaken (AF_UNIX: none of these). */
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
     * Whether a server listens and accepts, and loss cannot happen unnoticed.
     *
     * @return true for SOCK_STREAM and SOCK_SEQPACKET
     */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Whether what one send gives is what one receive gets.
     *
     * @return true for SOCK_DGRAM and SOCK_SEQPACKET
     */
    public boolean keepsBoundaries() {
        return keepsBoundaries;
    }
}
