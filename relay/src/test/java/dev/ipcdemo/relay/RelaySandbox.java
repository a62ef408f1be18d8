package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.awaitility.Awaitility;

/** A target, a relay to it and clients of the relay, all closed at the end. */
final class RelaySandbox implements Closeable {

    static final Options OPTIONS = Options.DEFAULT
            .with(Options.RECV_TIMEOUT, Duration.ofMinutes(2))
            .with(Options.SEND_TIMEOUT, Duration.ofMinutes(2));

    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(4)); // the machine may be busy
    }

    private final Deque<Closeable> open = new ArrayDeque<>();

    /** What receives behind the relay. */
    interface Target {
        Endpoint endpoint();

        byte[] receive() throws SocketFailure;

        void reply(byte[] bytes) throws SocketFailure;
    }

    <T extends Closeable> T closeAtEnd(T socket) {
        open.push(socket);
        return socket;
    }

    static Endpoint any(String scheme) {
        return new Endpoint(scheme, new Endpoint.AnyName());
    }

    Listener listen(String scheme) throws SocketFailure {
        return closeAtEnd(Transports.stream(scheme).listen(any(scheme), OPTIONS));
    }

    Relay relay(String scheme, Endpoint target, RelaySettings settings) throws SocketFailure {
        return closeAtEnd(Relay.open(any(scheme), target, settings));
    }

    Relay relay(String scheme, Endpoint target, String faults) throws SocketFailure {
        return relay(scheme, target, RelaySettings.defaults().withFaults(Faults.parse(faults)));
    }

    Connection connect(Relay relay) throws SocketFailure {
        Endpoint endpoint = relay.endpoint();
        return closeAtEnd(Transports.byScheme(endpoint.scheme()).connect(endpoint, OPTIONS));
    }

    Connection accept(Listener listener) throws SocketFailure {
        return closeAtEnd(listener.accept());
    }

    Target target(String scheme) throws SocketFailure {
        return Transports.byScheme(scheme).type().isConnected()
                ? new ConnectedTarget(listen(scheme))
                : new PacketTarget(closeAtEnd(Transports.packet(scheme).bind(any(scheme), OPTIONS)));
    }

    private final class ConnectedTarget implements Target {
        private final Listener listener;
        private final Deque<Connection> accepted = new ArrayDeque<>();

        ConnectedTarget(Listener listener) {
            this.listener = listener;
        }

        @Override
        public Endpoint endpoint() {
            return listener.localEndpoint();
        }

        @Override
        public byte[] receive() throws SocketFailure {
            if (accepted.isEmpty()) {
                accepted.add(accept(listener));
            }
            return RelaySandbox.receive(accepted.element());
        }

        @Override
        public void reply(byte[] bytes) throws SocketFailure {
            accepted.element().sendFully(ByteBuffer.wrap(bytes));
        }
    }

    private static final class PacketTarget implements Target {
        private final PacketSocket socket;
        private SocketAddress from = PacketSocket.UNNAMED;

        PacketTarget(PacketSocket socket) {
            this.socket = socket;
        }

        @Override
        public Endpoint endpoint() {
            return socket.localEndpoint();
        }

        @Override
        public byte[] receive() throws SocketFailure {
            ByteBuffer buffer = ByteBuffer.allocate(70_000);
            from = socket.recvFrom(buffer);
            return bytes(buffer);
        }

        @Override
        public void reply(byte[] bytes) throws SocketFailure {
            socket.sendTo(ByteBuffer.wrap(bytes), from);
        }
    }

    /** What one recv returns; empty at the end. */
    static byte[] receive(Connection connection) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(70_000);
        connection.recv(buffer);
        return bytes(buffer);
    }

    static byte[] receiveFully(Connection connection, int bytes) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        connection.recvFully(buffer);
        return bytes(buffer);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        buffer.flip();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static void send(Connection connection, String text) throws SocketFailure {
        connection.sendFully(ByteBuffer.wrap(ascii(text)));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        Closing.all(open);
    }
}
