package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A connection whose calls are recorded. */
final class RecordingConnection implements Connection, Recording {

    private final Connection connection;
    private final Opened opened;
    private final Numbers.Name name;
    private final OnceClosed closing;

    RecordingConnection(Connection connection, Opened opened) {
        this(connection, opened, opened.recorder().numbers().next("connection"), new OnceClosed());
    }

    /**
     * The connected view of a socket.
     *
     * @param closing of the socket, which either closes
     */
    RecordingConnection(Connection connection, Opened opened, Numbers.Name name, OnceClosed closing) {
        this.connection = connection;
        this.opened = opened;
        this.name = name;
        this.closing = closing;
    }

    @Override
    public Connection recorded() {
        return connection;
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
    public int send(ByteBuffer buffer) throws SocketFailure {
        String bytes = Bytes.show(buffer, buffer.position(), buffer.limit());
        return opened.recorder()
                .call(
                        name.prefix() + "send(" + bytes + ")",
                        () -> connection.send(buffer),
                        sent -> Integer.toString(sent));
    }

    @Override
    public int recv(ByteBuffer buffer) throws SocketFailure {
        int from = buffer.position();
        return opened.recorder()
                .receive(
                        opened.blocking(),
                        name.prefix() + "recv(" + buffer.remaining() + ")",
                        () -> connection.recv(buffer),
                        received -> received < 0
                                ? "-1, end of stream"
                                : received + (received == 0 ? "" : " " + Bytes.show(buffer, from, buffer.position())));
    }

    @Override
    public void shutdownOutput() throws SocketFailure {
        opened.recorder().action(name.prefix() + "shutdown(SHUT_WR)", connection::shutdownOutput);
    }

    @Override
    public void close() throws SocketFailure {
        closing.close(this);
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
}
