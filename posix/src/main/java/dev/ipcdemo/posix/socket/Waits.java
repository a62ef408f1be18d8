package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.POLLIN;
import static dev.ipcdemo.posix.Constants.POLLOUT;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_RCVTIMEO;
import static dev.ipcdemo.posix.Constants.SO_SNDTIMEO;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Options;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the calls on a socket wait in the kernel. Usually as long as the timeout says. A call that shutdown(2) does not wake
 * waits in slices instead, and between them it is checked whether the socket was closed. An accept whose timeout the kernel ignores
 * waits in poll(2), on a socket that does not wait itself. If a signal ends a wait with a timeout (EINTR, see signal(7)), what is
 * left of the time is waited in poll(2), because the socket's own timeout would begin again.
 *
 * @param recv the timeout of accept and of receiving; zero for no limit
 * @param send the timeout of sending, or of connecting; zero for no limit
 * @param recvInSlices whether shutdown(2) does not wake a receive or accept
 * @param sendInSlices whether it does not wake a send or connect
 * @param recvInPoll whether accept waits in poll(2)
 */
record Waits(Duration recv, Duration send, boolean recvInSlices, boolean sendInSlices, boolean recvInPoll) {

    private static final Duration SLICE = Duration.ofMillis(50);

    /** The kernel counts in ticks, of 10 ms at most, and may end a wait one tick early. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** The shortest tick. In less time, no wait of the kernel ends. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** The waits of a socket's calls; which of them need slices, its family knows. */
    static Waits of(Options options, boolean recvInSlices, boolean sendInSlices) {
        return new Waits(
                options.get(Options.RECV_TIMEOUT),
                options.get(Options.SEND_TIMEOUT),
                recvInSlices,
                sendInSlices,
                false);
    }

    /** The waits of a listener. */
    static Waits ofListener(Options options, SocketFamily family) {
        Duration timeout = options.get(Options.RECV_TIMEOUT);
        return new Waits(
                timeout,
                Duration.ZERO,
                family.acceptsInSlices(),
                false,
                family.ignoresAcceptTimeout() && !timeout.isZero());
    }

    /** The waits of a connect. */
    static Waits ofConnect(Options options, SocketFamily family) {
        return new Waits(Duration.ZERO, options.get(Options.CONNECT_TIMEOUT), false, family.connectsInSlices(), false);
    }

    /** SO_RCVTIMEO and SO_SNDTIMEO, where they differ from their defaults. */
    void apply(int socket) throws PosixException {
        if (recvInSlices || !recv.isZero()) {
            set(socket, SO_RCVTIMEO, inKernel(recv, recvInSlices));
        }
        if (sendInSlices || !send.isZero()) {
            applySend(socket);
        }
    }

    /** SO_SNDTIMEO. */
    void applySend(int socket) throws PosixException {
        set(socket, SO_SNDTIMEO, inKernel(send, sendInSlices));
    }

    /** How long one call may wait. */
    private static Duration inKernel(Duration timeout, boolean inSlices) {
        if (timeout.isZero()) {
            return inSlices ? SLICE : Duration.ZERO;
        }
        Duration whole = timeout.plus(TICK);
        return inSlices && whole.compareTo(SLICE) > 0 ? SLICE : whole;
    }

    /** Whether a send waits at all if there is no room. */
    boolean mayWaitToSend() {
        return send.isZero() || send.compareTo(SHORTEST) >= 0;
    }

    /** setsockopt(2) of a {@code struct timeval}. */
    static void set(int socket, int option, Duration timeout) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(Layouts.TIMEVAL);
            time.set(ValueLayout.JAVA_LONG, Layouts.offset(Layouts.TIMEVAL, "tv_sec"), timeout.toSeconds());
            time.set(ValueLayout.JAVA_LONG, Layouts.offset(Layouts.TIMEVAL, "tv_usec"), timeout.toNanosPart() / 1_000);
            Posix.setsockopt(socket, SOL_SOCKET, option, time);
        }
    }

    long recvDeadlineNs() {
        return deadlineNs(recv);
    }

    long sendDeadlineNs() {
        return deadlineNs(send);
    }

    private static long deadlineNs(Duration timeout) {
        return timeout.isZero() ? 0 : System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** Whether a call that failed is to be made again; after waiting, if the call itself cannot. */
    boolean recvAgain(int socket, int result, long deadlineNs) {
        return result == -EAGAIN && recvInPoll
                ? await(socket, POLLIN, deadlineNs)
                : again(socket, POLLIN, result, recv, recvInSlices, deadlineNs);
    }

    /** Whether a call that failed is to be made again; after waiting, if the call itself cannot. */
    boolean sendAgain(int socket, int result, long deadlineNs) {
        return again(socket, POLLOUT, result, send, sendInSlices, deadlineNs);
    }

    private static boolean again(
            int socket, int event, int result, Duration timeout, boolean inSlices, long deadlineNs) {
        boolean isInterrupted = Descriptor.isInterrupted(result);
        if (inSlices) {
            return (isInterrupted || result == -EAGAIN) && (timeout.isZero() || System.nanoTime() - deadlineNs < 0);
        }
        return isInterrupted && (timeout.isZero() || await(socket, event, deadlineNs));
    }

    /** Waits until the socket is ready for a call, or shut down; false if the time is over. */
    private static boolean await(int socket, int event, long deadlineNs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment watched = arena.allocate(Layouts.POLLFD);
            watched.set(ValueLayout.JAVA_INT, 0, socket);
            watched.set(ValueLayout.JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "events"), (short) event);
            int result;
            do {
                long leftMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
                if (leftMs <= 0) {
                    return false;
                }
                result = Kernel.poll(watched, 1, (int) Math.min(Integer.MAX_VALUE, leftMs));
            } while (result == 0 || Descriptor.isInterrupted(result));
            return true;
        }
    }
}
