package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.MSG_NOSIGNAL;
import static dev.ipcdemo.posix.Constants.MSG_TRUNC;
import static dev.ipcdemo.posix.Constants.MSG_WAITFORONE;
import static dev.ipcdemo.posix.Constants.SHUT_RDWR;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_LINGER;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;
import static dev.ipcdemo.posix.ErrorNumbers.EBADF;
import static dev.ipcdemo.posix.ErrorNumbers.EINTR;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.MessageBatch;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket's descriptor, which may be closed while other threads wait in calls on it.
 *
 * <p>close(2) would not wake them, and its number could be given to another file while they still use it. So whoever closes a
 * descriptor in use calls shutdown(2), which on Linux wakes every call that waits to accept or to receive, of every kind of socket,
 * even of an unconnected UDP socket (for which it returns ENOTCONN nevertheless); and the last thread that leaves closes it. The
 * few calls that shutdown(2) does not wake wait in {@linkplain Waits slices}. A TCP connection that is to be reset is disconnected
 * instead, by connect(2) with AF_UNSPEC, which sends RST and wakes them too. Being an interruptible channel, a descriptor is closed
 * likewise when a thread that waits in a call is interrupted.
 *
 * <p>Calls return what {@link Kernel} returns: minus EBADF once the descriptor is closed, and minus EAGAIN if the call would wait
 * and must not, or has waited as long as it may.
 */
final class Descriptor extends AbstractInterruptibleChannel {

    /** Added to the number of threads in a call once the descriptor is closed, so that no more may enter. */
    private static final int CLOSED = 1 << 30;

    /** Instead of {@link #CLOSED}, once close(2) has been called. */
    private static final int RELEASED = CLOSED | 1 << 29;

    private static final long LONGEST_RELEASE_NS = Duration.ofSeconds(2).toNanos();
    private static final long PAUSE_NS = Duration.ofNanos(20_000).toNanos();

    /** Connecting to it disconnects a socket. */
    private static final SocketAddressBuffer NOBODY = SocketAddressBuffer.unspecified();

    private static final VarHandle USERS;

