package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.sockets.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Messages in TLS records over a connection. */
final class TlsChannel implements MessageChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final SSLEngine engine;
    private final MessageSizes incoming;
    private final Idle idle;
    private final ByteBuffer encryptedIn;
    private final ByteBuffer encryptedOut;

    /** What was decrypted and not received yet, from its position to its limit. */
    private final ByteBuffer decrypted;

    private long received;

    /** Shakes hands. Closes the connection if that fails. */
    TlsChannel(Connection connection, SSLEngine engine, Cell cell, MessageSizes incoming) throws IOException {
        this.connection = connection;
        this.engine = engine;
        this.incoming = incoming;
        idle = Idle.on(cell.cpus());
        encryptedIn = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
        encryptedOut = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
        decrypted = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize())
                .limit(0);
        try {
            engine.beginHandshake();
            handshake();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Goes on with a handshake for as long as the engine has something to do, or to read. */
    private void handshake() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> encryptAndSend(NOTHING);
                default -> {
                    if (!decryptNext()) {
                        throw new EOFException("the connection ended during the TLS handshake");
                    }
                }
            }
            status = engine.getHandshakeStatus();
        }
    }

    @Override
    public Map<String, String> socketOptions() throws IOException {
        return SocketSetting.readAll(connection::effective);
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            encryptAndSend(message);
        }
    }

    private void encryptAndSend(ByteBuffer plain) throws IOException {
        encryptedOut.clear();
        if (engine.wrap(plain, encryptedOut).getStatus() == Status.CLOSED && encryptedOut.position() == 0) {
            throw new SSLException("the TLS connection is closed");
        }
        sendAll(encryptedOut.flip());
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (connection.send(bytes) == 0) {
                idle.idle();
            }
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        int messageBytes = incoming.of(received);
        buffer.clear().limit(messageBytes);
        while (buffer.hasRemaining()) {
            if (!decrypted.hasRemaining() && !decryptNext()) {
                if (buffer.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return -1;
            }
            int bytes = Math.min(buffer.remaining(), decrypted.remaining());
            buffer.put(buffer.position(), decrypted, decrypted.position(), bytes);
            buffer.position(buffer.position() + bytes);
            decrypted.position(decrypted.position() + bytes);
            if (bytes == 0) {
                handshake(); // a record without data was about the connection itself
            }
        }
        received++;
        buffer.flip();
        return messageBytes;
    }

    /** Decrypts the next record, which may have no data. Returns whether there was one before the end. */
    private boolean decryptNext() throws IOException {
        while (true) {
            encryptedIn.flip();
            decrypted.clear();
            SSLEngineResult result;
            try {
                result = engine.unwrap(encryptedIn, decrypted);
            } finally {
                decrypted.flip();
                encryptedIn.compact();
            }
            if (result.getStatus() == Status.CLOSED) {
                return false;
            }
            if (result.getStatus() == Status.OK) {
                return true;
            }
            int received = connection.recv(encryptedIn);
            if (received < 0) {
                throw new EOFException("the connection ended without the alert that TLS asks for (close_notify)");
            }
            if (received == 0) {
                idle.idle();
            }
        }
    }

    /** Says that this is the end, as TLS demands. */
    @Override
    public void close() throws IOException {
        try (connection) {
            engine.closeOutbound();
            ByteBuffer alert = ByteBuffer.allocate(encryptedOut.capacity());
            engine.wrap(NOTHING, alert);
            sendAll(alert.flip());
        } catch (IOException e) {
            // the other side has closed before
        }
    }
}
