package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_NONBLOCK;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_RCVBUF;
import static dev.ipcdemo.posix.Constants.SO_SNDBUF;

import dev.ipcdemo.posix.Constants;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;

/** A descriptor that is being opened: closed again unless the socket that it becomes has taken it over. */
final class Opening implements Closeable {

    private final int number;
    private boolean taken;

    private Opening(int number) {
        this.number = number;
    }

    /** socket(2). Its buffers have the sizes that the options say. */
    static Opening socket(SocketFamily family, int domain, boolean waits, Options options) throws PosixException {
        SystemCalls.note("socket");
        int flags = SOCK_CLOEXEC | (waits ? 0 : SOCK_NONBLOCK);
        Opening opening = new Opening(Posix.socket(domain, typeOf(family.type()) | flags, family.protocol()));
        try {
            setBuffers(opening.number, options);
        } catch (PosixException e) {
            opening.close();
            throw e;
        }
        return opening;
    }

    /** A connection that accept(2) returned. */
    static Opening accepted(int number) {
        SystemCalls.note("accept");
        return new Opening(number);
    }

    private static int typeOf(SocketType type) {
        return switch (type) {
            case SOCK_STREAM -> Constants.SOCK_STREAM;
            case SOCK_DGRAM -> Constants.SOCK_DGRAM;
            case SOCK_SEQPACKET -> Constants.SOCK_SEQPACKET;
        };
    }

    static void setBuffers(int socket, Options options) throws PosixException {
        int sendBytes = options.get(Options.SEND_BUFFER_BYTES);
        int recvBytes = options.get(Options.RECV_BUFFER_BYTES);
        if (sendBytes > 0) {
            Posix.setsockopt(socket, SOL_SOCKET, SO_SNDBUF, sendBytes);
        }
        if (recvBytes > 0) {
            Posix.setsockopt(socket, SOL_SOCKET, SO_RCVBUF, recvBytes);
        }
    }

    int number() {
        return number;
    }

    /** Hands the descriptor over: from now on the result closes it. */
    Descriptor succeed(boolean blocking, Waits waits) {
        taken = true;
        return new Descriptor(number, blocking, waits);
    }

    /** Closes a descriptor that no socket has taken over yet. */
    static Closeable closing(Descriptor descriptor) {
        return () -> {
            SystemCalls.note("close");
            descriptor.close();
        };
    }

    @Override
    public void close() throws PosixException {
        if (!taken) {
            taken = true;
            SystemCalls.note("close");
            Posix.close(number);
        }
    }
}
