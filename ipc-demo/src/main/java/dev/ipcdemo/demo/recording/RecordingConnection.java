package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A connection whose calls are recorded. */
final class RecordingConnection extends RecordingSocket<Connection> implements Connection {

    RecordingConnection(Connection connection, boolean blocking, Recorder recorder) {
        super(connection, "connection", blocking, recorder);
    }

    /** The connected view of a packet socket. */
    RecordingConnection(Connection view, RecordingPacketSocket same) {
        super(view, same);
    }

    @Override
    public int send(ByteBuffer buffer) throws SocketFailure {
        String bytes = CallText.bytes(buffer, buffer.position(), buffer.limit());
        return recorder.call(
                false,
                name.prefix() + "send(" + bytes + ")",
                () -> socket.send(buffer),
                sent -> Integer.toString(sent),
                sent -> moved(Effect.Kind.SEND, sent));
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return recorder.call(
                blocking,
                name.prefix() + "recv(" + buffer.remaining() + ")",
                () -> socket.recv(buffer),
                received -> received < 0
                        ? "-1, end of stream"
                        : received + (received == 0 ? "" : " " + CallText.bytes(buffer, from, buffer.position())),
                received -> moved(Effect.Kind.RECV, received));
    }

    private Effect moved(Effect.Kind kind, int bytes) {
        return Effect.moved(kind, name, socket.peerEndpoint().toString(), bytes, socket.keepsMessageBoundaries());
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        recorder.action(
                name.prefix() + "shutdown(SHUT_WR)",
                socket::shutdownOutput,
                Effect.on(Effect.Kind.SHUTDOWN, name, "", ""));
    }

    @Override
    public void reset() throws SocketFailure {
        close("reset", socket::reset);
    }

    @Override
    public SocketAddress peerAddress() throws SocketFailure {
        return socket.peerAddress();
    }

    @Override
    public Endpoint peerEndpoint() {
        return socket.peerEndpoint();
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return socket.keepsMessageBoundaries();
    }
}
