package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.ipcdemo.sockets.spi.UnixQueues;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A netlink(7) socket, which Java lacks. */
final class Netlink implements UnixQueues.Netlink {

    /** What this process asks the kernel about queues. */
    static final UnixQueues QUEUES = new UnixQueues(Netlink::new);

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;

    /** Loaded when the first socket is opened. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "c");
        }

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native NativeLong send(int socket, ByteBuffer bytes, NativeLong count, int flags)
                throws LastErrorException;

        static native NativeLong recv(int socket, ByteBuffer bytes, NativeLong count, int flags)
                throws LastErrorException;

        static native int close(int socket) throws LastErrorException;
    }

    private final int socket;

    private Netlink() throws IOException {
        try {
            socket = Calls.socket(DOMAIN, SOCK_DGRAM | SOCK_CLOEXEC, PROTOCOL);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void send(ByteBuffer request) throws IOException {
        try {
            Calls.send(socket, request, new NativeLong(request.remaining()), 0);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void receive(ByteBuffer replies) throws IOException {
        try {
            int count = Calls.recv(socket, replies, new NativeLong(replies.remaining()), 0)
                    .intValue();
            replies.position(count);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Calls.close(socket);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
