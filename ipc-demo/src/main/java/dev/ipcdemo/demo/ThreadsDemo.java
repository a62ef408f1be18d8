package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A thread for each of a thousand clients: what that costs with platform threads and with virtual threads. */
public final class ThreadsDemo implements Demo {

    private static final int CLIENTS = 1000;
    private static final String HELLO = "hello";
    private static final String END = "end";

    /** Called by {@link java.util.ServiceLoader}. */
    public ThreadsDemo() {}

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public String summary() {
        return "a thousand clients, one thread for each: platform and virtual";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport;
    }

    /** A thousand clients, each of which asks and is answered. */
    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void server(Stage stage) throws Exception {
        Transport transport = stage.transport();
        try (Listener listener =
                stage.streams().listen(stage.anywhere(), Options.DEFAULT.with(Options.BACKLOG, CLIENTS))) {
            stage.tell(listener.localEndpoint().toString());
            Cost platform = serve(stage, listener, "platform", task -> Threads.startPlatform("client", task));
            // Not exact, because the JVM's own threads come and go.
            stage.claim(platform.threads > CLIENTS * 9 / 10, "Each client costs one operating-system thread.");
            stage.conclude(
                    "A platform thread is an operating-system thread with its own stack. One thread for each client"
                            + " makes the simplest server: " + CLIENTS + " threads are no problem, many more are.");
            if (Threads.areVirtualFor(transport)) {
                Cost virtual = serve(stage, listener, "virtual", task -> Threads.start(transport, "client", task));
                stage.claim(virtual.threads < CLIENTS / 2, "Virtual threads blocked on a socket occupy no OS thread.");
            }
            stage.conclude(whyVirtual(transport));
            stage.tell(END);
        }
    }

    private static String whyVirtual(Transport transport) {
        if (!Threads.runtimeHasVirtual()) {
            return "Virtual threads, which occupy no OS thread while they wait, need Java 21; this is Java "
                    + Runtime.version().feature() + ".";
        }
        if (!transport.parksVirtualThreads()) {
            return "Virtual threads are not used here: with " + transport.implementation()
                    + ", one that waits occupies an OS thread all the same.";
        }
        return "A virtual thread blocked on a socket is only an object on the heap; a few OS threads run those that have"
                + " something to do. The server's code is the same.";
    }

    /**
     * What a thousand clients cost.
     *
     * @param threads how many more OS threads there were while all clients were connected and waiting
     * @param memoryBytes how much more memory was resident then
     * @param tookNs from the first accept to the end of the last client
     */
    private record Cost(int threads, long memoryBytes, long tookNs) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d more OS threads, %.1f MB more memory, %.0f ms",
                    threads,
                    memoryBytes / 1e6,
                    tookNs / 1e6);
        }
    }

    private static Cost serve(Stage stage, Listener listener, String kind, Function<Runnable, Thread> start)
            throws Exception {
        stage.tell(kind);
        return stage.together(String.format(Locale.ROOT, "serve %,d clients with %s threads", CLIENTS, kind), () -> {
            ProcessUsage before = ProcessUsage.settled();
            long startNs = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Connection connection = listener.accept();
                threads.add(start.apply(() -> echo(connection)));
            }
            ProcessUsage waiting = ProcessUsage.now();
            stage.tell("send");
            for (Thread thread : threads) {
                thread.join();
            }
            Cost cost = new Cost(
                    waiting.threads() - before.threads(),
                    waiting.memoryBytes() - before.memoryBytes(),
                    System.nanoTime() - startNs);
            // Or they would count for what comes next. Those that carry virtual threads stay, one for each processor.
            ProcessUsage.awaitEnd(
                    before.threads() + CLIENTS / 20 + Runtime.getRuntime().availableProcessors());
            return cost;
        });
    }

    private static void echo(Connection connection) {
        try (connection) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            while (connection.recv(buffer) >= 0) {
                connection.sendFully(buffer.flip());
                buffer.clear();
            }
        } catch (SocketFailure e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        while (!stage.hear().equals(END)) {
            List<Connection> connections = new ArrayList<>();
            try {
                stage.together(String.format(Locale.ROOT, "connect %,d times", CLIENTS), () -> {
                    for (int i = 0; i < CLIENTS; i++) {
                        connections.add(stage.streams().connect(server, Options.DEFAULT));
                    }
                    return connections.size();
                });
                stage.hear(); // the server has counted
                int answers = stage.together(
                        "send \"" + HELLO + "\" on each, receive it, close", () -> exchange(connections));
                stage.claim(answers == CLIENTS, "Every client got its answer.");
            } finally {
                Closing.all(connections);
            }
        }
    }

    private static int exchange(List<Connection> connections) throws SocketFailure {
        int answers = 0;
        for (Connection connection : connections) {
            connection.sendFully(Text.bytes(HELLO));
            ByteBuffer answer = ByteBuffer.allocate(HELLO.length());
            connection.recvFully(answer);
            answers += Text.received(answer).equals(HELLO) ? 1 : 0;
            connection.close();
        }
        return answers;
    }
}