    static {
        try {
            USERS = MethodHandles.lookup().findVarHandle(Descriptor.class, "users", int.class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the field is below", e);
        }
    }

    /** The descriptor's number. It may be used between {@link #enter} and {@link #exit}. */
    final int number;

    private final boolean blocking;
    private final boolean waitsToSend;
    private final Waits waits;

    @SuppressWarnings("unused") // by the handle
    private volatile int users;

    private volatile boolean isToBeReset;
    private volatile Optional<String> wakingCall = Optional.empty();

    /** @param number an open descriptor, which this closes */
    Descriptor(int number, boolean blocking, Waits waits) {
        this.number = number;
        this.blocking = blocking;
        this.waitsToSend = blocking && waits.mayWaitToSend();
        this.waits = waits;
    }

    /** Begins to use the number; if this returns true, call {@link #exit} afterwards. */
    boolean enter() {
        if ((int) USERS.getAndAdd(this, 1) >= CLOSED) {
            exit();
            return false;
        }
        return true;
    }

    /** Ends using the number: the last one closes it if that was asked for meanwhile. */
    void exit() {
        int left = (int) USERS.getAndAdd(this, -1) - 1;
        if (left == CLOSED && USERS.compareAndSet(this, CLOSED, RELEASED)) {
            Kernel.close(number); // an error would be about data that was written to a file; a socket has none
        }
    }

    /** Called once, by {@link #close} or by an interrupt. */
    @Override
    protected void implCloseChannel() {
        boolean usable = enter(); // so that the number stays ours
        int inside = (int) USERS.getAndAdd(this, CLOSED) - 1;
        if (usable && inside > 0) {
            wakingCall = Optional.of(wake());
        }
        exit();
    }

    /** Ends the calls of other threads. Returns the name of the call that did. */
    private String wake() {
        // Linux 6.4 and 6.5 do not disconnect while threads wait: the peer receives FIN then, and RST after it.
        if (isToBeReset && Kernel.connect(number, NOBODY) == 0) {
            return "connect";
        }
        Kernel.shutdown(number, SHUT_RDWR); // ENOTCONN means that it had no peer; it wakes nevertheless
        return "shutdown";
    }

    /** The call that closing made to end calls of other threads. */
    Optional<String> wakingCall() {
        return wakingCall;
    }

    /** Makes closing a TCP connection send RST. */
    void resetWhenClosed() throws PosixException {
        if (!enter()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            isToBeReset = true;
            MemorySegment zero = arena.allocate(Layouts.LINGER);
            zero.set(ValueLayout.JAVA_INT, Layouts.offset(Layouts.LINGER, "l_onoff"), 1);
            Posix.setsockopt(number, SOL_SOCKET, SO_LINGER, zero);
        } finally {
            exit();
        }
    }

    /** Waits, after closing, until the calls of other threads have ended: the address is free then. */
    void awaitRelease() {
        long deadlineNs = System.nanoTime() + LONGEST_RELEASE_NS;
        while (users < RELEASED && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Begins to wait in the kernel; an interrupt closes the descriptor from now on. */
    void beginWait() {
        begin();
    }

    /** Ends waiting. Returns what the call returned, or minus EBADF if it failed or ended because the descriptor was closed. */
    int endWait(int result) {
        return endInterruptible() ? unlessClosed(result) : -EBADF;
    }

    /** Ends waiting as {@link Waits} say: if a signal has ended the last wait, the time is over. */
    private int endWaits(int result) {
        return endWait(isInterrupted(result) ? -EAGAIN : result);
    }

    /** Ends waiting to send, likewise. */
    private int endSending(int result) {
        return endInterruptible() ? sentUnlessClosed(isInterrupted(result) ? -EAGAIN : result) : -EBADF;
    }

    /** Whether no interrupt has closed the descriptor. */
    private boolean endInterruptible() {
        try {
            end(true);
            return true;
        } catch (AsynchronousCloseException interrupted) {
            return false;
        }
    }

    /** What a call returned that does not wait; minus EBADF if it failed or ended because the descriptor was closed. */
    private int unlessClosed(int result) {
        return result > 0 || isOpen() ? result : -EBADF;
    }

    /** Likewise for a call that sends, whose 0 is an empty datagram that was sent, and never a call that was woken. */
    private int sentUnlessClosed(int result) {
        return result >= 0 ? result : unlessClosed(result);
    }

    int recv(ByteBuffer buffer) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            if (!blocking) {
                return unlessClosed(Kernel.recv(number, buffer, MSG_DONTWAIT));
            }
            long deadlineNs = waits.recvDeadlineNs();
            int result = -EBADF;
            beginWait();
            while (isOpen()) {
                result = Kernel.recv(number, buffer, 0);
                if (result >= 0 || !waits.recvAgain(number, result, deadlineNs)) {
                    break;
                }
            }
            return endWaits(result);
        } finally {
            exit();
        }
    }

    int recvFrom(ByteBuffer buffer, SocketAddressBuffer sender) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            if (!blocking) {
                return unlessClosed(Kernel.recvfrom(number, buffer, MSG_DONTWAIT, sender));
            }
            long deadlineNs = waits.recvDeadlineNs();
            int result = -EBADF;
            beginWait();
            while (isOpen()) {
                result = Kernel.recvfrom(number, buffer, 0, sender);
                if (result >= 0 || !waits.recvAgain(number, result, deadlineNs)) {
                    break;
                }
            }
            return endWaits(result);
        } finally {
            exit();
        }
    }

    /**
     * Takes what has arrived, once there is something. A call that ends because the descriptor is closed seems to have received
     * empty messages.
     */
    int recvBatch(MessageBatch batch) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            if (!blocking) {
                int received = Kernel.recvmmsg(number, batch, batch.messages(), MSG_TRUNC | MSG_DONTWAIT);
                return isOpen() ? received : -EBADF;
            }
            long deadlineNs = waits.recvDeadlineNs();
            int result = -EBADF;
            beginWait();
            while (isOpen()) {
                result = Kernel.recvmmsg(number, batch, batch.messages(), MSG_TRUNC | MSG_WAITFORONE);
                if (result >= 0 || !waits.recvAgain(number, result, deadlineNs)) {
                    break;
                }
            }
            int ended = endWaits(result);
            return isOpen() ? ended : -EBADF;
        } finally {
            exit();
        }
    }

    /** Sends the first entries of a batch: those that there is room for, or else the first, when there is. */
    int sendBatch(MessageBatch batch, int entries) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            int result = Kernel.sendmmsg(number, batch, entries, MSG_NOSIGNAL | MSG_DONTWAIT);
            return result == -EAGAIN && waitsToSend ? sendBatchWaiting(batch) : sentUnlessClosed(result);
        } finally {
            exit();
        }
    }

    private int sendBatchWaiting(MessageBatch batch) {
        long deadlineNs = waits.sendDeadlineNs();
        int result = -EBADF;
        beginWait();
        while (isOpen()) {
            result = Kernel.sendmmsg(number, batch, 1, MSG_NOSIGNAL);
            if (result >= 0 || !waits.sendAgain(number, result, deadlineNs)) {
                break;
            }
        }
        return endSending(result);
    }

    int accept(SocketAddressBuffer peer) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            if (!blocking) {
                int accepted = Kernel.accept(number, peer, SOCK_CLOEXEC);
                return accepted >= 0 ? accepted : unlessClosed(accepted);
            }
            long deadlineNs = waits.recvDeadlineNs();
            int result = -EBADF;
            beginWait();
            while (isOpen()) {
                result = Kernel.accept(number, peer, SOCK_CLOEXEC);
                if (result >= 0 || !waits.recvAgain(number, result, deadlineNs)) {
                    break;
                }
            }
            int accepted = endWaits(result);
            if (accepted < 0 && result >= 0) {
                Kernel.close(result); // accepted, but then interrupted
            }
            return accepted;
        } finally {
            exit();
        }
    }

    /** One system call if there is room; what an interrupt could end is only tried once there is none. */
    int send(ByteBuffer buffer) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            int result = Kernel.send(number, buffer, MSG_NOSIGNAL | MSG_DONTWAIT);
            return result == -EAGAIN && waitsToSend ? sendWaiting(buffer) : sentUnlessClosed(result);
        } finally {
            exit();
        }
    }

    private int sendWaiting(ByteBuffer buffer) {
        long deadlineNs = waits.sendDeadlineNs();
        int result = -EBADF;
        beginWait();
        while (isOpen()) {
            result = Kernel.send(number, buffer, MSG_NOSIGNAL);
            if (result >= 0 || !waits.sendAgain(number, result, deadlineNs)) {
                break;
            }
        }
        return endSending(result);
    }

    int sendTo(ByteBuffer buffer, SocketAddressBuffer to) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            int result = Kernel.sendto(number, buffer, MSG_NOSIGNAL | MSG_DONTWAIT, to);
            return result == -EAGAIN && waitsToSend ? sendToWaiting(buffer, to) : sentUnlessClosed(result);
        } finally {
            exit();
        }
    }

    private int sendToWaiting(ByteBuffer buffer, SocketAddressBuffer to) {
        long deadlineNs = waits.sendDeadlineNs();
        int result = -EBADF;
        beginWait();
        while (isOpen()) {
            result = Kernel.sendto(number, buffer, MSG_NOSIGNAL, to);
            if (result >= 0 || !waits.sendAgain(number, result, deadlineNs)) {
                break;
            }
        }
        return endSending(result);
    }

    /** Connects, and waits as {@link Waits} of a connect say. */
    int connect(SocketAddressBuffer peer, Waits connecting) {
        if (!enter()) {
            return -EBADF;
        }
        try {
            long deadlineNs = connecting.sendDeadlineNs();
            int result = -EBADF;
            beginWait();
            while (isOpen()) {
                result = Kernel.connect(number, peer);
                if (result >= 0 || !connecting.sendAgain(number, result, deadlineNs)) {
                    break;
                }
            }
            int ended = endWaits(result);
            return result == 0 && isOpen() ? 0 : ended;
        } finally {
            exit();
        }
    }

    /** Whether a call was interrupted by a signal, and is to be made again. */
    static boolean isInterrupted(int result) {
        return result == -EINTR;
    }
}
