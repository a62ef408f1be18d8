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
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** The ways in which a conversation ends, and what the other side learns of each. */
public final class CloseDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public CloseDemo() {}

    @Override
    public String name() {
        return "close";
    }

    @Override
    public String summary() {
        return "half-close, end, reset: how a conversation ends, and who learns of it";
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
            stage.hear(); // both are sent
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
                "Closing sends an end, not a message: what was sent before still arrives, unless the closing side"
                        + " had not read all that it was sent. Then it is a reset, and whatever was on its way may be gone.");
        stage.conclude(
                "A send that succeeds says nothing about the peer; only an answer does. So who must know that all"
                        + " was received shuts down its output, and reads until the other side's end.");
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
                    "After a half-close the other direction goes on: the answer came, and then its end.");
            stage.claimFailure(
                    FailureKind.CLOSED,
                    () -> connection.send(Text.bytes("more")),
                    "Nothing can be sent after shutdown of the output.");
        }
        stage.claimFailure(
                FailureKind.CLOSED,
                () -> connection.recv(ByteBuffer.allocate(64)),
                "A socket that is closed is of no use any more, and says so.");
    }

    private static void sendToTheClosed(Stage stage, Endpoint server) throws Exception {
        try (Connection connection = stage.streams().connect(server, Options.DEFAULT)) {
            stage.hear(); // the server has closed
            stage.claim(
                    connection.recv(ByteBuffer.allocate(64)) == -1,
                    "When the peer has closed, one reads the end of the stream, again and again.");
            stage.claimFailure(
                    FailureKind.RESET,
                    () -> sendUntilItFails(stage, connection),
                    "Who goes on sending to a peer that has closed is told at last, though not always by the first send.");
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
                    "When the peer closes with something unread, one reads no end but a reset.");
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
                    FailureKind.NOT_SUPPORTED, connection::shutdownOutput, "A datagram socket has no end to send.");
            if (isLocal) {
                stage.claimFailure(
                        FailureKind.NOT_FOUND,
                        () -> socket.sendTo(Text.bytes("anybody?"), address),
                        "With the server its socket file is gone: sending to that name fails at once.");
                stage.claimFailure(
                        FailureKind.REFUSED,
                        () -> connection.send(Text.bytes("anybody?")),
                        "Who was connected to the closed socket is refused at once.");
            } else {
                stage.claim(
                        socket.sendTo(Text.bytes("anybody?"), address) == 8,
                        "A datagram to nobody is sent like any other, and no error ever comes back.");
                connection.send(Text.bytes("anybody?"));
                stage.claimFailure(
                        FailureKind.REFUSED,
                        () -> connection.recv(ByteBuffer.allocate(64)),
                        "A connected socket learns by its next call that nobody was there (the peer's host said so).");
            }
        }
        stage.conclude("Datagrams have no connection, so there is nothing to end: closing tells the peer nothing. "
                + (isLocal
                        ? "Under one kernel the sender at least learns that the receiver is gone."
                        : "If the peer's host is up, a connected socket learns of it; from another network, often not even"
                                + " that."));
        stage.conclude(
                "Programs that use datagrams say goodbye in a message of their own, and take silence for an end.");
    }
}
