package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.Transport;
import dev.ipcdemo.sockets.spi.Verb;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** A connection whose calls are recorded. */
final class RecordingConnection implements Connection, ChannelBacked {

    private final Connection connection;
    private final Transport transport;
    private final Recorder recorder;

    RecordingConnection(Connection connection, Transport transport, Recorder recorder) {
        this.connection = connection;
        this.transport = transport;
        this.recorder = recorder;
    }

    @Override
    public int send(ByteBuffer buffer) throws SocketFailure {
        String bytes = Bytes.show(buffer, buffer.position(), buffer.limit());
        return recorder.call("send(" + bytes + ")", "", () -> connection.send(buffer), sent -> Integer.toString(sent));
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return recorder.wait(
                "recv(" + buffer.remaining() + ")",
                () -> connection.recv(buffer),
                received -> received < 0
                        ? "-1, end of stream"
                        : received + (received == 0 ? "" : " " + Bytes.show(buffer, from, buffer.position())));
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        recorder.action("shutdown(SHUT_WR)", "", connection::shutdownOutput);
    }

    @Override
    public void close() throws SocketFailure {
        if (connection.isOpen()) {
            recorder.action("close(connection)", Names.fused(transport, Verb.CLOSE), connection::close);
        }
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        return connection.peerAddress();
    }

    @Override
    public Endpoint peerEndpoint() {
        return connection.peerEndpoint();
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return connection.keepsMessageBoundaries();
    }

    @Override
    public SocketAddress localAddress() throws SocketFailure {
        return connection.localAddress();
    }

    @Override
    public Endpoint localEndpoint() {
        return connection.localEndpoint();
    }

    @Override
    public int sendBufferBytes() throws SocketFailure {
        return recorder.call(
                "getsockopt(SO_SNDBUF)", "", connection::sendBufferBytes, bytes -> Integer.toString(bytes));
    }

    @Override
    public int recvBufferBytes() throws SocketFailure {
        return recorder.call(
                "getsockopt(SO_RCVBUF)", "", connection::recvBufferBytes, bytes -> Integer.toString(bytes));
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public SelectableChannel channel() {
        return ChannelBacked.channelOf(connection, SelectableChannel.class);
    }
}
