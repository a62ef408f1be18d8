package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.IdleWatch;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.newsclub.net.unix.FileDescriptorAccess;

/**
 * Watches connections of junixsocket with epoll(7). An idle connection costs it nothing; junixsocket's own selectors go
 * through all of them each time.
 */
final class EpollWatch implements IdleWatch {

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final short POLLIN = 1;
    private static final int EINTR = 4;
    private static final int EEXIST = 17;

    /** {@code struct epoll_event}: 32 bits of events and 64 of data, without a gap on x86 alone. */
    private static final int DATA_AT = Platform.isIntel() ? 4 : 8;

    private static final int EVENT_BYTES = DATA_AT + Long.BYTES;
    private static final int EVENTS_AT_ONCE = 64;
    private static final int LOOK_AGAIN_MS = 500;

    /** Loaded when the first watch is opened, on Linux. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "c");
        }

        static native int epoll_create1(int flags) throws LastErrorException;

        static native int epoll_ctl(int epoll, int operation, int descriptor, byte[] event) throws LastErrorException;

        static native int epoll_wait(int epoll, ByteBuffer events, int most, int limitMs) throws LastErrorException;

        static native int poll(byte[] descriptors, NativeLong count, int limitMs) throws LastErrorException;

        static native int close(int descriptor) throws LastErrorException;
    }

    private final Junixsocket family;
    private final int epoll;
    private final Map<Integer, Runnable> tasks = new ConcurrentHashMap<>(); // by descriptor
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(EVENTS_AT_ONCE * EVENT_BYTES).order(ByteOrder.nativeOrder());
    private boolean isClosed; // guarded by this
    private boolean isAwaited; // guarded by this

    EpollWatch(Junixsocket family) throws SocketFailure {
        this.family = family;
        if (!Platform.isLinux()) {
            throw new SocketFailure(
                    "epoll_create", "for " + family.scheme(), FailureKind.NOT_SUPPORTED, "only Linux has it");
        }
        try {
            epoll = Calls.epoll_create1(EPOLL_CLOEXEC);
        } catch (LastErrorException e) {
            throw new SocketFailure(
                    "epoll_create", "for " + family.scheme(), FailureKind.NO_RESOURCES, e.getMessage(), e);
        }
    }

    @Override
    public boolean awaitReceivable(Connection connection, Duration limit) throws SocketFailure {
        ByteBuffer pollfd = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        try {
            pollfd.putInt(descriptor(connection)).putShort(POLLIN);
            return Calls.poll(pollfd.array(), new NativeLong(1), (int) limit.toMillis()) > 0;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EINTR) {
                return false;
            }
            throw failure("poll", connection, new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw failure("poll", connection, e);
        }
    }

    @Override
    public void watch(Connection connection, Runnable task) throws SocketFailure {
        try {
            int descriptor = descriptor(connection);
            tasks.put(descriptor, task);
            byte[] event = ByteBuffer.allocate(EVENT_BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(0, EPOLLIN | EPOLLONESHOT)
                    .putLong(DATA_AT, descriptor)
                    .array();
            arm(descriptor, event);
        } catch (LastErrorException e) {
            throw failure("epoll_ctl", connection, new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw failure("epoll_ctl", connection, e);
        }
    }

    /** The kernel knows a connection from its first time until it is closed. */
    private void arm(int descriptor, byte[] event) {
        try {
            Calls.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, event);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != EEXIST) {
                throw e;
            }
            Calls.epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, event);
        }
    }

    @Override
    public void forget(Connection connection) {
        try {
            tasks.remove(descriptor(connection));
        } catch (IOException isClosed) {
            // by junixsocket, when it found the peer gone
        }
    }

    @Override
    public List<Runnable> await() throws SocketFailure {
        begin();
        try {
            int count = Calls.epoll_wait(epoll, events, EVENTS_AT_ONCE, LOOK_AGAIN_MS);
            List<Runnable> ready = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int descriptor = (int) events.getLong(i * EVENT_BYTES + DATA_AT);
                Optional.ofNullable(tasks.remove(descriptor)).ifPresent(ready::add);
            }
            return ready;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EINTR) {
                return List.of();
            }
            throw new SocketFailure("epoll_wait", "for " + family.scheme(), FailureKind.OTHER, e.getMessage(), e);
        } finally {
            end();
        }
    }

    private synchronized void begin() throws SocketFailure {
        if (isClosed) {
            throw new SocketFailure("epoll_wait", "for " + family.scheme(), FailureKind.CLOSED, "");
        }
        isAwaited = true;
    }

    private synchronized void end() {
        isAwaited = false;
        if (isClosed) {
            Calls.close(epoll);
        }
    }

    /** A thread that waits closes the descriptor when it looks again: closing it would not wake that thread. */
    @Override
    public synchronized void close() {
        if (!isClosed && !isAwaited) {
            Calls.close(epoll);
        }
        isClosed = true;
    }

    private SocketFailure failure(String operation, Connection connection, IOException cause) {
        return connection.isOpen()
                ? family.failure(operation, connection.peerEndpoint(), cause)
                : new SocketFailure(operation, connection.peerEndpoint().toString(), FailureKind.CLOSED, "", cause);
    }

    private static int descriptor(Connection connection) throws IOException {
        return Libc.number(((FileDescriptorAccess) ((ChannelBacked) connection).channel()).getFileDescriptor());
    }
}
