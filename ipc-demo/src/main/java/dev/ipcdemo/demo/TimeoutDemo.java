package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A call that waits as long as it takes, and one that gives up. */
public final class TimeoutDemo implements Demo {

    private static final Duration LIMIT = Duration.ofMillis(150);
    private static final Options IMPATIENT = Options.DEFAULT.with(Options.RECV_TIMEOUT, LIMIT);

    /** Called by {@link java.util.ServiceLoader}. */
    public TimeoutDemo() {}

    @Override
    public String name() {
        return "timeout";
    }

    @Override
    public String summary() {
        return "a call that waits as long as it takes, and one that gives up";
    }

    @Override
    public void server(Stage stage) throws Exception {
        if (stage.transport() instanceof PacketTransport packets) {
            try (PacketSocket socket = packets.bind(stage.anywhere(), Options.DEFAULT)) {
                stage.tell(socket.localEndpoint().toString());
                SocketAddress client = socket.recvFrom(ByteBuffer.allocate(64));
                socket.sendTo(Text.bytes("late, but here"), client);
            }
            return;
        }
        try (Listener impatient = stage.streams().listen(stage.anywhere(), IMPATIENT)) {
            giveUp(stage, impatient::accept, "accept gave up at its limit: nobody connected.");
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                connection.recv(ByteBuffer.allocate(64));
                connection.sendFully(Text.bytes("late, but here"));
            }
        }
    }

    private static void giveUp(Stage stage, Stage.Attempt<?> attempt, String claim) throws Exception {
        long startNs = System.nanoTime();
        stage.claimFailure(FailureKind.TIMEOUT, attempt, claim);
        long tookNs = System.nanoTime() - startNs;
        stage.claim(tookNs >= LIMIT.toNanos(), "It waited for at least " + LIMIT.toMillis() + " ms.");
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        boolean isPackets = stage.transport() instanceof PacketTransport;
        try (Connection connection = stage.transport().connect(server, IMPATIENT)) {
            ByteBuffer answer = ByteBuffer.allocate(64);
            giveUp(stage, () -> connection.recv(answer), "recv gave up at its limit: nothing had been sent.");
            connection.sendFully(Text.bytes("are you there?"));
            recvAtLast(connection, answer);
            stage.claim(
                    Text.received(answer).equals("late, but here"),
                    "A timeout loses no data: the next recv got the answer.");
        }
        stage.conclude(
                "The server's recv had no limit: it waited until the client sent something, and would have waited forever."
                        + " The client's recv had one and failed with a timeout; the socket stayed usable.");
        stage.conclude(
                isPackets
                        ? "A lost datagram and a slow peer look alike: only a timeout says when to stop waiting and ask"
                                + " again."
                        : "A peer whose host has crashed looks like a slow one: without a timeout you would never find"
                                + " out.");
    }

    /** On a busy machine the answer may take longer than the limit; then recv is called again. */
    private static void recvAtLast(Connection connection, ByteBuffer answer) throws SocketFailure {
        while (answer.position() == 0) {
            try {
                connection.recv(answer);
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
            }
        }
    }
}
