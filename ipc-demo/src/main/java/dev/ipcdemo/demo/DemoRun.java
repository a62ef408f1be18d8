package dev.ipcdemo.demo;

import dev.ipcdemo.peer.Link;
import dev.ipcdemo.peer.Peer;
import dev.ipcdemo.peer.Peers;
import dev.ipcdemo.sockets.spi.Demo;
import dev.ipcdemo.sockets.spi.Scope;
import dev.ipcdemo.sockets.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of a demo on a transport: the server's side here, the client's in a peer. Events of both sides arrive at the
 * consumer as they become known, from several threads.
 */
public final class DemoRun {

    private final Demo demo;
    private final Transport transport;
    private final Scope scope;
    private final Consumer<Event> events;

    /**
     * Prepares a run.
     *
     * @param demo the demo
     * @param transport a transport that the demo applies to and that is available
     * @param scope one of the demo's scopes
     * @param events gets each event, in the order of each side's own time; called by several threads
     */
    public DemoRun(Demo demo, Transport transport, Scope scope, Consumer<Event> events) {
        this.demo = demo;
        this.transport = transport;
        this.scope = scope;
        this.events = events;
    }

    /**
     * The processes of the two sides.
     *
     * @param server the server's process id
     * @param client the client's process id; the same in-process
     */
    public record Processes(long server, long client) {}

    /**
     * Runs both sides to their end.
     *
     * @param started told when both sides run
     * @return why the run failed, apart from claims that did not hold; nothing if it did not
     * @throws IOException if the other side cannot be started
     * @throws InterruptedException if this thread is interrupted; both sides are ended
     */
    public Optional<String> run(Consumer<Processes> started) throws IOException, InterruptedException {
        try (Peer peer = Peers.start(scope, DemoTask.NAME, List.of(demo.name(), transport.scheme()))) {
            started.accept(new Processes(ProcessHandle.current().pid(), peer.pid()));
            LinkedStage stage = new LinkedStage(
                    transport,
                    new Recorder(Side.SERVER, events),
                    text -> DemoTask.send(peer.link(), DemoTask.TELL, List.of(text)),
                    demo.limit());
            return firstFailure(demo.limit(), () -> server(stage), () -> client(peer.link(), stage));
        }
    }

    /** Runs both at once. A side that fails leaves the other waiting for what will never come, so it ends both. */
    private static Optional<String> firstFailure(
            Duration limit, Callable<Optional<String>> server, Callable<Optional<String>> client)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        ExecutorService sides = Executors.newFixedThreadPool(2, DemoRun::thread);
        try {
            CompletionService<Optional<String>> outcomes = new ExecutorCompletionService<>(sides);
            outcomes.submit(server);
            outcomes.submit(client);
            for (int side = 0; side < 2; side++) {
                Future<Optional<String>> outcome = outcomes.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (outcome == null) {
                    return Optional.of("it did not end within " + seconds(limit));
                }
                if (outcome.get().isPresent()) {
                    return outcome.get();
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause().toString());
        } finally {
            sides.shutdownNow(); // an interrupt closes the channel that a side may be blocked in
            sides.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    static String seconds(Duration limit) {
        return limit.toMillis() / 1000.0 + " seconds";
    }

    /** The failure's sentence; by its name only if it has none. */
    static String why(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static Thread thread(Runnable side) {
        Thread thread = new Thread(side, "demo");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<String> server(LinkedStage stage) {
        try {
            demo.server(stage);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of("the server's side failed: " + why(e));
        }
    }

    private Optional<String> client(Link link, LinkedStage stage) throws IOException {
        List<String> message = link.receive();
        while (!message.isEmpty()) {
            switch (message.get(0)) {
                case DemoTask.TELL -> stage.fill(message.get(1));
                case DemoTask.EVENT -> events.accept(Event.ofTexts(message.subList(1, message.size())));
                case DemoTask.DONE -> {
                    return Optional.empty();
                }
                case DemoTask.FAILED -> {
                    stage.fillEnd("the client's side failed");
                    return Optional.of("the client's side failed: " + message.get(1));
                }
                default -> throw new IOException("the client's side says '" + message.get(0) + "'");
            }
            message = link.receive();
        }
        stage.fillEnd("the client's side ended");
        return Optional.of("the client's side ended before it was done");
    }
}
