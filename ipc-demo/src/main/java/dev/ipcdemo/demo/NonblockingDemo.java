package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Poll.Readiness;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Calls that never wait, and one thread that serves many sockets by waiting for all of them at once. */
public final class NonblockingDemo implements Demo {

    private static final int CLIENTS = 3;
    private static final Options NON_BLOCKING = Options.DEFAULT.with(Options.BLOCKING, false);

    /** Called by {@link java.util.ServiceLoader}. */
    public NonblockingDemo() {}

    @Override
    public String name() {
        return "nonblocking";
    }

    @Override
    public String summary() {
        return "calls that never wait, and one thread that watches many sockets";
    }

    @Override
    public void server(Stage stage) throws IOException {
        if (stage.transport() instanceof PacketTransport packets) {
            servePackets(stage, packets);
        } else {
            serveStreams(stage, stage.streams());
        }
    }

    private static void serveStreams(Stage stage, StreamTransport streams) throws SocketFailure {
        int ended = 0;
        try (Listener listener = streams.listen(stage.anywhere(), NON_BLOCKING);
                Poll poll = streams.poll()) {
            stage.claim(listener.tryAccept().isEmpty(), "accept returned at once, although there was no connection.");
            for (int i = 0; i < CLIENTS; i++) {
                stage.tell(listener.localEndpoint().toString());
            }
            poll.watch(listener, Readiness.RECV);
            while (ended < CLIENTS) {
                for (Poll.Ready ready : poll.await()) {
                    if (ready.socket() instanceof Connection connection) {
                        ended += echo(poll, connection);
                    } else {
                        acceptFor(poll, listener);
                    }
                }
            }
        }
        stage.claim(ended == CLIENTS, "One thread served " + CLIENTS + " clients, each when it was ready.");
    }

    /** Readiness is a hint: a client that was waiting may have gone. */
    private static void acceptFor(Poll poll, Listener listener) throws SocketFailure {
        Optional<Connection> connection = listener.tryAccept();
        if (connection.isPresent()) {
            poll.watch(connection.get(), Readiness.RECV);
        }
    }

    /** Returns 1 if the client has ended. */
    private static int echo(Poll poll, Connection connection) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        if (connection.recv(buffer) < 0) {
            poll.forget(connection);
            connection.close();
            return 1;
        }
        connection.sendFully(buffer.flip());
        return 0;
    }

    private static void servePackets(Stage stage, PacketTransport packets) throws IOException {
        List<PacketSocket> sockets = new ArrayList<>();
        try (Poll poll = packets.poll()) {
            for (int i = 0; i < CLIENTS; i++) {
                PacketSocket socket = packets.bind(stage.anywhere(), NON_BLOCKING);
                sockets.add(socket);
                poll.watch(socket, Readiness.RECV);
            }
            ByteBuffer buffer = ByteBuffer.allocate(64);
            stage.claim(
                    sockets.get(0).recvFrom(buffer) == PacketSocket.NO_DATAGRAM,
                    "recvfrom returned at once, although there was no datagram.");
            for (PacketSocket socket : sockets) {
                stage.tell(socket.localEndpoint().toString());
            }
            int answered = 0;
            while (answered < CLIENTS) {
                for (Poll.Ready ready : poll.await()) {
                    answered += answer((PacketSocket) ready.socket(), buffer);
                }
            }
            stage.claim(answered == CLIENTS, "One thread served " + CLIENTS + " sockets, each when it was ready.");
        } finally {
            Closing.all(sockets);
        }
    }

    private static int answer(PacketSocket socket, ByteBuffer buffer) throws SocketFailure {
        buffer.clear();
        var sender = socket.recvFrom(buffer);
        return sender == PacketSocket.NO_DATAGRAM ? 0 : socket.sendTo(buffer.flip(), sender) > 0 ? 1 : 0;
    }

    @Override
    public void client(Stage stage) throws IOException {
        List<Connection> connections = new ArrayList<>();
        try (Poll poll = stage.transport().poll()) {
            for (int i = 0; i < CLIENTS; i++) {
                connections.add(stage.transport().connect(Endpoint.parse(stage.hear()), NON_BLOCKING));
            }
            ask(stage, poll, connections);
            for (Connection connection : connections) {
                poll.forget(connection);
            }
        } finally {
            Closing.all(connections);
        }
        stage.conclude(
                "A non-blocking call returns at once, even with nothing. Calling it again and again would waste the"
                        + " processor; poll waits for all the sockets at once, and says which are ready.");
        stage.conclude(
                "This is how one thread serves thousands of connections. The price is that no call may wait, so the"
                        + " program must remember the state of each connection.");
    }

    private static void ask(Stage stage, Poll poll, List<Connection> connections) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        stage.claim(connections.get(0).recv(buffer) == 0, "recv returned 0 at once, because nothing had been sent.");
        for (int last = CLIENTS - 1; last >= 0; last--) {
            poll.watch(connections.get(last), Readiness.RECV);
            connections.get(last).sendFully(Text.bytes("question " + (last + 1)));
        }
        String[] answers = new String[CLIENTS];
        Arrays.fill(answers, "");
        while (Stream.of(answers).mapToInt(String::length).sum() < CLIENTS * "question 1".length()) {
            for (Poll.Ready ready : poll.await()) {
                ((Connection) ready.socket()).recv(buffer.clear());
                answers[connections.indexOf(ready.socket())] += Text.received(buffer);
            }
        }
        stage.claim(
                List.of(answers).equals(List.of("question 1", "question 2", "question 3")),
                "Each connection got the answer to its own question.");
    }
}
