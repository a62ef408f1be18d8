package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import java.util.Optional;

/**
 * The socket calls as the kernel answers them: what the man page says they return, or minus the error number, one of {@link
 * ErrorNumbers}. For code in which a failure is part of the work, such as EAGAIN on a socket that does not wait. {@link Posix} has
 * the same calls with exceptions, and describes them.
 */
public final class Kernel {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET = intCall("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR = intCall("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BIND = intCall("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = intCall("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = Platform.CURRENT == Platform.LINUX
            ? intCall("accept4", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)
            : intCall("accept", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CONNECT = intCall("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = longCall("send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = longCall("recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDTO =
            longCall("sendto", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVFROM =
            longCall("recvfrom", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SHUTDOWN = intCall("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = intCall("close", JAVA_INT);
    private static final MethodHandle GETSOCKNAME = intCall("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETPEERNAME = intCall("getpeername", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETSOCKOPT =
            intCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            intCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle POLL = intCall("poll", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle FCHMOD = intCall("fchmod", JAVA_INT, JAVA_INT);

    private Kernel() {}

    private static MethodHandle intCall(String name, MemoryLayout... parameters) {
        return downcall(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static MethodHandle longCall(String name, MemoryLayout... parameters) {
        return downcall(name, FunctionDescriptor.of(JAVA_LONG, parameters));
    }

    @SuppressWarnings("restricted") // the descriptors are those of the man pages
    static MethodHandle downcall(String name, FunctionDescriptor descriptor) {
        Optional<MemorySegment> function = LINKER.defaultLookup().find(name);
        return LINKER.downcallHandle(
                function.orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name)),
                descriptor,
                CallState.CAPTURE_ERRNO);
    }

    /**
     * A downcall throws nothing of its own; what the JVM throws, such as an error in the linker, is passed on, and what is thrown
     * for an argument, such as memory of the heap.
     */
    static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        return new AssertionError("a downcall declares no exception", thrown);
    }

    private static int result(int returned, CallState state) {
        return returned < 0 ? -state.errno() : returned;
    }

    private static long result(long returned, CallState state) {
        return returned < 0 ? -state.errno() : returned;
    }

    private static long address(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("the kernel needs native memory, not a segment of the heap");
        }
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("the memory has been freed");
        }
        return memory.address();
    }

    /** The address of memory that the kernel writes to. */
    private static long writable(MemorySegment memory) {
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException("the kernel would write to this memory, which is read-only");
        }
        return address(memory);
    }

    /** The same, if it has room: the kernel is told of no size and takes it for granted. */
    private static long writable(MemorySegment memory, long bytes) {
        Objects.checkFromIndexSize(0, bytes, memory.byteSize());
        return writable(memory);
    }

    /**
     * socket(2).
     *
     * @param domain such as {@link Constants#AF_INET}
     * @param type such as {@link Constants#SOCK_STREAM}
     * @param protocol 0 for the usual one
     * @return the descriptor
     */
    public static int socket(int domain, int type, int protocol) {
        CallState state = CallState.current();
        try {
            return result((int) SOCKET.invokeExact(state.captured, domain, type, protocol), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * socketpair(2).
     *
     * @param domain {@link Constants#AF_UNIX}
     * @param type the type
     * @param protocol 0
     * @param two where the two descriptors go: two ints
     * @return 0
     * @throws IndexOutOfBoundsException if there is no room for them
     */
    public static int socketpair(int domain, int type, int protocol, MemorySegment two) {
        CallState state = CallState.current();
        try {
            return result(
                    (int) SOCKETPAIR.invokeExact(
                            state.captured, domain, type, protocol, writable(two, 2 * Integer.BYTES)),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(two);
        }
    }

    /**
     * bind(2).
     *
     * @param socket the descriptor
     * @param address the address
     * @return 0
     */
    public static int bind(int socket, SocketAddressBuffer address) {
        CallState state = CallState.current();
        try {
            return result((int) BIND.invokeExact(state.captured, socket, address.address(), address.length()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /**
     * listen(2).
     *
     * @param socket the descriptor
     * @param backlog how many connections may wait
     * @return 0
     */
    public static int listen(int socket, int backlog) {
        CallState state = CallState.current();
        try {
            return result((int) LISTEN.invokeExact(state.captured, socket, backlog), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * accept(2); accept4(2) on Linux.
     *
     * @param socket the descriptor of a socket that listens
     * @param peer where the peer's address goes
     * @param flags {@link Constants#SOCK_CLOEXEC} and {@link Constants#SOCK_NONBLOCK}; 0 on macOS
     * @return the descriptor of the connection
     */
    public static int accept(int socket, SocketAddressBuffer peer, int flags) {
        CallState state = CallState.current();
        peer.length(SocketAddressBuffer.CAPACITY);
        try {
            int returned = Platform.CURRENT == Platform.LINUX
                    ? (int) ACCEPT.invokeExact(state.captured, socket, peer.address(), peer.addressOfLength(), flags)
                    : (int) ACCEPT.invokeExact(state.captured, socket, peer.address(), peer.addressOfLength());
            return result(returned, state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(peer);
        }
    }

    /**
     * connect(2).
     *
     * @param socket the descriptor
     * @param peer the peer's address
     * @return 0
     */
    public static int connect(int socket, SocketAddressBuffer peer) {
        CallState state = CallState.current();
        try {
            return result((int) CONNECT.invokeExact(state.captured, socket, peer.address(), peer.length()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(peer);
        }
    }

    /**
     * send(2).
     *
     * @param socket the descriptor
     * @param buffer the bytes between its position and limit; the position advances by what was sent
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent
     */
    public static int send(int socket, ByteBuffer buffer, int flags) {
        CallState state = CallState.current();
        int position = buffer.position();
        int bytes = buffer.remaining();
        long returned;
        if (buffer.isDirect()) {
            returned = send(state, socket, state.address(buffer) + position, bytes, flags);
            Reference.reachabilityFence(buffer);
        } else {
            MemorySegment copy = copyOf(buffer, state);
            returned = send(state, socket, copy.address(), bytes, flags);
            Reference.reachabilityFence(copy);
        }
        if (returned > 0) {
            buffer.position(position + (int) returned);
        }
        return (int) returned;
    }

    /**
     * send(2).
     *
     * @param socket the descriptor
     * @param memory the bytes
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent
     */
    public static long send(int socket, MemorySegment memory, int flags) {
        try {
            return send(CallState.current(), socket, address(memory), memory.byteSize(), flags);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    private static long send(CallState state, int socket, long address, long bytes, int flags) {
        try {
            return result((long) SEND.invokeExact(state.captured, socket, address, bytes, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment copyOf(ByteBuffer buffer, CallState state) {
        MemorySegment copy = state.copy(buffer.remaining());
        copy.asByteBuffer().put(buffer.duplicate());
        return copy;
    }

    /**
     * recv(2).
     *
     * @param socket the descriptor
     * @param buffer where the bytes go, from its position on; the position advances by what was received and fits
     * @param flags such as {@link Constants#MSG_PEEK}
     * @return how many bytes were received; with {@link Constants#MSG_TRUNC} on Linux, how many the message has
     */
    public static int recv(int socket, ByteBuffer buffer, int flags) {
        CallState state = CallState.current();
        int position = writable(buffer).position();
        int bytes = buffer.remaining();
        long returned;
        if (buffer.isDirect()) {
            returned = recv(state, socket, state.address(buffer) + position, bytes, flags);
            Reference.reachabilityFence(buffer);
            advance(buffer, position, bytes, returned);
        } else {
            MemorySegment copy = state.copy(bytes);
            returned = recv(state, socket, copy.address(), bytes, flags);
            fill(buffer, copy, returned);
        }
        return (int) returned;
    }

    private static ByteBuffer writable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return buffer;
    }

    private static void advance(ByteBuffer buffer, int position, int bytes, long received) {
        if (received > 0) {
            buffer.position(position + (int) Math.min(received, bytes));
        }
    }

    private static void fill(ByteBuffer buffer, MemorySegment copy, long received) {
        if (received > 0) {
            buffer.put(copy.asByteBuffer().limit((int) Math.min(received, buffer.remaining())));
        }
        Reference.reachabilityFence(copy);
    }

    /**
     * recv(2).
     *
     * @param socket the descriptor
     * @param memory where the bytes go
     * @param flags such as {@link Constants#MSG_PEEK}
     * @return how many bytes were received; with {@link Constants#MSG_TRUNC} on Linux, how many the message has
     */
    public static long recv(int socket, MemorySegment memory, int flags) {
        try {
            return recv(CallState.current(), socket, writable(memory), memory.byteSize(), flags);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    private static long recv(CallState state, int socket, long address, long bytes, int flags) {
        try {
            return result((long) RECV.invokeExact(state.captured, socket, address, bytes, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * sendto(2).
     *
     * @param socket the descriptor
     * @param buffer the bytes between its position and limit; the position advances by what was sent
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @param to the receiver
     * @return how many bytes were sent
     */
    public static int sendto(int socket, ByteBuffer buffer, int flags, SocketAddressBuffer to) {
        CallState state = CallState.current();
        int position = buffer.position();
        int bytes = buffer.remaining();
        long returned;
        if (buffer.isDirect()) {
            returned = sendto(state, socket, state.address(buffer) + position, bytes, flags, to);
            Reference.reachabilityFence(buffer);
        } else {
            MemorySegment copy = copyOf(buffer, state);
            returned = sendto(state, socket, copy.address(), bytes, flags, to);
            Reference.reachabilityFence(copy);
        }
        if (returned > 0) {
            buffer.position(position + (int) returned);
        }
        return (int) returned;
    }

    private static long sendto(
            CallState state, int socket, long address, long bytes, int flags, SocketAddressBuffer to) {
        try {
            return result(
                    (long) SENDTO.invokeExact(state.captured, socket, address, bytes, flags, to.address(), to.length()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(to);
        }
    }

    /**
     * recvfrom(2).
     *
     * @param socket the descriptor
     * @param buffer where the bytes go, from its position on; the position advances by what was received and fits
     * @param flags such as {@link Constants#MSG_PEEK}
     * @param from where the sender's address goes
     * @return how many bytes were received; with {@link Constants#MSG_TRUNC} on Linux, how many the message has
     */
    public static int recvfrom(int socket, ByteBuffer buffer, int flags, SocketAddressBuffer from) {
        CallState state = CallState.current();
        int position = writable(buffer).position();
        int bytes = buffer.remaining();
        long returned;
        if (buffer.isDirect()) {
            returned = recvfrom(state, socket, state.address(buffer) + position, bytes, flags, from);
            Reference.reachabilityFence(buffer);
            advance(buffer, position, bytes, returned);
        } else {
            MemorySegment copy = state.copy(bytes);
            returned = recvfrom(state, socket, copy.address(), bytes, flags, from);
            fill(buffer, copy, returned);
        }
        return (int) returned;
    }

    private static long recvfrom(
            CallState state, int socket, long address, long bytes, int flags, SocketAddressBuffer from) {
        from.length(SocketAddressBuffer.CAPACITY);
        try {
            return result(
                    (long) RECVFROM.invokeExact(
                            state.captured, socket, address, bytes, flags, from.address(), from.addressOfLength()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    /**
     * shutdown(2).
     *
     * @param socket the descriptor
     * @param how such as {@link Constants#SHUT_WR}
     * @return 0
     */
    public static int shutdown(int socket, int how) {
        CallState state = CallState.current();
        try {
            return result((int) SHUTDOWN.invokeExact(state.captured, socket, how), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * close(2). The descriptor is closed even if this fails.
     *
     * @param descriptor the descriptor
     * @return 0
     */
    public static int close(int descriptor) {
        CallState state = CallState.current();
        try {
            return result((int) CLOSE.invokeExact(state.captured, descriptor), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * getsockname(2).
     *
     * @param socket the descriptor
     * @param own where the socket's own address goes
     * @return 0
     */
    public static int getsockname(int socket, SocketAddressBuffer own) {
        CallState state = CallState.current();
        own.length(SocketAddressBuffer.CAPACITY);
        try {
            return result(
                    (int) GETSOCKNAME.invokeExact(state.captured, socket, own.address(), own.addressOfLength()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(own);
        }
    }

    /**
     * getpeername(2).
     *
     * @param socket the descriptor
     * @param peer where the peer's address goes
     * @return 0
     */
    public static int getpeername(int socket, SocketAddressBuffer peer) {
        CallState state = CallState.current();
        peer.length(SocketAddressBuffer.CAPACITY);
        try {
            return result(
                    (int) GETPEERNAME.invokeExact(state.captured, socket, peer.address(), peer.addressOfLength()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(peer);
        }
    }

    /**
     * getsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_PEERCRED}
     * @param value where the value goes
     * @return how many bytes the value has
     */
    public static int getsockopt(int socket, int level, int option, MemorySegment value) {
        CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            int returned = (int)
                    GETSOCKOPT.invokeExact(state.captured, socket, level, option, writable(value), length.address());
            return returned < 0 ? -state.errno() : length.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /**
     * setsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_RCVTIMEO}
     * @param value the value
     * @return 0
     */
    public static int setsockopt(int socket, int level, int option, MemorySegment value) {
        CallState state = CallState.current();
        try {
            return result(
                    (int) SETSOCKOPT.invokeExact(
                            state.captured, socket, level, option, address(value), (int) value.byteSize()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /**
     * setsockopt(2) of a number.
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_SNDBUF}
     * @param value the value
     * @return 0
     */
    public static int setsockopt(int socket, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return setsockopt(socket, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /**
     * poll(2).
     *
     * @param watched an array of {@link Layouts#POLLFD}
     * @param count how many of them
     * @param timeoutMs how long to wait; -1 for no limit
     * @return how many have events; 0 if the time ran out
     * @throws IndexOutOfBoundsException if the array has fewer
     */
    public static int poll(MemorySegment watched, int count, int timeoutMs) {
        CallState state = CallState.current();
        try {
            long address = writable(watched, count * Layouts.POLLFD.byteSize());
            return result((int) POLL.invokeExact(state.captured, address, (long) count, timeoutMs), state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(watched);
        }
    }

    /**
     * fchmod(2). On Linux, the mode of an AF_UNIX socket that is not bound yet is the mode that its file will have.
     *
     * @param descriptor the descriptor
     * @param mode the permissions
     * @return 0
     */
    public static int fchmod(int descriptor, int mode) {
        CallState state = CallState.current();
        try {
            return result((int) FCHMOD.invokeExact(state.captured, descriptor, mode), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Loaded when the umask is changed. */
    private static final class OfThread {
        /** From {@code sched.h} of Linux: root, working directory and umask, see clone(2). */
        static final int CLONE_FS = 0x200;

        static final MethodHandle UMASK = intCall("umask", JAVA_INT);
        static final MethodHandle UNSHARE = Platform.CURRENT == Platform.LINUX ? intCall("unshare", JAVA_INT) : UMASK;
    }

    /**
     * umask(2).
     *
     * @param mask the new umask
     * @return the previous one
     */
    public static int umask(int mask) {
        CallState state = CallState.current();
        try {
            return (int) OfThread.UMASK.invokeExact(state.captured, mask);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Gives the calling thread its own umask: unshare(2) with CLONE_FS, which only Linux has.
     *
     * @return 0; on other systems, where nothing is called, {@code -ENOSYS}
     */
    public static int unshareUmask() {
        if (Platform.CURRENT != Platform.LINUX) {
            return -ErrorNumbers.ENOSYS;
        }
        CallState state = CallState.current();
        try {
            return result((int) OfThread.UNSHARE.invokeExact(state.captured, OfThread.CLONE_FS), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Loaded when the first message with a header is sent or received. */
    private static final class Messages {
        static final MethodHandle SENDMSG = longCall("sendmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle RECVMSG = longCall("recvmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
    }

    /** Loaded when the first batch is sent or received. */
    private static final class Batches {
        static final MethodHandle SENDMMSG = intCall("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle RECVMMSG = intCall("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    }

    /**
     * sendmsg(2).
     *
     * @param socket the descriptor
     * @param message the message
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent
     */
    public static long sendmsg(int socket, MessageBuffer message, int flags) {
        CallState state = CallState.current();
        try {
            return result(
                    (long) Messages.SENDMSG.invokeExact(
                            state.captured, socket, message.header().address(), flags),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /**
     * recvmsg(2).
     *
     * @param socket the descriptor
     * @param message where the message goes: call {@link MessageBuffer#clear} before
     * @param flags such as {@link Constants#MSG_PEEK}
     * @return how many bytes were received
     */
    public static long recvmsg(int socket, MessageBuffer message, int flags) {
        CallState state = CallState.current();
        try {
            long received = result(
                    (long) Messages.RECVMSG.invokeExact(
                            state.captured, socket, message.header().address(), flags),
                    state);
            if (received >= 0) {
                message.received(received);
            }
            return received;
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /**
     * Whether the C library has sendmmsg(2) and recvmmsg(2).
     *
     * @return false on macOS
     */
    public static boolean hasBatches() {
        return Platform.CURRENT == Platform.LINUX
                && LINKER.defaultLookup().find("sendmmsg").isPresent();
    }

    /**
     * sendmmsg(2).
     *
     * @param socket the descriptor
     * @param batch the messages
     * @param count how many of its entries
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many entries were sent
     */
    public static int sendmmsg(int socket, MessageBatch batch, int count, int flags) {
        CallState state = CallState.current();
        batch.requireEntries(count);
        try {
            return result(
                    (int) Batches.SENDMMSG.invokeExact(
                            state.captured, socket, batch.headers().address(), count, flags),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    /**
     * recvmmsg(2), without a time limit.
     *
     * @param socket the descriptor
     * @param batch where the messages go
     * @param count how many at most
     * @param flags such as {@link Constants#MSG_WAITFORONE}
     * @return how many messages were received
     */
    public static int recvmmsg(int socket, MessageBatch batch, int count, int flags) {
        CallState state = CallState.current();
        batch.clear(count);
        try {
            int received = result(
                    (int) Batches.RECVMMSG.invokeExact(
                            state.captured, socket, batch.headers().address(), count, flags, 0L),
                    state);
            batch.received(received);
            return received;
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    /** Loaded when the first failure is told. */
    private static final class Text {
        static final MethodHandle STRERROR = downcall("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    @SuppressWarnings("restricted") // strerror returns a string that ends with a NUL
    static String strerror(int errno) {
        try {
            MemorySegment text = (MemorySegment) Text.STRERROR.invokeExact(CallState.current().captured, errno);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
