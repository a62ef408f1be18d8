package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.IOException;
import org.newsclub.net.unix.FileDescriptorCast;

/** The one system call that junixsocket lacks: shutdown(2) of one direction of a SOCK_SEQPACKET connection. */
final class Libc {

    /** From {@code sys/socket.h}; the same on Linux, macOS and the BSDs. */
    private static final int SHUT_WR = 1;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    private static native int shutdown(int socket, int how) throws LastErrorException;

    static void shutdownOutput(FileDescriptor descriptor) throws IOException {
        try {
            shutdown(FileDescriptorCast.using(descriptor).as(Integer.class), SHUT_WR);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
