package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.POLLIN;
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
 * waits in poll(2), on a socket that does not wait itself.
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
            set(socket, SO_RCVTIMEO, recvInSlices ? SLICE : recv.plus(TICK));
        }
        if (sendInSlices || !send.isZero()) {
            applySend(socket);
        }
    }

    /** SO_SNDTIMEO. */
    void applySend(int socket) throws PosixException {
        set(socket, SO_SNDTIMEO, sendInSlices ? SLICE : send.isZero() ? Duration.ZERO : send.plus(TICK));
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
        return (recvInSlices || recvInPoll) && !recv.isZero()
                ? System.nanoTime() + TimeUnit.NANOSECONDS.convert(recv)
                : 0;
    }

    long sendDeadlineNs() {
        return sendInSlices && !send.isZero() ? System.nanoTime() + TimeUnit.NANOSECONDS.convert(send) : 0;
    }

    /** Whether a call that failed is to be made again. */
    boolean recvAgain(int result, long deadlineNs) {
        return Descriptor.isInterrupted(result) || result == -EAGAIN && recvInSlices && !isOver(recv, deadlineNs);
    }

    /** Whether a call that failed is to be made again. */
    boolean sendAgain(int result, long deadlineNs) {
        return Descriptor.isInterrupted(result) || result == -EAGAIN && sendInSlices && !isOver(send, deadlineNs);
    }

    /** Waits until a connection can be accepted, or the descriptor is shut down; false if the time is over. */
    boolean awaitConnection(int socket, long deadlineNs) {
        long leftMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
        if (leftMs <= 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment watched = arena.allocate(Layouts.POLLFD);
            watched.set(ValueLayout.JAVA_INT, 0, socket);
            watched.set(ValueLayout.JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "events"), (short) POLLIN);
            Kernel.poll(watched, 1, (int) Math.min(Integer.MAX_VALUE, leftMs));
            return true; // if the time is over, the next accept fails, and the next wait says so
        }
    }

    private static boolean isOver(Duration timeout, long deadlineNs) {
        return !timeout.isZero() && System.nanoTime() - deadlineNs >= 0;
    }
}
