package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A server that does not accept: clients connect until the backlog is full, and then one finds no room. */
public final class BacklogDemo implements Demo {

    private static final int BACKLOG = 1;

    /** Linux admits one connection more than the backlog says; another system may admit a few more. */
    private static final int MANY = BACKLOG + 10;

    private static final Duration NO_LIMIT = Duration.ZERO;

    /** Long enough for a SYN to be answered, and shorter than the second after which it is sent again. */
    private static final Duration TCP_LIMIT = Duration.ofMillis(500);

    /** No time at all: AF_UNIX says at once whether there is room, or after 10 ms where connect waits in the kernel. */
    private static final Duration UNIX_LIMIT = Duration.ofNanos(1);

    /** Called by {@link java.util.ServiceLoader}. */
    public BacklogDemo() {}

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String summary() {
        return "a server that does not accept: how many clients can connect?";
    }

    /** What a full backlog means depends on the domain. */
    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport && ExplainedDomains.include(transport);
    }

    @Override
    public void server(Stage stage) throws IOException {
        try (Listener listener =
                stage.streams().listen(stage.anywhere(), Options.DEFAULT.with(Options.BACKLOG, BACKLOG))) {
            stage.tell(listener.localEndpoint().toString());
            int waiting = Integer.parseInt(stage.hear());
            for (int i = 0; i < waiting; i++) {
                listener.accept().close();
            }
            stage.tell("there is room");
            listener.accept().close();
        }
    }

    @Override
    public void client(Stage stage) throws IOException {
        Endpoint server = Endpoint.parse(stage.hear());
        Deque<Connection> connected = new ArrayDeque<>();
        Optional<FailureKind> full = Optional.empty();
        try {
            connected.push(connect(stage, server, NO_LIMIT));
            while (full.isEmpty() && connected.size() < MANY) {
                full = connectIfThereIsRoom(stage, server, connected, isUnix(stage) ? UNIX_LIMIT : TCP_LIMIT);
            }
            stage.claim(
                    full.isPresent(),
                    "With a backlog of " + BACKLOG + ", " + connected.size()
                            + " clients were connected before any was accepted, and the next found no room.");
            stage.tell(Integer.toString(connected.size()));
            stage.hear();
            stage.claim(
                    connectIfThereIsRoom(stage, server, connected, NO_LIMIT).isEmpty(),
                    "Once the server had accepted, the next client could connect.");
        } finally {
            Closing.all(connected);
        }
        conclude(stage, full);
    }

    private static Connection connect(Stage stage, Endpoint server, Duration limit) throws SocketFailure {
        return stage.streams().connect(server, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, limit));
    }

    /** Returns how the system says that the backlog is full; nothing if a client was connected. */
    private static Optional<FailureKind> connectIfThereIsRoom(
            Stage stage, Endpoint server, Deque<Connection> connected, Duration limit) throws SocketFailure {
        try {
            connected.push(connect(stage, server, limit));
            return Optional.empty();
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT || e.kind() == FailureKind.REFUSED && isUnix(stage)) {
                return Optional.of(e.kind());
            }
            throw e;
        }
    }

    private static boolean isUnix(Stage stage) {
        return stage.transport().domains().contains(Domain.AF_UNIX);
    }

    private static void conclude(Stage stage, Optional<FailureKind> full) {
        stage.conclude(
                "A client is connected when the server's kernel has agreed, not when the server accepts it, so connect"
                        + " succeeds even if the server hangs.");
        if (!isUnix(stage)) {
            stage.conclude("TCP drops the SYN while the backlog is full, and the client's kernel sends it again after a"
                    + " second, and then again and again. So a sign of an overloaded server is that some connects take"
                    + " a whole second or several.");
        } else if (full.equals(Optional.of(FailureKind.REFUSED))) {
            stage.conclude("While the queue is full, AF_UNIX refuses a client on this system, as if nobody listened:"
                    + " the client must try again. On Linux, a blocking connect waits until the server accepts another"
                    + " connection and makes room.");
        } else {
            stage.conclude("While the queue is full, a blocking connect on AF_UNIX waits on Linux until the server"
                    + " accepts another connection and makes room. One that may not wait, or no longer, fails with"
                    + " EAGAIN, as this one did. Nothing is pending then: the client must try again.");
        }
    }
}
