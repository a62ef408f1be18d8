package dev.ipcdemo.trace;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the errors of socket calls usually mean. */
final class Meaning {

    private static final String NOT_ALLOWED_BY_MODE =
            "not allowed: the permissions of the socket file or of a directory above it";

    /** The rule of {@code unix_may_send} in the kernel. */
    private static final String CONNECTED_ELSEWHERE =
            "not permitted: the receiver is connected to another socket, and takes datagrams from that one only";

    /** By the domain of the socket, or its scheme, where the call and the error alone do not tell. */
    private static final Map<String, String> OF_A_SOCKET = Map.ofEntries(
            Map.entry(
                    "AF_UNIX connect ECONNREFUSED", "refused: nobody listens there; a socket file outlives its server"),
            Map.entry("AF_UNIX connect EAGAIN", "no room: the listener's queue is full"),
            Map.entry("AF_UNIX connect EACCES", NOT_ALLOWED_BY_MODE),
            Map.entry("AF_UNIX connect EPERM", CONNECTED_ELSEWHERE),
            Map.entry("AF_UNIX bind EADDRINUSE", "in use: a socket has that name, or its file still exists"),
            Map.entry("AF_UNIX bind EACCES", "not allowed: a directory that this user may not write or enter"),
            Map.entry("AF_UNIX bind EINVAL", "invalid: the socket has a name already, or the path is too long"),
            Map.entry("AF_UNIX send ECONNREFUSED", "refused: the receiver is gone; a socket file outlives its socket"),
            Map.entry("AF_UNIX send EACCES", NOT_ALLOWED_BY_MODE),
            Map.entry("AF_UNIX send EPERM", CONNECTED_ELSEWHERE),
            Map.entry("AF_INET connect EACCES", "not allowed: a broadcast address without SO_BROADCAST, or a firewall"),
            Map.entry("AF_INET connect EADDRNOTAVAIL", "not available: no port of this host is free for that address"),
            Map.entry("AF_INET bind EADDRINUSE", "in use: another socket has that address"),
            Map.entry("AF_INET bind EACCES", "not allowed: a port below 1024"),
            Map.entry("AF_INET send EACCES", "not allowed: a broadcast address without SO_BROADCAST, or a firewall"),
            Map.entry("udp send ECONNREFUSED", "refused: an earlier datagram found nobody at that address"),
            Map.entry("udp recv ECONNREFUSED", "refused: a datagram that was sent found nobody at that address"));

    private static final Map<String, String> OF_A_CALL = Map.ofEntries(
            Map.entry("connect ECONNREFUSED", "refused: nobody listens at that address"),
            Map.entry("name cache ENOENT", "not found: no name service cache runs here, which is usual"),
            Map.entry("connect ENOENT", "not found: there is no socket file at that path"),
            Map.entry("connect ETIMEDOUT", "timed out: the host does not answer, or a firewall drops what is sent"),
            Map.entry("connect EPROTOTYPE", "the socket at that path is of another type"),
            Map.entry("connect EINVAL", "invalid: an address of another form, or a socket that cannot connect now"),
            Map.entry("bind EADDRNOTAVAIL", "not available: no interface of this host has that address"),
            Map.entry("bind EINVAL", "invalid: the socket has an address already, or that one is of another form"),
            Map.entry("bind ENOENT", "not found: the directory of the socket file does not exist"),
            Map.entry("listen EADDRINUSE", "in use: another socket listens at that port"),
            Map.entry("accept EMFILE", "too many open files: the process has no descriptor left"),
            Map.entry("accept EINVAL", "invalid: the socket does not listen, or was shut down"),
            Map.entry("send ENOENT", "not found: there is no socket file at that path"),
            Map.entry("send EPIPE", "broken pipe: the peer has closed, or this side has ended its stream"),
            Map.entry("send EMSGSIZE", "too large for one message"),
            Map.entry("send EDESTADDRREQ", "a socket without a peer, and no address was given"));

    private static final Map<String, String> OF_ANY_CALL = Map.ofEntries(
            Map.entry("EACCES", "not allowed"),
            Map.entry("EADDRINUSE", "the address is in use"),
            Map.entry("EADDRNOTAVAIL", "no interface of this host has that address"),
            Map.entry("EAFNOSUPPORT", "the kernel or the socket does not support that address family"),
            Map.entry("EALREADY", "an earlier connect is still in progress"),
            Map.entry("EBADF", "the descriptor is closed"),
            Map.entry("ECONNABORTED", "the peer gave up before it was accepted"),
            Map.entry("ECONNREFUSED", "nobody listens at that address"),
            Map.entry(
                    "ECONNRESET", "reset: the peer closed without reading everything or with SO_LINGER 0, or is gone"),
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
     * @param socket on which the call was made, if there is one
     * @param call {@code connect}, {@code bind}, {@code listen}, {@code accept}, {@code send}, {@code recv} or another call
     * @param error its name, such as {@code ECONNREFUSED}
     */
    static String of(Optional<TracedSocket> socket, String call, String error) {
        String meaning = Stream.concat(
                        socket.stream()
                                .flatMap(one -> Stream.of(one.scheme(), one.domain()))
                                .map(kind -> OF_A_SOCKET.get(kind + " " + call + " " + error)),
                        Stream.of(OF_A_CALL.get(call + " " + error), OF_ANY_CALL.get(error)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return meaning.isEmpty() ? error : error + " (" + meaning + ")";
    }

    /**
     * The error of a call that has waited in vain.
     *
     * @param error {@code EAGAIN}, or of connect {@code EINPROGRESS}
     * @param option the timeout, {@code SO_RCVTIMEO} or {@code SO_SNDTIMEO}
     */
    static String ofTimeout(String error, String option) {
        return error + " (timed out: it waited for as long as " + option + " says)";
    }

    /** Whether a call only says that it would have had to wait, as usual on a non-blocking socket. */
    static boolean isNotYet(String call, String error) {
        return error.equals("EINPROGRESS") || isAgain(error) && !call.equals("connect");
    }

    /** Two names of one number. connect reports it when nothing is pending: on AF_UNIX the listener's queue was full. */
    private static boolean isAgain(String error) {
        return error.equals("EAGAIN") || error.equals("EWOULDBLOCK");
    }
}
