package dev.ipcdemo.trace;

import java.util.Map;

/** What the errors of socket calls usually mean. */
final class Meaning {

    private static final Map<String, String> OF_A_CALL = Map.ofEntries(
            Map.entry("connect ECONNREFUSED", "refused: nobody listens at that address, or its queue is full"),
            Map.entry("name cache ENOENT", "not found: no name service cache runs here, which is usual"),
            Map.entry("connect ENOENT", "not found: there is no socket file at that path"),
            Map.entry("connect EACCES", "not allowed: the permissions of the socket file or of a directory above it"),
            Map.entry("connect ETIMEDOUT", "timed out: the host does not answer, or a firewall drops what is sent"),
            Map.entry("connect EAGAIN", "would wait: the listener's queue is full"),
            Map.entry("connect EPROTOTYPE", "the socket at that path is of another type"),
            Map.entry("connect EINVAL", "invalid: an address of another form, or a socket that cannot connect now"),
            Map.entry("bind EADDRINUSE", "in use: another socket has that address, or its socket file still exists"),
            Map.entry("bind EADDRNOTAVAIL", "not available: no interface of this host has that address"),
            Map.entry("bind EACCES", "not allowed: a port below 1024, or a directory that this user may not write"),
            Map.entry("bind ENOENT", "not found: the directory of the socket file does not exist"),
            Map.entry("bind EINVAL", "invalid: the socket has an address already, or the path is too long"),
            Map.entry("listen EADDRINUSE", "in use: another socket listens at that port"),
            Map.entry("accept EMFILE", "too many open files: the process has no descriptor left"),
            Map.entry("accept EINVAL", "invalid: the socket does not listen, or was shut down"),
            Map.entry("send EPIPE", "broken pipe: the peer has closed, or this side has ended its stream"),
            Map.entry("send EMSGSIZE", "too large for one message"),
            Map.entry("send EDESTADDRREQ", "a socket without a peer, and no address was given"),
            Map.entry("send ECONNREFUSED", "refused: an earlier datagram found nobody at that address"),
            Map.entry("recv ECONNREFUSED", "refused: a datagram that was sent found nobody at that address"));

    private static final Map<String, String> OF_ANY_CALL = Map.ofEntries(
            Map.entry("EACCES", "not allowed"),
            Map.entry("EADDRINUSE", "the address is in use"),
            Map.entry("EADDRNOTAVAIL", "no interface of this host has that address"),
            Map.entry("EAFNOSUPPORT", "the kernel or the socket does not support that address family"),
            Map.entry("EALREADY", "an earlier connect is still in progress"),
            Map.entry("EBADF", "the descriptor is closed"),
            Map.entry("ECONNABORTED", "the peer gave up before it was accepted"),
            Map.entry("ECONNREFUSED", "nobody listens at that address"),
            Map.entry("ECONNRESET", "reset: the peer closed without reading everything, or its process was killed"),
            Map.entry("EHOSTUNREACH", "there is no route to that host, or it does not answer"),
            Map.entry("EINTR", "interrupted by a signal before anything happened"),
            Map.entry("EISCONN", "the socket is connected already"),
            Map.entry("EMFILE", "too many open files: the process has no descriptor left"),
            Map.entry("ENETUNREACH", "there is no route to that network"),
            Map.entry("ENFILE", "the system has no descriptor left"),
            Map.entry("ENOBUFS", "the kernel has no memory for it now"),
            Map.entry("ENOENT", "not found"),
            Map.entry("ENOMEM", "the kernel has no memory for it"),
            Map.entry("ENOPROTOOPT", "the socket does not have that option"),
            Map.entry("ENOTCONN", "not connected: never was, or the peer has ended the connection"),
            Map.entry("ENOTSOCK", "the descriptor is not a socket"),
            Map.entry("EOPNOTSUPP", "that type of socket does not support the call"),
            Map.entry("EPERM", "not permitted: a firewall of this host, or a missing privilege"),
            Map.entry("EPROTONOSUPPORT", "the family has no such type or protocol"),
            Map.entry("EPIPE", "broken pipe: the peer has closed"),
            Map.entry("ETIMEDOUT", "timed out: the peer no longer answers"));

    private Meaning() {}

    /**
     * The error with what it usually means.
     *
     * @param call {@code connect}, {@code bind}, {@code listen}, {@code accept}, {@code send}, {@code recv} or another call
     * @param error its name, such as {@code ECONNREFUSED}
     */
    static String of(String call, String error) {
        String meaning = OF_A_CALL.getOrDefault(call + " " + error, OF_ANY_CALL.getOrDefault(error, ""));
        return meaning.isEmpty() ? error : error + " (" + meaning + ")";
    }

    /** Whether a call only says that it would have had to wait, as usual on a non-blocking socket. */
    static boolean isNotYet(String error) {
        return error.equals("EAGAIN") || error.equals("EWOULDBLOCK") || error.equals("EINPROGRESS");
    }
}
