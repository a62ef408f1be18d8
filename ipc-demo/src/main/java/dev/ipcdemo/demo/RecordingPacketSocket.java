package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A packet socket whose calls are recorded. */
final class RecordingPacketSocket implements PacketSocket, Recording {

    private final PacketSocket socket;
    private final Opened opened;
    private final Numbers.Name name;
    private final OnceClosed closing = new OnceClosed();

    RecordingPacketSocket(PacketSocket socket, Opened opened) {
        this.socket = socket;
        this.opened = opened;
        this.name = opened.recorder().numbers().next("socket");
    }

    @Override
    public PacketSocket recorded() {
        return socket;
    }

    @Override
    public Opened opened() {
        return opened;
    }

    @Override
    public Numbers.Name name() {
        return name;
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        String bytes = Bytes.show(buffer, buffer.position(), buffer.limit());
        return opened.recorder()
                .call(
                        name.prefix() + "sendto(" + bytes + ", " + Names.peer(endpointOf(to)) + ")",
                        () -> socket.sendTo(buffer, to),
                        sent -> Integer.toString(sent));
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return opened.recorder()
                .receive(
                        opened.blocking(),
                        name.prefix() + "recvfrom(" + buffer.remaining() + ")",
                        () -> socket.recvFrom(buffer),
                        sender -> sender == NO_DATAGRAM
                                ? "nothing is there"
                                : buffer.position() - from + " " + Bytes.show(buffer, from, buffer.position())
                                        + " from " + Names.peer(endpointOf(sender)));
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        Connection connection = opened.recorder()
                .call(
                        name.prefix() + "connect(" + Names.peer(endpointOf(peer)) + ")",
                        () -> socket.connect(peer),
                        connected -> "");
        return new RecordingConnection(connection, opened, name, closing);
    }

    @Override
    public void close() throws SocketFailure {
        closing.close(this);
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return socket.endpointOf(address);
    }
}
