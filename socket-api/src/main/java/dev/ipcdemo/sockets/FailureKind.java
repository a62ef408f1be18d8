package dev.ipcdemo.sockets;

/** What kind of failure a {@link SocketFailure} is; the error numbers are those of errno(3). */
public enum FailureKind {
    /** Nobody is listening at the address (ECONNREFUSED). */
    REFUSED("refused"),
    /** There is no such socket file, or no such directory (ENOENT, ENOTDIR). */
    NOT_FOUND("not found"),
    /** Another socket has the address (EADDRINUSE), or the path is taken by something that must not be replaced. */
    IN_USE("in use"),
    /** The address to bind is not one of this host; or no port or address is left to connect from (EADDRNOTAVAIL). */
    NOT_LOCAL("address not available"),
    /**
     * The file mode, the port number or a policy forbids it; or the address is for broadcasts, which need SO_BROADCAST
     * (EACCES, EPERM).
     */
    PERMISSION("permission denied"),
    /** A timeout of the {@link Options} expired, or the network gave up (ETIMEDOUT). */
    TIMEOUT("timed out"),
    /** The socket was already closed, or another thread closed it during the call. */
    CLOSED("closed"),
    /** The peer closed without reading everything or with SO_LINGER 0, or is gone (ECONNRESET, EPIPE). */
    RESET("reset by peer"),
    /** The stream ended before all requested bytes had arrived. */
    ENDED("ended"),
    /** The message does not fit into one packet (EMSGSIZE). */
    MESSAGE_TOO_LARGE("message too large"),
    /** The path or abstract name does not fit into a {@code sockaddr_un}. */
    NAME_TOO_LONG("name too long"),
    /** No address is known for the host name. */
    UNKNOWN_HOST("unknown host"),
    /** Whether an address is known for the host name could not be found out: no name server answered (EAI_AGAIN). */
    LOOKUP_FAILED("lookup failed"),
    /** No port is known for the service name. */
    UNKNOWN_SERVICE("unknown service"),
    /** No route leads there (ENETUNREACH, EHOSTUNREACH). */
    UNREACHABLE("unreachable"),
    /** The socket at the address is of another type (EPROTOTYPE). */
    WRONG_TYPE("wrong socket type"),
    /** The kernel, the JVM or the library cannot do this. */
    NOT_SUPPORTED("not supported"),
    /** There are no descriptors, buffers, memory or disk space left (EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC). */
    NO_RESOURCES("out of resources"),
    /**
     * Anything else; the message contains the system's own words. Where these are not in English, because the JVM runs in
     * a locale of another language, most failures over the JDK's channels and junixsocket are of this kind.
     */
    OTHER("failed");

    private final String words;

    FailureKind(String words) {
        this.words = words;
    }

    /**
     * The kind as it is written in a message.
     *
     * @return a few lower-case words
     */
    public String words() {
        return words;
    }
}
