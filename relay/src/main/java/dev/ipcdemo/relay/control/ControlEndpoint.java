package dev.ipcdemo.relay.control;

import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens for commands to a relay, over a stream of AF_UNIX. Each line is a command, and is answered by lines of which the
 * last one begins with {@code ok} or {@code error}. {@link ControlCommands} lists them. Only the owner of the socket file
 * can connect.
 */
public final class ControlEndpoint implements Closeable {

    private static final int MOST_CONNECTIONS = 16;
    private static final int LONGEST_LINE = 4096;
    private static final long PAUSE_MS = 100;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Listener listener;
    private final ControlCommands commands;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ControlEndpoint(Listener listener, Relay relay) {
        this.listener = listener;
        this.commands = new ControlCommands(relay);
    }

    /**
     * Listens from a thread of its own. Does not wait.
     *
     * @param endpoint where: of a stream of AF_UNIX
     * @param relay what is changed
     * @return the open endpoint
     * @throws SocketFailure as {@link StreamTransport#listen}
     * @throws IllegalArgumentException if it is an endpoint of another kind
     */
    public static ControlEndpoint open(Endpoint endpoint, Relay relay) throws SocketFailure {
        Transport transport = Transports.byScheme(endpoint.scheme());
        if (!(transport instanceof StreamTransport streams)
                || transport.type() != SocketType.SOCK_STREAM
                || !transport.domains().contains(Domain.AF_UNIX)) {
            throw new IllegalArgumentException("'" + endpoint
                    + "' cannot control a relay: it takes a stream of AF_UNIX, as in unix:/tmp/control.sock");
        }
        Options options =
                Options.DEFAULT.with(Options.RECV_TIMEOUT, IDLE).with(Options.SEND_TIMEOUT, Duration.ofSeconds(10));
        ControlEndpoint control = new ControlEndpoint(streams.listen(endpoint, options), relay);
        Threads.startPlatform("control " + control.endpoint(), control::accept);
        return control;
    }

    /**
     * Where it listens.
     *
     * @return the actual endpoint
     */
    public Endpoint endpoint() {
        return listener.localEndpoint();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT && !pause()) {
                    return;
                }
            }
        }
    }

    /** Out of descriptors: does not spin. Returns false if the endpoint is closed. */
    private boolean pause() {
        try {
            return !closed.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false; // nobody interrupts this thread
        }
    }

    private void welcome(Connection connection) throws SocketFailure {
        if (connections.size() >= MOST_CONNECTIONS) {
            connection.close();
            return;
        }
        connections.add(connection);
        Threads.startPlatform("control of " + endpoint(), () -> serve(connection));
        if (!listener.isOpen()) {
            connection.close();
        }
    }

    private void serve(Connection connection) {
        try (connection) {
            converse(connection);
        } catch (SocketFailure e) {
            // The client is gone, or says nothing.
        } finally {
            connections.remove(connection);
        }
    }

    private void converse(Connection connection) throws SocketFailure {
        ByteBuffer received = ByteBuffer.allocate(LONGEST_LINE);
        while (connection.recv(received) >= 0) {
            received.flip();
            int answered = 0;
            for (int i = 0; i < received.limit(); i++) {
                if (received.get(i) == '\n') {
                    answer(connection, new String(received.array(), answered, i - answered, StandardCharsets.UTF_8));
                    answered = i + 1;
                }
            }
            received.position(answered);
            received.compact();
            if (!received.hasRemaining()) {
                send(connection, "error a command may have " + LONGEST_LINE + " bytes at most\n");
                return;
            }
        }
        if (received.position() > 0) { // a last line without its end
            answer(connection, new String(received.array(), 0, received.position(), StandardCharsets.UTF_8));
        }
    }

    private void answer(Connection connection, String line) throws SocketFailure {
        send(connection, commands.answer(line.strip()));
    }

    private static void send(Connection connection, String text) throws SocketFailure {
        connection.sendFully(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends it: its socket and its connections are closed, and the socket file is removed. */
    @Override
    public void close() throws SocketFailure {
        closed.countDown();
        listener.close();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
