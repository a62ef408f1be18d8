package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** Binds and reaches a name, whatever the type of the socket, for demos about names. */
final class ByName {

    private ByName() {}

    static OpenSocket open(Stage stage, Endpoint endpoint) throws SocketFailure {
        return stage.transport() instanceof StreamTransport streams
                ? streams.listen(endpoint, Options.DEFAULT)
                : stage.packets().bind(endpoint, Options.DEFAULT);
    }

    /** A client that tries to reach a name repeatedly. */
    interface Client extends Closeable {
        /** Connects and closes, or sends a datagram. */
        void reach() throws SocketFailure;

        @Override
        void close() throws SocketFailure;
    }

    static Client client(Stage stage, Endpoint server) throws SocketFailure {
        SocketAddress address = stage.transport().resolve(server).get(0);
        return stage.transport() instanceof StreamTransport streams
                ? new StreamClient(streams, address)
                : new PacketClient(
                        stage.packets().bind(stage.packets().clientAddress(address), Options.DEFAULT), address);
    }

    private record StreamClient(StreamTransport streams, SocketAddress server) implements Client {
        @Override
        public void reach() throws SocketFailure {
            streams.connect(server, Options.DEFAULT).close();
        }

        @Override
        public void close() {
            // each connection has been closed already
        }
    }

    private record PacketClient(PacketSocket socket, SocketAddress server) implements Client {
        @Override
        public void reach() throws SocketFailure {
            socket.sendTo(StandardCharsets.US_ASCII.encode("hello"), server);
        }

        @Override
        public void close() throws SocketFailure {
            socket.close();
        }
    }
}
