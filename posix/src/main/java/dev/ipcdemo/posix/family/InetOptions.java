package dev.ipcdemo.posix.family;

import static dev.ipcdemo.posix.Constants.AF_INET6;
import static dev.ipcdemo.posix.Constants.IPPROTO_IP;
import static dev.ipcdemo.posix.Constants.IPPROTO_IPV6;
import static dev.ipcdemo.posix.Constants.IPPROTO_TCP;
import static dev.ipcdemo.posix.Constants.IPV6_TCLASS;
import static dev.ipcdemo.posix.Constants.IP_TOS;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_BUSY_POLL;
import static dev.ipcdemo.posix.Constants.SO_DOMAIN;
import static dev.ipcdemo.posix.Constants.SO_KEEPALIVE;
import static dev.ipcdemo.posix.Constants.SO_RCVBUF;
import static dev.ipcdemo.posix.Constants.SO_REUSEPORT;
import static dev.ipcdemo.posix.Constants.SO_SNDBUF;
import static dev.ipcdemo.posix.Constants.TCP_CONGESTION;
import static dev.ipcdemo.posix.Constants.TCP_KEEPCNT;
import static dev.ipcdemo.posix.Constants.TCP_KEEPIDLE;
import static dev.ipcdemo.posix.Constants.TCP_KEEPINTVL;
import static dev.ipcdemo.posix.Constants.TCP_MAXSEG;
import static dev.ipcdemo.posix.Constants.TCP_NODELAY;
import static dev.ipcdemo.posix.Constants.TCP_QUICKACK;
import static dev.ipcdemo.posix.Constants.TCP_USER_TIMEOUT;
import static dev.ipcdemo.posix.ErrorNumbers.ENOENT;
import static dev.ipcdemo.posix.ErrorNumbers.ENOPROTOOPT;
import static dev.ipcdemo.posix.ErrorNumbers.EOPNOTSUPP;
import static dev.ipcdemo.posix.ErrorNumbers.EPERM;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Options.Option;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of TCP and IP: set by setsockopt(2), and read back by getsockopt(2). */
final class InetOptions {

    /** The DSCP stands above the two bits of ECN: RFC 3168. */
    private static final int DSCP_SHIFT = 2;

    /** TCP_CA_NAME_MAX. */
    private static final int LONGEST_NAME = 16;

    private static final Path CONGESTION_CONTROLS = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    /** The kernel answers ENOPROTOOPT for these on a socket of MPTCP. */
    private static final List<Option<?>> NOT_OF_MPTCP = List.of(Options.QUICK_ACK, Options.USER_TIMEOUT);

