package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The verbs of the socket API in their usual order: a client sends a few words, and a server sends them back. */
public final class EchoDemo implements Demo {

    private static final List<String> WORDS = List.of("hello", "how are you?", "bye");

    /** Called by {@link java.util.ServiceLoader}. */
    public EchoDemo() {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String summary() {
        return "a client sends a few words, a server sends them back: every verb once";
    }

    @Override
    public void server(Stage stage) throws IOException {
        if (stage.transport() instanceof StreamTransport streams) {
            serveStream(stage, streams);
        } else {
            servePackets(stage);
        }
    }

    private static void serveStream(Stage stage, StreamTransport streams) throws IOException {
        try (Listener listener = streams.listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(64);
                while (connection.recv(buffer) >= 0) {
                    buffer.flip();
                    connection.sendFully(buffer);
                    buffer.clear();
                }
            }
        }
    }

    private static void servePackets(Stage stage) throws IOException {
        try (PacketSocket socket = stage.packets().bind(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(socket.localEndpoint().toString());
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            for (int i = 0; i < WORDS.size(); i++) {
                SocketAddress sender = socket.recvFrom(buffer);
                buffer.flip();
                socket.sendTo(buffer, sender);
                buffer.clear();
            }
        }
    }

    @Override
    public void client(Stage stage) throws IOException {
        Endpoint server = Endpoint.parse(stage.hear());
        if (stage.transport() instanceof StreamTransport streams) {
            askStream(stage, streams, server);
        } else {
            askPackets(stage, server);
        }
    }

    private static void askStream(Stage stage, StreamTransport streams, Endpoint server) throws IOException {
        try (Connection connection = streams.connect(server, Options.DEFAULT)) {
            for (String word : WORDS) {
                connection.sendFully(bytes(word));
                ByteBuffer answer = ByteBuffer.allocateDirect(word.length());
                connection.recvFully(answer);
                check(stage, word, answer.flip());
            }
            connection.shutdownOutput();
            stage.claim(
                    connection.recv(ByteBuffer.allocate(1)) == -1,
                    "After shutdown the server got the end of the stream and closed, and so the client got it too.");
        }
        stage.conclude("A stream server has one socket that listens, and another for each connection that it accepts.");
    }

    private static void askPackets(Stage stage, Endpoint server) throws IOException {
        PacketTransport packets = stage.packets();
        SocketAddress address = packets.resolve(server).get(0);
        try (PacketSocket socket = packets.bind(packets.clientAddress(address), Options.DEFAULT)) {
            for (String word : WORDS) {
                socket.sendTo(bytes(word), address);
                ByteBuffer answer = ByteBuffer.allocateDirect(64);
                socket.recvFrom(answer);
                check(stage, word, answer.flip());
            }
        }
        stage.conclude("Datagrams need no connection: there is one socket on each side, and every message carries the"
                + " address of its sender, where the answer goes. Nothing says that a peer has gone.");
    }

    private static ByteBuffer bytes(String word) {
        return ByteBuffer.allocateDirect(word.length())
                .put(word.getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    private static void check(Stage stage, String word, ByteBuffer answer) {
        String echoed = StandardCharsets.US_ASCII.decode(answer).toString();
        if (!echoed.equals(word)) {
            stage.claim(false, "The server sent back what it received: '" + word + "', not '" + echoed + "'.");
        }
    }
}
