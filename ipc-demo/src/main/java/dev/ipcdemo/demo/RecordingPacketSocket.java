package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** A packet socket whose calls are recorded. */
final class RecordingPacketSocket implements PacketSocket, Recording {

    private final PacketSocket socket;
    private final Transport transport;
    private final Recorder recorder;
    private final Numbers.Name name;

    RecordingPacketSocket(PacketSocket socket, Transport transport, Recorder recorder) {
        this.socket = socket;
        this.transport = transport;
        this.recorder = recorder;
        this.name = recorder.numbers().next("socket");
    }

    @Override
    public PacketSocket recorded() {
        return socket;
    }

    @Override
    public Numbers.Name name() {
        return name;
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        String bytes = Bytes.show(buffer, buffer.position(), buffer.limit());
        return recorder.call(
                name.prefix() + "sendto(" + bytes + ", " + Names.peer(endpointOf(to)) + ")",
                "",
                () -> socket.sendTo(buffer, to),
                sent -> Integer.toString(sent));
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return recorder.wait(
                name.prefix() + "recvfrom(" + buffer.remaining() + ")",
                () -> socket.recvFrom(buffer),
                sender -> sender == NO_DATAGRAM
                        ? "nothing is there"
                        : buffer.position() - from + " " + Bytes.show(buffer, from, buffer.position()) + " from "
                                + Names.peer(endpointOf(sender)));
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        Connection connection = recorder.call(
                name.prefix() + "connect(" + Names.peer(endpointOf(peer)) + ")",
                "",
                () -> socket.connect(peer),
                connected -> "");
        return new RecordingConnection(connection, recorder, name, Names.closing(transport, localEndpoint()));
    }

    @Override
    public void close() throws SocketFailure {
        if (socket.isOpen()) {
            recorder.action("close(" + name + ")", Names.closing(transport, localEndpoint()), socket::close);
        }
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return socket.endpointOf(address);
    }

    @Override
    public SocketAddress localAddress() throws SocketFailure {
        return socket.localAddress();
    }

    @Override
    public Endpoint localEndpoint() {
        return socket.localEndpoint();
    }

    @Override
    public int sendBufferBytes() throws SocketFailure {
        return recorder.call(
                name.prefix() + "getsockopt(SO_SNDBUF)", "", socket::sendBufferBytes, bytes -> Integer.toString(bytes));
    }

    @Override
    public int recvBufferBytes() throws SocketFailure {
        return recorder.call(
                name.prefix() + "getsockopt(SO_RCVBUF)", "", socket::recvBufferBytes, bytes -> Integer.toString(bytes));
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public SelectableChannel channel() {
        return ChannelBacked.channelOf(socket, SelectableChannel.class);
    }
}