    private static final Map<Option<?>, Reading<?>> READINGS = Map.ofEntries(
            reading(Options.SEND_BUFFER_BYTES, socket -> Posix.getsockopt(socket, SOL_SOCKET, SO_SNDBUF)),
            reading(Options.RECV_BUFFER_BYTES, socket -> Posix.getsockopt(socket, SOL_SOCKET, SO_RCVBUF)),
            reading(Options.NO_DELAY, socket -> Posix.getsockopt(socket, IPPROTO_TCP, TCP_NODELAY) != 0),
            reading(Options.CONGESTION, InetOptions::congestion),
            reading(Options.QUICK_ACK, socket -> Posix.getsockopt(socket, IPPROTO_TCP, TCP_QUICKACK) != 0),
            reading(Options.MAX_SEGMENT_BYTES, socket -> Posix.getsockopt(socket, IPPROTO_TCP, TCP_MAXSEG)),
            reading(Options.KEEP_ALIVE_IDLE, InetOptions::keepAliveIdle),
            reading(Options.KEEP_ALIVE_INTERVAL, socket -> seconds(socket, TCP_KEEPINTVL)),
            reading(Options.KEEP_ALIVE_PROBES, socket -> Posix.getsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT)),
            reading(
                    Options.USER_TIMEOUT,
                    socket -> Duration.ofMillis(Posix.getsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT))),
            reading(
                    Options.BUSY_POLL,
                    socket -> Duration.of(Posix.getsockopt(socket, SOL_SOCKET, SO_BUSY_POLL), ChronoUnit.MICROS)),
            reading(Options.DSCP, InetOptions::dscp),
            reading(Options.REUSE_PORT, socket -> Posix.getsockopt(socket, SOL_SOCKET, SO_REUSEPORT) != 0));

    private InetOptions() {}

    /** How an option is read. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(int socket) throws PosixException;
    }

    private static <T> Map.Entry<Option<?>, Reading<?>> reading(Option<T> option, Reading<T> reading) {
        return Map.entry(option, reading);
    }

    /** Why sockets of MPTCP cannot be opened with some options. */
    static Optional<String> refusalOfMptcp(Options options) {
        return NOT_OF_MPTCP.stream()
                .filter(options::changes)
                .findFirst()
                .map(option -> "Multipath TCP does not have " + option + "; posix+tcp does");
    }

    /** The value that a socket has; empty if its protocol does not have the option. */
    @SuppressWarnings("unchecked") // a reading is of the type of its option
    static <T> Optional<T> effective(int socket, Option<T> option) throws PosixException {
        Reading<T> reading = (Reading<T>) READINGS.get(option);
        if (reading == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.from(socket));
        } catch (PosixException e) {
            if (e.errno() == ENOPROTOOPT || e.errno() == EOPNOTSUPP) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String congestion(int socket) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(LONGEST_NAME);
            Posix.getsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, name);
            return name.getString(0);
        }
    }

    /** The time first: every socket has SO_KEEPALIVE, but only TCP acts on it. */
    private static Duration keepAliveIdle(int socket) throws PosixException {
        Duration idle = seconds(socket, TCP_KEEPIDLE);
        return Posix.getsockopt(socket, SOL_SOCKET, SO_KEEPALIVE) == 0 ? Duration.ZERO : idle;
    }

    private static Duration seconds(int socket, int option) throws PosixException {
        return Duration.ofSeconds(Posix.getsockopt(socket, IPPROTO_TCP, option));
    }

    private static int dscp(int socket) throws PosixException {
        int trafficClass = Posix.getsockopt(socket, SOL_SOCKET, SO_DOMAIN) == AF_INET6
                ? Posix.getsockopt(socket, IPPROTO_IPV6, IPV6_TCLASS)
                : Posix.getsockopt(socket, IPPROTO_IP, IP_TOS);
        return trafficClass >> DSCP_SHIFT;
    }

    /** On a socket that will be bound. */
    static void setReusePort(int socket, Options options) throws PosixException {
        if (options.changes(Options.REUSE_PORT)) {
            Posix.setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, options.get(Options.REUSE_PORT) ? 1 : 0);
        }
    }

    /** Before it is connected: the first packet has it, too. */
    static void setIp(int socket, int domain, Options options) throws IOException {
        if (options.changes(Options.DSCP)) {
            int trafficClass = options.get(Options.DSCP) << DSCP_SHIFT;
            if (domain == AF_INET6) {
                Posix.setsockopt(socket, IPPROTO_IPV6, IPV6_TCLASS, trafficClass);
            }
            Posix.setsockopt(socket, IPPROTO_IP, IP_TOS, trafficClass); // for mapped addresses of an IPv6 socket
        }
        if (options.changes(Options.BUSY_POLL)) {
            setBusyPoll(socket, upToInt(options.get(Options.BUSY_POLL).toNanos() / 1_000));
        }
    }

    private static void setBusyPoll(int socket, int micros) throws IOException {
        try {
            Posix.setsockopt(socket, SOL_SOCKET, SO_BUSY_POLL, micros);
        } catch (PosixException e) {
            throw refused("SO_BUSY_POLL", micros, e, EPERM, FailureKind.PERMISSION, "it needs CAP_NET_ADMIN");
        }
    }

    /** What a listener has is inherited by what it accepts, and its handshake tells of TCP_MAXSEG. */
    static void setOfListener(int socket, Options options) throws IOException {
        if (options.changes(Options.CONGESTION)) {
            setCongestion(socket, options.get(Options.CONGESTION));
        }
        if (options.changes(Options.MAX_SEGMENT_BYTES)) {
            Posix.setsockopt(socket, IPPROTO_TCP, TCP_MAXSEG, options.get(Options.MAX_SEGMENT_BYTES));
        }
    }

    static void setOfConnection(int socket, Options options) throws IOException {
        setOfListener(socket, options);
        Posix.setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, options.get(Options.NO_DELAY) ? 1 : 0);
        setKeepAlive(socket, options);
        Duration limit = options.get(Options.USER_TIMEOUT);
        if (!limit.isZero()) {
            Posix.setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, upToInt(limit.toMillis()));
        }
    }

    private static void setCongestion(int socket, String algorithm) throws IOException {
        byte[] name = algorithm.getBytes(StandardCharsets.US_ASCII);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(name.length);
            value.copyFrom(MemorySegment.ofArray(name));
            Posix.setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, value);
        } catch (PosixException e) {
            throw e.errno() == EPERM
                    ? refused("TCP_CONGESTION", algorithm, e, EPERM, FailureKind.PERMISSION, "it needs CAP_NET_ADMIN")
                    : refused("TCP_CONGESTION", algorithm, e, ENOENT, FailureKind.NOT_SUPPORTED, available());
        }
    }

    private static String available() {
        try {
            return "this host has "
                    + String.join(
                            ", ", Files.readString(CONGESTION_CONTROLS).strip().split("\\s+"));
        } catch (IOException e) {
            return "";
        }
    }

    /** The failure of a call that was given a value, if it has the reason that is expected; else the exception. */
    private static IOException refused(
            String option, Object value, PosixException cause, int expected, FailureKind kind, String why) {
        return cause.errno() == expected
                ? new SocketFailure("setsockopt " + option, value.toString(), kind, why, cause)
                : cause;
    }

    private static void setKeepAlive(int socket, Options options) throws PosixException {
        Duration idle = options.get(Options.KEEP_ALIVE_IDLE);
        if (idle.isZero()) {
            return;
        }
        Posix.setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
        Posix.setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, roundedSeconds(idle));
        if (!options.get(Options.KEEP_ALIVE_INTERVAL).isZero()) {
            Posix.setsockopt(
                    socket, IPPROTO_TCP, TCP_KEEPINTVL, roundedSeconds(options.get(Options.KEEP_ALIVE_INTERVAL)));
        }
        if (options.get(Options.KEEP_ALIVE_PROBES) > 0) {
            Posix.setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, options.get(Options.KEEP_ALIVE_PROBES));
        }
    }

    /** Before a connection is established it would delay the last step of that. */
    static void setQuickAck(int socket, Options options) throws PosixException {
        if (options.changes(Options.QUICK_ACK)) {
            Posix.setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, options.get(Options.QUICK_ACK) ? 1 : 0);
        }
    }

    private static int roundedSeconds(Duration duration) {
        return upToInt(duration.plusNanos(999_999_999).toSeconds());
    }

    private static int upToInt(long number) {
        return (int) Math.min(Integer.MAX_VALUE, number);
    }
}
