package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Whether one receive returns what one send sent: a stream never promises it, a message socket always does. */
public final class BoundariesDemo implements Demo {

    private static final List<String> WORDS = List.of("one", "two", "three");

    /** Called by {@link java.util.ServiceLoader}. */
    public BoundariesDemo() {}

    @Override
    public String name() {
        return "boundaries";
    }

    @Override
    public String summary() {
        return "three sends: one piece on a stream, or three messages?";
    }

    @Override
    public void server(Stage stage) throws SocketFailure {
        if (stage.transport() instanceof PacketTransport packets) {
            receiveDatagrams(stage, packets);
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                stage.hear(); // the client has sent everything
                if (connection.keepsMessageBoundaries()) {
                    receiveMessages(stage, connection);
                } else {
                    receivePieces(stage, connection);
                    stage.tell("with lengths");
                    receiveFrames(stage, connection);
                }
            }
        }
    }

    private static void receiveDatagrams(Stage stage, PacketTransport packets) throws SocketFailure {
        try (PacketSocket socket = packets.bind(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(socket.localEndpoint().toString());
            stage.hear(); // the client has sent everything
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < WORDS.size(); i++) {
                ByteBuffer buffer = ByteBuffer.allocate(64);
                socket.recvFrom(buffer);
                messages.add(Text.received(buffer));
            }
            concludeMessages(stage, messages);
        }
    }

    private static void receiveMessages(Stage stage, Connection connection) throws SocketFailure {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            connection.recv(buffer);
            messages.add(Text.received(buffer));
        }
        concludeMessages(stage, messages);
    }

    private static void concludeMessages(Stage stage, List<String> messages) {
        stage.claim(
                messages.equals(WORDS), "Three sends arrived as three messages, although all of them were waiting.");
        stage.conclude(
                "A " + stage.transport().type() + " socket keeps message boundaries: one receive returns what one"
                        + " send sent, never more. So messages need no length prefix, but they do have a maximum size, and the buffer"
                        + " must be that large (see demo truncation).");
    }

    private static void receivePieces(Stage stage, Connection connection) throws SocketFailure {
        String sent = String.join("", WORDS);
        ByteBuffer buffer = ByteBuffer.allocate(64);
        int pieces = 0;
        while (buffer.position() < sent.length()) {
            connection.recv(buffer);
            pieces++;
        }
        stage.claim(Text.received(buffer).equals(sent), "The stream delivered every byte, in order.");
        stage.conclude("It took " + (pieces == 1 ? "one receive" : pieces + " receives")
                + " to get what three sends sent: a stream keeps bytes in order, but not where a send ended.");
    }

    private static void receiveFrames(Stage stage, Connection connection) throws SocketFailure {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            ByteBuffer length = ByteBuffer.allocate(1);
            connection.recvFully(length);
            ByteBuffer message = ByteBuffer.allocate(length.get(0));
            connection.recvFully(message);
            messages.add(Text.received(message));
        }
        stage.claim(messages.equals(WORDS), "With its length before each, three messages arrived over the stream.");
        stage.conclude(
                "To send messages over a stream, you must mark where each one ends: by a length before it, as here, or by"
                        + " a character after it, such as a newline. A program that expects one receive for each send works until"
                        + " the machine is busy.");
    }

    @Override
    public void client(Stage stage) throws SocketFailure {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection connection = stage.transport().connect(server, Options.DEFAULT)) {
            sendAll(stage, connection);
            if (!connection.keepsMessageBoundaries()) {
                stage.hear(); // the server expects lengths now
                for (String word : WORDS) {
                    connection.sendFully(Text.bytes((char) word.length() + word));
                }
            }
        }
    }

    private static void sendAll(Stage stage, Connection connection) throws SocketFailure {
        for (String word : WORDS) {
            connection.sendFully(Text.bytes(word));
        }
        stage.tell("sent");
    }
}
