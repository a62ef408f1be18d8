package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/** System calls that the JDK and junixsocket lack. */
final class Libc {

    /** From {@code sys/socket.h}; the same on Linux, macOS and the BSDs. */
    private static final int SHUT_WR = 1;

    private static final int AF_UNIX = 1;

    private static final int SOL_SOCKET = Platform.isLinux() ? 1 : 0xffff;
    private static final int SO_SNDTIMEO = Platform.isLinux() ? 21 : 0x1005;

    /** From {@code sched.h}: root, working directory and umask, see clone(2). */
    private static final int CLONE_FS = 0x200;

    private static final int SO_MEMINFO = 55;
    private static final int SK_MEMINFO_WMEM_ALLOC = 2;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    private static native int bind(int socket, byte[] address, int addressBytes) throws LastErrorException;

    private static native int listen(int socket, int backlog) throws LastErrorException;

    private static native int dup2(int descriptor, int replaced) throws LastErrorException;

    private static native int shutdown(int socket, int how) throws LastErrorException;

    private static native int setsockopt(int socket, int level, int option, byte[] value, int valueBytes)
            throws LastErrorException;

    private static native int getsockopt(int socket, int level, int option, int[] value, int[] valueBytes)
            throws LastErrorException;

    /** umask(2). Returns the previous umask. */
    static native int umask(int mask);

    private static final class Linux {
        static {
            Native.register(Linux.class, "c");
        }

        static native int unshare(int flags);
    }

    /** Gives the calling thread a umask of its own, if that is possible: unshare(2). */
    static void unshareUmask() {
        if (Platform.isLinux()) {
            Linux.unshare(CLONE_FS);
        }
    }

    /**
     * bind(2). That of junixsocket does more: it connects to the address first, removes a file that it takes for stale,
     * and makes a socket file accessible to everybody.
     */
    static void bind(FileDescriptor socket, AFUNIXSocketAddress address) throws IOException {
        byte[] name = address.getPathAsBytes();
        boolean isPath = name[0] != 0;
        // sockaddr_un: a 16-bit family, or, in the BSDs, a length and an 8-bit family; then the name, a path with a NUL
        ByteBuffer bytes =
                ByteBuffer.allocate(2 + name.length + (isPath ? 1 : 0)).order(ByteOrder.nativeOrder());
        if (Platform.isLinux()) {
            bytes.putShort((short) AF_UNIX);
        } else {
            bytes.put((byte) bytes.capacity()).put((byte) AF_UNIX);
        }
        bytes.put(name);
        checked(() -> bind(number(socket), bytes.array(), bytes.capacity()));
    }

    /** listen(2). */
    static void listen(FileDescriptor socket, int backlog) throws IOException {
        checked(() -> listen(number(socket), backlog));
    }

    /** dup2(2): makes the second descriptor a duplicate of the first, after closing what it was. */
    static void duplicate(FileDescriptor descriptor, FileDescriptor replaced) throws IOException {
        checked(() -> dup2(number(descriptor), number(replaced)));
    }

    /** shutdown(2) of one direction, which junixsocket lacks for SOCK_SEQPACKET. */
    static void shutdownOutput(FileDescriptor descriptor) throws IOException {
        checked(() -> shutdown(number(descriptor), SHUT_WR));
    }

    /** setsockopt(2) of SO_SNDTIMEO, whose value is a {@code struct timeval}: two 64-bit numbers. */
    static void setSendTimeout(FileDescriptor descriptor, Duration timeout) throws IOException {
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1_000)
                .array();
        checked(() -> setsockopt(number(descriptor), SOL_SOCKET, SO_SNDTIMEO, timeval, timeval.length));
    }

    @FunctionalInterface
    private interface Call {
        void make() throws IOException;
    }

    private static void checked(Call call) throws IOException {
        try {
            call.make();
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** getsockopt(2) of SO_MEMINFO, whose value is numbers of 32 bits: the third is what is in the send buffer. */
    static int unreadBytes(FileDescriptor descriptor) throws IOException {
        if (!Platform.isLinux()) {
            return 0; // a datagram is put into the receiver's buffer
        }
        int[] numbers = new int[SK_MEMINFO_WMEM_ALLOC + 1];
        int[] bytes = {numbers.length * Integer.BYTES};
        checked(() -> getsockopt(number(descriptor), SOL_SOCKET, SO_MEMINFO, numbers, bytes));
        return numbers[SK_MEMINFO_WMEM_ALLOC];
    }

    static int number(FileDescriptor descriptor) throws IOException {
        return FileDescriptorCast.using(descriptor).as(Integer.class);
    }
}
