package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.MSG_NOSIGNAL;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** The calls on a connected descriptor with nothing around them. Only for the comparison: closing it ends no call. */
final class BareSocket implements ByteChannel {

    private final PosixSocket socket;
    private final int number;
    private final int recvFlags;
    private final int sendFlags;

    BareSocket(PosixSocket socket, boolean blocking) {
        this.socket = socket;
        this.number = socket.descriptor.number;
        this.recvFlags = blocking ? 0 : MSG_DONTWAIT;
        this.sendFlags = MSG_NOSIGNAL | recvFlags;
    }

    @Override
    public int read(ByteBuffer buffer) throws PosixException {
        int received = Kernel.recv(number, buffer, recvFlags);
        if (received > 0) {
            return received;
        }
        if (received == -EAGAIN) {
            return 0;
        }
        if (received < 0) {
            throw new PosixException("recv", -received);
        }
        return -1;
    }

    @Override
    public int write(ByteBuffer buffer) throws PosixException {
        int sent = Kernel.send(number, buffer, sendFlags);
        if (sent >= 0) {
            return sent;
        }
        if (sent == -EAGAIN) {
            return 0;
        }
        throw new PosixException("send", -sent);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws SocketFailure {
        socket.close();
    }
}
