package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** The ways in which a conversation ends, and what the other side learns from each. */
public final class CloseDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public CloseDemo() {}

    @Override
    public String name() {
        return "close";
    }

    @Override
    public String summary() {
        return "half-close, end, reset: how a conversation ends, and who notices";
    }

    /** What a close with unread data tells the peer depends on the domain. */
    @Override
    public boolean appliesTo(Transport transport) {
        return ExplainedDomains.include(transport);
    }

    @Override
    public void server(Stage stage) throws Exception {
        if (stage.transport() instanceof PacketTransport packets) {
            try (PacketSocket socket = packets.bind(stage.anywhere(), Options.DEFAULT)) {
                stage.tell(socket.localEndpoint().toString());
                socket.recvFrom(ByteBuffer.allocate(64));
            }
            stage.tell("closed");
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            answerAfterTheEnd(listener);
            closeAtOnce(stage, listener);
            closeWithoutReadingAll(stage, listener);
        }
    }

    private static void answerAfterTheEnd(Listener listener) throws SocketFailure {
        try (Connection connection = listener.accept()) {
            ByteBuffer question = ByteBuffer.allocate(64);
            while (connection.recv(question) >= 0) {}
            connection.sendFully(Text.bytes("answer to " + Text.received(question)));
        }
    }

    private static void closeAtOnce(Stage stage, Listener listener) throws SocketFailure {
        listener.accept().close();
        stage.tell("closed");
    }

    private static void closeWithoutReadingAll(Stage stage, Listener listener) throws SocketFailure {
        try (Connection connection = listener.accept()) {
            stage.hear(); // the client has sent both
            connection.recv(ByteBuffer.allocate(4));
        }
        stage.tell("closed");
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        if (stage.transport() instanceof PacketTransport packets) {
            sendToNobody(stage, packets, server);
            return;
        }
        halfClose(stage, server);
        sendToTheClosed(stage, server);
        leaveUnread(stage, server);
        stage.conclude(
                "Closing sends the end of the stream, and what was sent before still arrives, unless the closing side had"
                        + " data unread. Then it sends a reset, and data on its way may be lost.");
        stage.conclude(
                "A send that succeeds says nothing about the peer; only a reply does. To know that the peer received"
                        + " everything, shut down the output, and receive until the end of the peer's stream.");
    }

    private static void halfClose(Stage stage, Endpoint server) throws Exception {
        Connection connection = stage.streams().connect(server, Options.DEFAULT);
        try (connection) {
            connection.sendFully(Text.bytes("question"));
            connection.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(64);
            int received = connection.recv(answer);
            while (received >= 0) {
                received = connection.recv(answer);
            }
            stage.claim(
                    Text.received(answer).equals("answer to question"),
                    "After a half-close the other direction stays open: the answer came, and then the end of the stream.");
            stage.claimFailure(
                    FailureKind.CLOSED,
                    () -> connection.send(Text.bytes("more")),
                    "Nothing can be sent after shutdown.");
        }
        stage.claimFailure(
                FailureKind.CLOSED,
                () -> connection.recv(ByteBuffer.allocate(64)),
                "Any call on a closed socket fails, saying it is closed.");
    }

    private static void sendToTheClosed(Stage stage, Endpoint server) throws Exception {
        try (Connection connection = stage.streams().connect(server, Options.DEFAULT)) {
            stage.hear(); // the server has closed
            stage.claim(
                    connection.recv(ByteBuffer.allocate(64)) == -1,
                    "When the peer has closed, every recv returns the end of the stream.");
            if (stage.transport().soonTellsOfClose()) {
                stage.claimFailure(
                        FailureKind.RESET,
                        () -> sendUntilItFails(stage, connection),
                        "Sending to a closed peer eventually fails, though not always on the first send.");
            } else {
                stage.claim(
                        connection.send(Text.bytes("is anybody there?")) > 0,
                        "The kernel takes what is sent to a closed peer, and tells only after a minute.");
            }
        }
    }

    private static void sendUntilItFails(Stage stage, Connection connection) throws Exception {
        stage.together("send \"is anybody there?\" until it fails", () -> {
            while (true) {
                connection.send(Text.bytes("is anybody there?"));
            }
        });
    }

    private static void leaveUnread(Stage stage, Endpoint server) throws Exception {
        try (Connection connection = stage.streams().connect(server, Options.DEFAULT)) {
            connection.sendFully(Text.bytes("read this"));
            connection.sendFully(Text.bytes("and this"));
            stage.tell("sent");
            stage.hear(); // the server has closed
            stage.claimFailure(
                    FailureKind.RESET,
                    () -> connection.recv(ByteBuffer.allocate(64)),
                    "If the peer closes with data unread, you get a reset instead of end-of-stream.");
        }
    }

    private static void sendToNobody(Stage stage, PacketTransport packets, Endpoint server) throws Exception {
        boolean isLocal = packets.domains().contains(Domain.AF_UNIX);
        SocketAddress address = packets.resolve(server).get(0);
        try (PacketSocket socket = packets.bind(packets.clientAddress(address), Options.DEFAULT);
                Connection connection = packets.connect(address, Options.DEFAULT)) {
            socket.sendTo(Text.bytes("hello"), address);
            stage.hear(); // the server has closed
            stage.claimFailure(
                    FailureKind.NOT_SUPPORTED,
                    connection::shutdownOutput,
                    "A datagram socket has no end of stream to send.");
            if (isLocal) {
                stage.claimFailure(
                        FailureKind.NOT_FOUND,
                        () -> socket.sendTo(Text.bytes("anybody?"), address),
                        "The socket file went with the server: sending to that name fails at once.");
                stage.claimFailure(
                        FailureKind.REFUSED,
                        () -> connection.send(Text.bytes("anybody?")),
                        "On a socket that was connected to the closed one, send is refused at once.");
            } else {
                stage.claim(
                        socket.sendTo(Text.bytes("anybody?"), address) == 8,
                        "A datagram to a closed port is sent like any other: sendto says nothing of it.");
                connection.send(Text.bytes("anybody?"));
                stage.claimFailure(
                        FailureKind.REFUSED,
                        () -> connection.recv(ByteBuffer.allocate(64)),
                        "On a connected socket the next call fails: the peer's host has answered that nobody is there.");
            }
        }
        stage.conclude("Datagrams have no connection that could end: closing tells the peer nothing. "
                + (isLocal
                        ? "Under the same kernel the sender at least learns that the receiver is gone."
                        : "If the peer's host is up, a connected socket learns that the port is closed; through a firewall, often"
                                + " not even that."));
        stage.conclude(
                "Programs that use datagrams end a conversation with a message of their own, or after a timeout.");
    }
}
