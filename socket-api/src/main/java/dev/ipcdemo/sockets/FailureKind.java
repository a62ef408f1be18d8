package dev.ipcdemo.sockets;

/** What kind of failure a {@link SocketFailure} is; the error numbers are those of errno(3). */
public enum FailureKind {
    /** Nobody accepts at the address (ECONNREFUSED). */
    REFUSED("refused"),
    /** There is no such socket file, or no such directory (ENOENT, ENOTDIR). */
    NOT_FOUND("not found"),
    /** Another socket has the address (EADDRINUSE), or something stands at the path that must not be replaced. */
    IN_USE("in use"),
    /** The address is not one of this host (EADDRNOTAVAIL). */
    NOT_LOCAL("not an address of this host"),
    /** The file mode, the port number or a policy forbids it (EACCES, EPERM). */
    PERMISSION("permission denied"),
    /** The time given in {@link Options} is over, or the network gave up (ETIMEDOUT). */
    TIMEOUT("timed out"),
    /** The socket was closed, by this call's thread before or by another thread during the call. */
    CLOSED("closed"),
    /** The peer ended the connection without reading all that was sent, or is gone (ECONNRESET, EPIPE). */
    RESET("reset by peer"),
    /** The stream ended before all that was asked for had come. */
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
    /** A socket is there, but of another type (EPROTOTYPE). */
    WRONG_TYPE("wrong socket type"),
    /** The kernel, the JVM or the library cannot do this. */
    NOT_SUPPORTED("not supported"),
    /** No descriptor, buffer, memory or room for a file is left (EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC). */
    NO_RESOURCES("out of resources"),
    /** Anything else; the sentence carries the system's own words. */
    OTHER("failed");

    private final String words;

    FailureKind(String words) {
        this.words = words;
    }

    /**
     * The kind as it stands in the sentence.
     *
     * @return a few lower-case words
     */
    public String words() {
        return words;
    }
}
