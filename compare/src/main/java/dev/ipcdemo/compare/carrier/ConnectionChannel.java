package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Messages over a connection of this project's API. */
public final class ConnectionChannel extends WholeMessageChannel {

    private final Connection connection;

    /**
     * Carries messages over a connection.
     *
     * @param connection an open connection; closing this closes it
     * @param incoming the sizes of the messages that it receives
     * @param idle what to do when a non-blocking connection transfers nothing
     */
    public ConnectionChannel(Connection connection, MessageSizes incoming, Idle idle) {
        super(incoming, connection.keepsMessageBoundaries(), idle);
        this.connection = connection;
    }

    @Override
    int write(ByteBuffer message) throws IOException {
        return connection.send(message);
    }

    @Override
    int read(ByteBuffer buffer) throws IOException {
        return connection.recv(buffer);
    }

    @Override
    public Optional<Batch.Outgoing> sendBatch(int messages, int messageBytes) throws IOException {
        return connection.sendBatch(messages, messageBytes);
    }

    @Override
    public Optional<Batch.Incoming> recvBatch(int messages, int messageBytes) throws IOException {
        return connection.recvBatch(messages, messageBytes);
    }

    @Override
    public String buffers() {
        try {
            return "SO_SNDBUF " + connection.sendBufferBytes() + ", SO_RCVBUF " + connection.recvBufferBytes();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public Map<String, String> socketOptions() throws IOException {
        return SocketSetting.readAll(connection::effective);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
