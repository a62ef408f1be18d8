package dev.ipcdemo.junit;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.peers.PeerAddress;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server that records what it receives, from whom and in which order, and sends it back if it is an echo server. Made by
 * {@link Recording}, {@link Echoing} or {@link TestSockets}.
 *
 * <p>It records up to {@value #MOST_BYTES} bytes. What comes then is not received, and each method that returns what was
 * received fails.
 *
 * <p>All methods may be called by any thread.
 */
public final class RecordingServer implements Closeable {

    /** How much a server records. */
    public static final int MOST_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 256 << 10;

    /** A guard against hanging; ends no test that would have passed on a slow machine. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Transport transport;
    private final boolean echoes;
    private final OpenSocket socket;
    private final Endpoint endpoint;

    /** All fields below are guarded by this. */
    private final Object lock = new Object();

    private final List<Received> received = new ArrayList<>();
    private final Set<Integer> ended = new LinkedHashSet<>();
    private final List<SocketFailure> failures = new ArrayList<>();
    private final Set<OpenSocket> connections = new LinkedHashSet<>();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private int clients;
    private long bytes;
    private boolean isClosed;

    private RecordingServer(Transport transport, boolean echoes, OpenSocket socket) {
        this.transport = transport;
        this.echoes = echoes;
        this.socket = socket;
        this.endpoint = socket.localEndpoint();
    }

    /** Opens a server at a free place. */
    static RecordingServer open(Transport transport, Endpoint endpoint, boolean echoes) throws SocketFailure {
        if (transport instanceof StreamTransport streams) {
            Listener listener = streams.listen(endpoint, Options.DEFAULT);
            RecordingServer server = new RecordingServer(transport, echoes, listener);
            server.start("accept", () -> server.accept(listener));
            return server;
        }
        PacketSocket packets = ((PacketTransport) transport).bind(endpoint, Options.DEFAULT);
        RecordingServer server = new RecordingServer(transport, echoes, packets);
        server.start("receive", () -> server.receive(packets));
        return server;
    }

    private void start(String task, Runnable loop) {
        synchronized (lock) {
            threads.add(Threads.start(transport, "recording-server-" + task, loop));
        }
    }

    private void accept(Listener listener) {
        try {
            while (true) {
                Connection connection = listener.accept();
                int client = newClient(connection);
                start("client-" + client, () -> serve(client, connection));
            }
        } catch (SocketFailure e) {
            fail(e);
        }
    }

    /** A connection that comes while the server is being closed is closed, too. */
    private int newClient(Connection connection) throws SocketFailure {
        synchronized (lock) {
            if (isClosed) {
                connection.close();
                throw new SocketFailure("accept", endpoint.toString(), FailureKind.CLOSED, "");
            }
            connections.add(connection);
            return ++clients;
        }
    }

    private void serve(int client, Connection connection) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (connection) {
            while (connection.recv(buffer.clear()) >= 0 && record(client, connection.peerEndpoint(), buffer.flip())) {
                if (echoes) {
                    connection.sendFully(buffer);
                }
            }
        } catch (SocketFailure e) {
            fail(e);
        } finally {
            synchronized (lock) {
                connections.remove(connection);
                ended.add(client);
                lock.notifyAll();
            }
        }
    }

    private void receive(PacketSocket packets) {
        Map<PeerAddress, Integer> numbers = new LinkedHashMap<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            boolean goesOn = true;
            while (goesOn) {
                SocketAddress from = packets.recvFrom(buffer.clear());
                goesOn = record(number(numbers, from), packets.endpointOf(from), buffer.flip());
                if (goesOn && echoes) {
                    answer(packets, buffer, from);
                }
            }
        } catch (SocketFailure e) {
            fail(e);
        }
    }

    private int number(Map<PeerAddress, Integer> numbers, SocketAddress from) {
        synchronized (lock) {
            return numbers.computeIfAbsent(PeerAddress.of(from), any -> ++clients);
        }
    }

    /** A client that is gone does not end a server of datagrams. */
    private void answer(PacketSocket packets, ByteBuffer message, SocketAddress to) {
        try {
            packets.sendTo(message, to);
        } catch (SocketFailure e) {
            fail(e);
        }
    }

    private void fail(SocketFailure failure) {
        synchronized (lock) {
            if (!isClosed) {
                failures.add(failure);
                lock.notifyAll();
            }
        }
    }

    /** Whether there was room for it. */
    private boolean record(int client, Endpoint from, ByteBuffer content) {
        synchronized (lock) {
            bytes += content.remaining();
            if (bytes <= MOST_BYTES) {
                ByteBuffer copy = ByteBuffer.allocate(content.remaining());
                received.add(
                        new Received(client, from, copy.put(content.duplicate()).flip()));
            }
            lock.notifyAll();
            return bytes <= MOST_BYTES;
        }
    }

    /**
     * Where clients reach the server.
     *
     * @return its endpoint, with its actual port or path
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * What has been received so far.
     *
     * @return a copy, in the order in which it came
     */
    public List<Received> received() {
        synchronized (lock) {
            requireWithinLimit();
            return List.copyOf(received);
        }
    }

    /**
     * All bytes that have been received from a client so far, joined.
     *
     * @param client 1 for the first
     * @return a copy
     */
    public byte[] bytesFrom(int client) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        received().stream().filter(each -> each.client() == client).forEach(each -> all.writeBytes(each.bytes()));
        return all.toByteArray();
    }

    /**
     * How many clients have connected, or have sent a datagram.
     *
     * @return the number of the last
     */
    public int clients() {
        synchronized (lock) {
            return clients;
        }
    }

    /**
     * The calls that failed, such as a connection that its client has reset.
     *
     * @return a copy, in order; calls that failed because the server was closed are none
     */
    public List<SocketFailure> failures() {
        synchronized (lock) {
            return List.copyOf(failures);
        }
    }

    /**
     * Waits until so many messages have been received. On a stream, wait for {@link #awaitBytes} instead.
     *
     * @param count how many
     * @return all that have been received
     * @throws AssertionError if they do not come within two minutes; it says what came
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Received> awaitMessages(int count) throws InterruptedException {
        return await(count + " messages", () -> received.size() >= count);
    }

    /**
     * Waits until so many bytes have been received from all clients.
     *
     * @param count how many
     * @return all that have been received
     * @throws AssertionError if they do not come within two minutes; it says what came
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Received> awaitBytes(long count) throws InterruptedException {
        return await(count + " bytes", () -> bytes >= count);
    }

    /**
     * Waits until a connection has ended: by its client, or because a call failed.
     *
     * @param client 1 for the first
     * @return all that have been received
     * @throws AssertionError if it does not end within two minutes
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Received> awaitEnd(int client) throws InterruptedException {
        return await("the end of client " + client, () -> ended.contains(client));
    }

    private List<Received> await(String what, BooleanSupplier isDone) throws InterruptedException {
        synchronized (lock) {
            long deadlineNs = System.nanoTime() + LONGEST_WAIT.toNanos();
            while (!isDone.getAsBoolean()) {
                long restNs = deadlineNs - System.nanoTime();
                if (restNs <= 0 || isClosed) {
                    throw new AssertionError("waited at " + endpoint + " for " + what
                            + (isClosed ? ", but it is closed" : "") + "; received: " + received + ", failed: "
                            + failures);
                }
                TimeUnit.NANOSECONDS.timedWait(lock, restNs);
            }
            requireWithinLimit();
            return List.copyOf(received);
        }
    }

    private void requireWithinLimit() {
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException(
                    "more than " + MOST_BYTES + " bytes were sent to " + endpoint + ", which is all that it records");
        }
    }

    /**
     * Closes the socket and all connections, removes the socket file, and waits for the threads. Closing it again has no
     * effect.
     */
    @Override
    public void close() throws SocketFailure {
        List<OpenSocket> all;
        List<Thread> running;
        synchronized (lock) {
            isClosed = true;
            all = new ArrayList<>(connections);
            running = new ArrayList<>(threads);
            lock.notifyAll();
        }
        all.add(0, socket);
        try {
            closeAll(all);
        } finally {
            awaitThreads(running);
        }
    }

    private static void closeAll(List<OpenSocket> all) throws SocketFailure {
        SocketFailure first = null;
        for (OpenSocket each : all) {
            try {
                each.close();
            } catch (SocketFailure e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void awaitThreads(List<Thread> running) {
        for (Thread thread : running) {
            try {
                thread.join(LONGEST_WAIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Such as {@code echo server at tcp://127.0.0.1:40000}. */
    @Override
    public String toString() {
        return (echoes ? "echo" : "recording") + " server at " + endpoint;
    }
}
