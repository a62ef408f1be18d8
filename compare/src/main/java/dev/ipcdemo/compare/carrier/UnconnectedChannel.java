package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.sockets.PacketSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;

/** A datagram socket that serves many clients: each message is sent to the sender of the one received before. */
final class UnconnectedChannel implements MessageChannel {

    private final PacketSocket socket;
    private final Idle idle;
    private SocketAddress sender = PacketSocket.NO_DATAGRAM;

    UnconnectedChannel(PacketSocket socket, Idle idle) {
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
    public Map<String, String> socketOptions() throws IOException {
        return SocketSetting.readAll(socket::effective);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
