package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A packet socket whose calls are recorded. */
final class RecordingPacketSocket extends RecordingSocket<PacketSocket> implements PacketSocket {

    RecordingPacketSocket(PacketSocket socket, boolean blocking, Recorder recorder) {
        super(socket, "socket", blocking, recorder);
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        String bytes = CallText.bytes(buffer, buffer.position(), buffer.limit());
        return recorder.call(
                false,
                name.prefix() + "sendto(" + bytes + ", " + CallText.address(endpointOf(to)) + ")",
                () -> socket.sendTo(buffer, to),
                sent -> Integer.toString(sent),
                sent -> Effect.moved(Effect.Kind.SEND, name, endpointOf(to).toString(), sent, true));
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return recorder.call(
                blocking,
                name.prefix() + "recvfrom(" + buffer.remaining() + ")",
                () -> socket.recvFrom(buffer),
                sender -> sender == NO_DATAGRAM
                        ? "no datagram waiting"
                        : buffer.position() - from + " " + CallText.bytes(buffer, from, buffer.position()) + " from "
                                + CallText.address(endpointOf(sender)),
                sender -> sender == NO_DATAGRAM
                        ? Effect.NOTHING
                        : Effect.moved(
                                Effect.Kind.RECV, name, endpointOf(sender).toString(), buffer.position() - from, true));
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        Connection view = recorder.call(
                name.prefix() + "connect(" + CallText.address(endpointOf(peer)) + ")",
                () -> socket.connect(peer),
                connected -> "");
        return new RecordingConnection(view, this);
    }

    @Override
    public int unreadBytes() throws SocketFailure {
        return recorder.call(name.prefix() + "getsockopt(SO_MEMINFO)", socket::unreadBytes, String::valueOf);
    }

    @Override
    public Queue queueOf(SocketAddress peer) {
        return socket.queueOf(peer);
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return socket.endpointOf(address);
    }
}
