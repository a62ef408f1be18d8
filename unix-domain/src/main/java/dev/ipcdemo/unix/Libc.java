package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.newsclub.net.unix.FileDescriptorCast;

/** System calls that junixsocket lacks. */
final class Libc {

    /** From {@code sys/socket.h}; the same on Linux, macOS and the BSDs. */
    private static final int SHUT_WR = 1;

    private static final int SOL_SOCKET = Platform.isLinux() ? 1 : 0xffff;
    private static final int SO_SNDTIMEO = Platform.isLinux() ? 21 : 0x1005;

    private static final int SO_MEMINFO = 55;
    private static final int SK_MEMINFO_WMEM_ALLOC = 2;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    private static native int shutdown(int socket, int how) throws LastErrorException;

    private static native int setsockopt(int socket, int level, int option, byte[] value, int valueBytes)
            throws LastErrorException;

    /** shutdown(2) of one direction, which junixsocket lacks for SOCK_SEQPACKET. */
    static void shutdownOutput(FileDescriptor descriptor) throws IOException {
        try {
            shutdown(number(descriptor), SHUT_WR);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** setsockopt(2) of SO_SNDTIMEO, whose value is a {@code struct timeval}: two 64-bit numbers. */
    static void setSendTimeout(FileDescriptor descriptor, Duration timeout) throws IOException {
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1_000)
                .array();
        try {
            setsockopt(number(descriptor), SOL_SOCKET, SO_SNDTIMEO, timeval, timeval.length);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static native int getsockopt(int socket, int level, int option, int[] value, int[] valueBytes)
            throws LastErrorException;

    /** getsockopt(2) of SO_MEMINFO, whose value is numbers of 32 bits: the third is what is in the send buffer. */
    static int unreadBytes(FileDescriptor descriptor) throws IOException {
        if (!Platform.isLinux()) {
            return 0; // a datagram is put into the receiver's buffer
        }
        int[] numbers = new int[SK_MEMINFO_WMEM_ALLOC + 1];
        try {
            getsockopt(number(descriptor), SOL_SOCKET, SO_MEMINFO, numbers, new int[] {numbers.length * Integer.BYTES});
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
        return numbers[SK_MEMINFO_WMEM_ALLOC];
    }

    private static int number(FileDescriptor descriptor) throws IOException {
        return FileDescriptorCast.using(descriptor).as(Integer.class);
    }
}
