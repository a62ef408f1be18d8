package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages over a connection of this project's API. Keep the calls the same as in {@link BareChannel}. */
public final class ConnectionChannel implements MessageChannel {

    private final Connection connection;
    private final int messageBytes;
    private final boolean keepsBoundaries;
    private final Idle idle;

    public ConnectionChannel(Connection connection, int messageBytes, Idle idle) {
        this.connection = connection;
        this.messageBytes = messageBytes;
        this.keepsBoundaries = connection.keepsMessageBoundaries();
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (connection.send(message) == 0) {
                idle.idle();
            }
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (!keepsBoundaries) {
            buffer.limit(messageBytes);
        }
        do {
            int received = connection.recv(buffer);
            if (received < 0) {
                if (buffer.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return -1;
            }
            if (received == 0) {
                idle.idle();
            }
        } while (keepsBoundaries ? buffer.position() == 0 : buffer.hasRemaining());
        buffer.flip();
        return buffer.limit();
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
    public void close() throws IOException {
        connection.close();
    }
}
