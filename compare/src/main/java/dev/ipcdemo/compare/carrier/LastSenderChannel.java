package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.PacketSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket that talks to many: each message goes to who sent the one before. */
final class LastSenderChannel implements MessageChannel {

    private final PacketSocket socket;
    private final Idle idle;
    private SocketAddress sender = PacketSocket.NO_DATAGRAM;

    LastSenderChannel(PacketSocket socket, Idle idle) {
        this.socket = socket;
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        while (socket.sendTo(message, sender) == 0) {
            idle.idle();
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        SocketAddress from = socket.recvFrom(buffer);
        while (from == PacketSocket.NO_DATAGRAM) {
            idle.idle();
            from = socket.recvFrom(buffer);
        }
        sender = from;
        buffer.flip();
        return buffer.limit();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
