package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A thread for each client, and a thousand clients: what that costs with platform threads and with virtual ones. */
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
        return "a thousand clients, a thread for each: platform and virtual";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport;
    }

    @Override
    public void server(Stage stage) throws Exception {
        Transport transport = stage.transport();
        try (Listener listener =
                stage.streams().listen(stage.anywhere(), Options.DEFAULT.with(Options.BACKLOG, CLIENTS))) {
            stage.tell(listener.localEndpoint().toString());
            Cost platform = serve(stage, listener, "platform", task -> Threads.startPlatform("client", task));
            // The JVM's own threads come and go meanwhile.
            stage.claim(
                    platform.threads > CLIENTS * 9 / 10,
                    "A platform thread for each client is a system's thread each.");
            stage.conclude("A platform thread is one of the system's, with a stack of its own. A thread for each client"
                    + " is the simplest server there is: " + CLIENTS + " of them are no trouble, many more are.");
            if (Threads.areVirtualFor(transport)) {
                Cost virtual = serve(stage, listener, "virtual", task -> Threads.start(transport, "client", task));
                stage.claim(
                        virtual.threads < CLIENTS / 2,
                        "Virtual threads that wait in a socket keep no threads of the system's.");
            }
            stage.conclude(whyVirtual(transport));
            stage.tell(END);
        }
    }

    private static String whyVirtual(Transport transport) {
        if (!Threads.runtimeHasVirtual()) {
            return "Virtual threads, which take none of the system's while they wait, come with Java 21; this is Java "
                    + Runtime.version().feature() + ".";
        }
        if (!transport.parksVirtualThreads()) {
            return "Virtual threads are not used here: how " + transport.implementation()
                    + " waits in one is not reliable yet.";
        }
        return "A virtual thread that waits in a socket is an object on the heap, and a few of the system's threads carry"
                + " all that have something to do. The server's code is the same.";
    }

    /**
     * What a thousand clients cost, while all were connected and waiting, and until they had gone.
     *
     * @param threads how many more of the system's threads there were
     * @param memoryBytes how much more memory was resident
     * @param tookNs from the first accept to the end of the last client
     */
    private record Cost(int threads, long memoryBytes, long tookNs) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d more system threads, %.1f MB more memory, %.0f ms",
                    threads,
                    memoryBytes / 1e6,
                    tookNs / 1e6);
        }
    }

    private static Cost serve(Stage stage, Listener listener, String kind, Function<Runnable, Thread> start)
            throws Exception {
        stage.tell(kind);
        return stage.together(String.format(Locale.ROOT, "serve %,d clients with %s threads", CLIENTS, kind), () -> {
            ProcessUse before = ProcessUse.now();
            long startNs = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Connection connection = listener.accept();
                threads.add(start.apply(() -> echo(connection)));
            }
            ProcessUse waiting = ProcessUse.now();
            stage.tell("speak");
            for (Thread thread : threads) {
                thread.join();
            }
            return new Cost(
                    waiting.threads() - before.threads(),
                    waiting.memoryBytes() - before.memoryBytes(),
                    System.nanoTime() - startNs);
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
                int answers =
                        stage.together("say \"" + HELLO + "\" on each, hear it again, close", () -> speak(connections));
                stage.claim(answers == CLIENTS, "Every client was answered.");
            } finally {
                for (Connection connection : connections) {
                    connection.close();
                }
            }
        }
    }

    private static int speak(List<Connection> connections) throws SocketFailure {
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
