package dev.ipcdemo.sockets;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a socket is opened. An option that a transport has no use for (TCP_NODELAY on AF_UNIX, say) is ignored by it; one
 * that it cannot honour makes it fail with {@link FailureKind#NOT_SUPPORTED}.
 *
 * <pre>{@code
 * Options options = Options.DEFAULT.with(Options.RECV_TIMEOUT, Duration.ofSeconds(5)).with(Options.BACKLOG, 16);
 * }</pre>
 *
 * <p>Immutable. Two are equal if all options have equal values.
 */
public final class Options {

    /** How long {@code connect} may take, not negative; zero, the default, leaves it to the system. */
    public static final Option<Duration> CONNECT_TIMEOUT = new Timeout("connect timeout");

    /** How long {@code send} and {@code sendTo} may wait for room, not negative; zero, the default, for no limit. */
    public static final Option<Duration> SEND_TIMEOUT = new Timeout("send timeout");

    /**
     * How long {@code recv}, {@code recvFrom} and {@code accept} may wait, not negative; zero, the default, for no
     * limit.
     */
    public static final Option<Duration> RECV_TIMEOUT = new Timeout("recv timeout");

    /**
     * SO_SNDBUF in bytes, which Linux doubles for its own bookkeeping (socket(7)); 0, the default, keeps the system's.
     */
    public static final Option<Integer> SEND_BUFFER_BYTES = new AtLeast<>("SO_SNDBUF", 0, 0);

    /** SO_RCVBUF in bytes, likewise. */
    public static final Option<Integer> RECV_BUFFER_BYTES = new AtLeast<>("SO_RCVBUF", 0, 0);

    /** TCP_NODELAY: whether small segments are sent at once instead of being collected (tcp(7)); on by default. */
    public static final Option<Boolean> NO_DELAY = new Option<>("TCP_NODELAY", true);

    /**
     * For TCP: after how long without a byte from the peer it is asked whether it is still there, not negative; zero, the
     * default, for never (SO_KEEPALIVE and TCP_KEEPIDLE, tcp(7)). In whole seconds, rounded up. If the peer does not answer,
     * it is asked again, {@link #KEEP_ALIVE_PROBES} times every {@link #KEEP_ALIVE_INTERVAL}; then the connection is broken,
     * and calls that wait fail with {@link FailureKind#TIMEOUT}. It is not asked while sent bytes are under way: that is what
     * {@link #USER_TIMEOUT} is for.
     */
    public static final Option<Duration> KEEP_ALIVE_IDLE = new Timeout("TCP_KEEPIDLE");

    /** TCP_KEEPINTVL, in whole seconds, rounded up; zero, the default, keeps the system's, which is 75 seconds on Linux. */
    public static final Option<Duration> KEEP_ALIVE_INTERVAL = new Timeout("TCP_KEEPINTVL");

    /** TCP_KEEPCNT: how many probes without an answer break a connection; 0, the default, keeps the system's, 9 on Linux. */
    public static final Option<Integer> KEEP_ALIVE_PROBES = new AtLeast<>("TCP_KEEPCNT", 0, 0);

    /**
     * TCP_USER_TIMEOUT: for how long sent bytes may be unacknowledged before the connection is broken, and calls fail with
     * {@link FailureKind#TIMEOUT}; not negative, in milliseconds; zero, the default, leaves it to the system, which takes a
     * quarter of an hour on Linux (tcp(7)). The JDK cannot set it; {@code posix+tcp} can, on Linux.
     */
    public static final Option<Duration> USER_TIMEOUT = new Timeout("TCP_USER_TIMEOUT");

    /**
     * TCP_CONGESTION: the name of the algorithm that decides how much a connection sends ahead, such as {@code cubic} or {@code
     * bbr}; empty, the default, for the system's. Linux lists those that it has in
     * {@code /proc/sys/net/ipv4/tcp_available_congestion_control}. The JDK cannot set it; {@code posix+tcp} can, on Linux.
     */
    public static final Option<String> CONGESTION = new Option<>("TCP_CONGESTION", "");

    /**
     * TCP_QUICKACK: whether a connection begins by acknowledging at once what it receives, as it does by default, instead of
     * waiting for something to send the acknowledgement with. The kernel goes over to the other mode by itself once both
     * sides send (tcp(7)). On Linux.
     */
    public static final Option<Boolean> QUICK_ACK = new Option<>("TCP_QUICKACK", true);

    /**
     * TCP_MAXSEG: how many bytes a segment carries at most, from 88 to 32,767 (tcp(7)); 0, the default, leaves it to what the
     * route carries. What the kernel takes for TCP's own options, such as timestamps, is less in each segment. The JDK cannot
     * set it; {@code posix+tcp} can.
     */
    public static final Option<Integer> MAX_SEGMENT_BYTES = new Between("TCP_MAXSEG", 88, 32_767);

    /**
     * SO_BUSY_POLL: for how long a call that waits asks the network device itself before it sleeps (socket(7)); not negative,
     * in microseconds; zero, the default, keeps the system's. More than the system's needs CAP_NET_ADMIN, and not every device
     * can be asked; loopback cannot. The JDK cannot set it; {@code posix+tcp} and {@code posix+udp} can, on Linux.
     */
    public static final Option<Duration> BUSY_POLL = new Timeout("SO_BUSY_POLL");

    /**
     * The DSCP, by which routers tell packets apart that are to be treated differently (RFC 2474), 0 to 63: the upper six bits
     * of IP_TOS and IPV6_TCLASS. 0, the default, is best effort.
     */
    public static final Option<Integer> DSCP = new Between("DSCP", 0, 63);

    /**
     * SO_REUSEPORT, for {@code listen} and {@code bind}: whether other sockets of the same user may have the same port, if they
     * set it too; the kernel then distributes connections and datagrams among them (socket(7)). Off by default.
     */
    public static final Option<Boolean> REUSE_PORT = new Option<>("SO_REUSEPORT", false);

    /**
     * Whether calls wait, as they do by default. If not, {@code recv} and {@code send} return 0 where they would wait,
     * and the send and recv timeouts have no meaning.
     */
    public static final Option<Boolean> BLOCKING = new Option<>("blocking", true);

    /** How many connections may wait to be accepted, at least 1 and at most SOMAXCONN (listen(2)); 128 by default. */
    public static final Option<Integer> BACKLOG = new AtLeast<>("backlog", 1, 128);

    /**
     * The permissions of a socket file that is bound; connecting needs write permission (unix(7)). By default only its
     * owner has any. From bind(2) on, nobody has write permission who is not meant to.
     */
    public static final Option<Set<PosixFilePermission>> SOCKET_FILE_MODE = new FileMode();

    /**
     * Whether a socket file may be in a directory where other users can replace it: one that belongs to another user, or
     * that other users may write and that has no sticky bit, or that is below such a directory. By default that is
     * refused with {@link FailureKind#PERMISSION}, because such a user could take over the server's clients.
     */
    public static final Option<Boolean> SHARED_DIRECTORY = new Option<>("shared directory", false);

    /** Options of IP that sockets of UDP have too. Other domains have no use for them. */
    public static final List<Option<?>> OF_UDP = List.of(BUSY_POLL, DSCP, REUSE_PORT);

    /** Options of TCP and IP that {@link OpenSocket#effective} reads back. Other protocols have no use for them. */
    public static final List<Option<?>> OF_TCP = List.of(
            CONGESTION,
            QUICK_ACK,
            MAX_SEGMENT_BYTES,
            KEEP_ALIVE_IDLE,
            KEEP_ALIVE_INTERVAL,
            KEEP_ALIVE_PROBES,
            USER_TIMEOUT,
            BUSY_POLL,
            DSCP,
            REUSE_PORT);

    /** Every option at its default. */
    public static final Options DEFAULT = new Options(Map.of());

    private final Map<Option<?>, Object> values;

    private Options(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /**
     * One option.
     *
     * @param <T> the type of its values
     */
    public static class Option<T> {

        private final String name;
        private final T defaultValue;

        private Option(String name, T defaultValue) {
            this.name = name;
            this.defaultValue = defaultValue;
        }

        /** Returns a value that does not change; throws an exception for one that makes no sense. */
        T checked(T value) {
            return value;
        }

        /** The option's name, for messages. */
        @Override
        public String toString() {
            return name;
        }
    }

    private static final class AtLeast<T extends Comparable<T>> extends Option<T> {

        private final T least;

        AtLeast(String name, T least, T defaultValue) {
            super(name, defaultValue);
            this.least = least;
        }

        @Override
        T checked(T value) {
            if (value.compareTo(least) < 0) {
                throw new IllegalArgumentException(this + " must be at least " + least + ", not " + value);
            }
            return value;
        }
    }

    /** A number that is in a range, or 0. */
    private static final class Between extends Option<Integer> {

        private final int least;
        private final int most;

        Between(String name, int least, int most) {
            super(name, 0);
            this.least = least;
            this.most = most;
        }

        @Override
        Integer checked(Integer value) {
            if (value != 0 && (value < least || value > most)) {
                throw new IllegalArgumentException(this + " must be " + least + " to " + most + ", not " + value);
            }
            return value;
        }
    }

    /** More than a hundred years is taken for a hundred years: more nanoseconds cannot be added to a clock's. */
    private static final class Timeout extends Option<Duration> {

        private static final Duration LONGEST = Duration.ofDays(36_500);

        Timeout(String name) {
            super(name, Duration.ZERO);
        }

        @Override
        Duration checked(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(this + " must be at least " + Duration.ZERO + ", not " + value);
            }
            return value.compareTo(LONGEST) > 0 ? LONGEST : value;
        }
    }

    private static final class FileMode extends Option<Set<PosixFilePermission>> {

        FileMode() {
            super("socket file mode", Set.copyOf(PosixFilePermissions.fromString("rw-------")));
        }

        @Override
        Set<PosixFilePermission> checked(Set<PosixFilePermission> value) {
            return Set.copyOf(value);
        }
    }

    /**
     * The value of an option.
     *
     * @param <T> the type of its values
     * @param option the option
     * @return what it was set to, or its default
     */
    @SuppressWarnings("unchecked") // with puts in only what has the option's type
    public <T> T get(Option<T> option) {
        return (T) values.getOrDefault(option, option.defaultValue);
    }

    /**
     * Whether an option is changed.
     *
     * @param option the option
     * @return false if it has its default
     */
    public boolean changes(Option<?> option) {
        return values.containsKey(option);
    }

    /**
     * These options, with one of them changed.
     *
     * @param <T> the type of the option's values
     * @param option the option
     * @param value its new value
     * @return the changed options
     * @throws IllegalArgumentException if the option cannot have this value
     */
    public <T> Options with(Option<T> option, T value) {
        Map<Option<?>, Object> changed = new HashMap<>(values);
        changed.put(option, option.checked(value));
        changed.remove(option, option.defaultValue);
        return new Options(Map.copyOf(changed));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && options.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The options that do not have their default. */
    @Override
    public String toString() {
        return values.toString();
    }
}
