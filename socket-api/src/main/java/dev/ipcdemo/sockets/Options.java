package dev.ipcdemo.sockets;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * How a socket shall be opened. An option that a transport has no use for (TCP_NODELAY on AF_UNIX, say) is ignored by
 * it; one that it cannot honour makes it fail with {@link FailureKind#NOT_SUPPORTED}.
 *
 * @param connectTimeout how long {@code connect} may take; {@link Duration#ZERO} leaves it to the system
 * @param sendTimeout how long {@code send} and {@code sendTo} may wait for room; zero: without limit
 * @param recvTimeout how long {@code recv}, {@code recvFrom} and {@code accept} may wait; zero: without limit
 * @param sendBufferBytes SO_SNDBUF, which Linux doubles for its own bookkeeping (socket(7)); 0 keeps the system's
 * @param recvBufferBytes SO_RCVBUF, likewise
 * @param noDelay TCP_NODELAY: send small segments at once instead of collecting them (tcp(7)); on by default
 * @param blocking whether calls wait; if not, {@code recv} and {@code send} return 0 where they would wait, and the
 *     timeouts of send and recv have no meaning
 * @param backlog how many connections may wait to be accepted, at most SOMAXCONN (listen(2))
 * @param socketFileMode the permissions of a socket file that is bound; connecting needs write permission (unix(7)).
 *     They are set after bind(2), and junixsocket lets everybody in until then, so a secret belongs in a directory that
 *     others cannot enter
 */
public record Options(
        Duration connectTimeout,
        Duration sendTimeout,
        Duration recvTimeout,
        int sendBufferBytes,
        int recvBufferBytes,
        boolean noDelay,
        boolean blocking,
        int backlog,
        Set<PosixFilePermission> socketFileMode) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Blocking, without timeouts, the system's buffers, TCP_NODELAY, a backlog of 128, socket files for their owner. */
    public static final Options DEFAULT = new Options(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            true,
            true,
            128,
            PosixFilePermissions.fromString("rw-------"));

    /**
     * Checks the ranges. A timeout of more than a hundred years is taken for a hundred years: more nanoseconds cannot be
     * added to a clock's.
     *
     * @param connectTimeout not negative
     * @param sendTimeout not negative
     * @param recvTimeout not negative
     * @param sendBufferBytes not negative
     * @param recvBufferBytes not negative
     * @param noDelay either
     * @param blocking either
     * @param backlog at least 1
     * @param socketFileMode any; a copy is kept
     */
    public Options {
        connectTimeout = checked("connectTimeout", connectTimeout);
        sendTimeout = checked("sendTimeout", sendTimeout);
        recvTimeout = checked("recvTimeout", recvTimeout);
        if (sendBufferBytes < 0 || recvBufferBytes < 0) {
            throw new IllegalArgumentException("a buffer size must not be negative");
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
        }
        socketFileMode = Set.copyOf(socketFileMode);
    }

    private static Duration checked(String name, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    /**
     * These options with another limit for connect.
     *
     * @param timeout the limit; zero leaves it to the system
     * @return changed options
     */
    public Options withConnectTimeout(Duration timeout) {
        return new Options(
                timeout,
                sendTimeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                blocking,
                backlog,
                socketFileMode);
    }

    /**
     * These options with another limit for send and sendTo.
     *
     * @param timeout the limit; zero for none
     * @return changed options
     */
    public Options withSendTimeout(Duration timeout) {
        return new Options(
                connectTimeout,
                timeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                blocking,
                backlog,
                socketFileMode);
    }

    /**
     * These options with another limit for recv, recvFrom and accept.
     *
     * @param timeout the limit; zero for none
     * @return changed options
     */
    public Options withRecvTimeout(Duration timeout) {
        return new Options(
                connectTimeout,
                sendTimeout,
                timeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                blocking,
                backlog,
                socketFileMode);
    }

    /**
     * These options with other buffer sizes.
     *
     * @param sendBytes SO_SNDBUF; 0 keeps the system's
     * @param recvBytes SO_RCVBUF; 0 keeps the system's
     * @return changed options
     */
    public Options withBufferBytes(int sendBytes, int recvBytes) {
        return new Options(
                connectTimeout,
                sendTimeout,
                recvTimeout,
                sendBytes,
                recvBytes,
                noDelay,
                blocking,
                backlog,
                socketFileMode);
    }

    /**
     * These options with TCP_NODELAY on or off.
     *
     * @param on whether small segments are sent at once
     * @return changed options
     */
    public Options withNoDelay(boolean on) {
        return new Options(
                connectTimeout,
                sendTimeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                on,
                blocking,
                backlog,
                socketFileMode);
    }

    /**
     * These options, blocking or not.
     *
     * @param on whether calls wait
     * @return changed options
     */
    public Options withBlocking(boolean on) {
        return new Options(
                connectTimeout,
                sendTimeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                on,
                backlog,
                socketFileMode);
    }

    /**
     * These options with another backlog.
     *
     * @param connections how many connections may wait to be accepted
     * @return changed options
     */
    public Options withBacklog(int connections) {
        return new Options(
                connectTimeout,
                sendTimeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                blocking,
                connections,
                socketFileMode);
    }

    /**
     * These options with other permissions for a socket file.
     *
     * @param mode the permissions
     * @return changed options
     */
    public Options withSocketFileMode(Set<PosixFilePermission> mode) {
        return new Options(
                connectTimeout,
                sendTimeout,
                recvTimeout,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                blocking,
                backlog,
                mode);
    }
}
