package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;

/**
 * A bare channel with its socket file.
 *
 * @param file where the channel is bound
 * @param channel the channel that listens, or waits for a first datagram
 * @param acceptor waits on it for the next client
 */
record RawServer(SocketFile file, Closeable channel, Acceptor acceptor) implements RawTransport.Server {

    /** Waits for a client. */
    @FunctionalInterface
    interface Acceptor {
        ByteChannel accept() throws IOException;
    }

    @Override
    public String address() {
        return file.path().toString();
    }

    @Override
    public ByteChannel accept() throws IOException {
        return acceptor.accept();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            file.close();
        }
    }
}
