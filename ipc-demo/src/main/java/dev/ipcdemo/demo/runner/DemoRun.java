package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Peer;
import dev.ipcdemo.launch.Site;
import dev.ipcdemo.launch.Sites;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of a demo over a transport. Each side is a peer: a thread of this JVM, a process or a container. The run relays
 * what one side tells the other, and passes the events of both on as they become known.
 */
public final class DemoRun {

    /** How long the last events of a run that failed may take to arrive. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(5);

    private final Demo demo;
    private final Transport transport;
    private final Sites sites;
    private final Scope scope;
    private final Consumer<Event> events;

    /**
     * Prepares a run.
     *
     * @param demo the demo
     * @param transport an available transport that the demo applies to
     * @param sites where its sides run
     * @param scope how far apart they run, one of the demo's
     * @param events gets each side's events in the order of that side's time; called by several threads
     */
    public DemoRun(Demo demo, Transport transport, Sites sites, Scope scope, Consumer<Event> events) {
        this.demo = demo;
        this.transport = transport;
        this.sites = sites;
        this.scope = scope;
        this.events = events;
    }

    /**
     * Where the two sides run.
     *
     * @param server the server's place, such as {@code process 4711}
     * @param client the client's place
     */
    public record Places(String server, String client) {}

    /**
     * Runs both sides to their end.
     *
     * @param started told when both sides run
     * @return why the run failed, apart from claims that did not hold; empty if it did not
     * @throws IOException if a side cannot be started
     * @throws InterruptedException if this thread is interrupted; both sides are ended
     */
    public Optional<String> run(Consumer<Places> started) throws IOException, InterruptedException {
        Site clientSite = sites.of(scope);
        // Between two processes, this one is the server's.
        Site serverSite = scope == Scope.INTER_PROCESS ? sites.of(Scope.IN_PROCESS) : clientSite;
        ExecutorService threads = Executors.newCachedThreadPool(DemoRun::thread);
        // Both at once, because a container takes a moment to start and to stop.
        Future<Peer> server = threads.submit(() -> start(serverSite, Side.SERVER));
        Future<Peer> client = threads.submit(() -> start(clientSite, Side.CLIENT));
        try {
            String serverPlace = server.get().place();
            String clientPlace = client.get().place();
            started.accept(new Places(serverPlace, clientPlace.equals(serverPlace) ? "same process" : clientPlace));
            return firstFailure(threads, server.get(), client.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            close(threads, List.of(server, client));
        }
    }

    private Peer start(Site site, Side side) throws IOException {
        Recorder log = new Recorder(side, events);
        return site.start(
                side.toString(),
                DemoTask.NAME,
                List.of(demo.name(), transport.scheme(), side.name(), scope.name()),
                line -> log.say(Event.Kind.NOTE, line));
    }

    /** Follows both until both are done. A side that fails leaves the other waiting, so the first failure ends the run. */
    private Optional<String> firstFailure(ExecutorService threads, Peer server, Peer client)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + demo.limit().toNanos();
        CompletionService<Optional<String>> outcomes = new ExecutorCompletionService<>(threads);
        outcomes.submit(() -> follow(server.link(), Side.SERVER, client.link()));
        outcomes.submit(() -> follow(client.link(), Side.CLIENT, server.link()));
        for (int side = 0; side < 2; side++) {
            Future<Optional<String>> outcome = outcomes.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                return Optional.of("the demo did not end within " + seconds(demo.limit()));
            }
            try {
                if (outcome.get().isPresent()) {
                    return outcome.get();
                }
            } catch (ExecutionException e) {
                return Optional.of(e.getCause().toString());
            }
        }
        return Optional.empty();
    }

    /** Passes on what a side says, until it has done its part. */
    private Optional<String> follow(Link link, Side side, Link other) throws IOException {
        String name = "the " + side;
        List<String> message = link.receive();
        while (!message.isEmpty()) {
            switch (message.get(0)) {
                case DemoTask.TELL -> DemoTask.send(other, DemoTask.TELL, List.of(message.get(1)));
                case DemoTask.EVENT -> events.accept(Event.ofTexts(message.subList(1, message.size())));
                case DemoTask.DONE -> {
                    return Optional.empty();
                }
                case DemoTask.FAILED -> {
                    return Optional.of(name + " failed: " + message.get(1));
                }
                default -> throw new IOException(name + " sent an unknown message: '" + message.get(0) + "'");
            }
            message = link.receive();
        }
        return Optional.of(name + " ended before it was done");
    }

    /** Ends both peers at once, also one that has yet to start; that ends their followers too. */
    private static void close(ExecutorService threads, List<Future<Peer>> peers) throws InterruptedException {
        List<Future<?>> closing = peers.stream()
                .<Future<?>>map(peer -> threads.submit(() -> {
                    peer.get().close();
                    return true;
                }))
                .toList();
        for (Future<?> close : closing) {
            try {
                close.get();
            } catch (ExecutionException e) {
                // it did not start, so there is nothing to close
            }
        }
        threads.shutdown();
        threads.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS);
        threads.shutdownNow();
    }

    static String seconds(Duration limit) {
        return limit.toMillis() / 1000.0 + " seconds";
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "demo");
        thread.setDaemon(true);
        return thread;
    }
}
