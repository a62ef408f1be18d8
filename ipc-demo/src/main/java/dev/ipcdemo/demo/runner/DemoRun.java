package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Worker;
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
 * One run of a demo over a transport. Each side is a worker: a thread of this JVM, a process or a container. The run relays
 * what one side tells the other, and passes the events of both on as they become known.
 */
public final class DemoRun {

    /** How long the last events of a run that failed may take to arrive. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(5);

    private final Demo demo;
    private final Transport transport;
    private final LaunchTargets targets;
    private final Scope scope;
    private final Consumer<Event> events;

    /**
     * Prepares a run.
     *
     * @param demo the demo
     * @param transport an available transport that the demo applies to
     * @param targets where its sides are started
     * @param scope how far apart they run, one of the demo's
     * @param events gets each side's events in the order of that side's time; called by several threads
     */
    public DemoRun(Demo demo, Transport transport, LaunchTargets targets, Scope scope, Consumer<Event> events) {
        this.demo = demo;
        this.transport = transport;
        this.targets = targets;
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
        LaunchTarget clientTarget = targets.of(scope);
        LaunchTarget serverTarget = hasJvmOfItsOwn(Side.SERVER, scope) ? clientTarget : targets.of(Scope.IN_PROCESS);
        ExecutorService threads = Executors.newCachedThreadPool(DemoRun::thread);
        // Both at once, because a container takes a moment to start and to stop.
        Future<Worker> server = threads.submit(() -> start(serverTarget, Side.SERVER));
        Future<Worker> client = threads.submit(() -> start(clientTarget, Side.CLIENT));
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

    /** Whether a side runs in a JVM that is started for it. Between two processes, this one is the server's. */
    static boolean hasJvmOfItsOwn(Side side, Scope scope) {
        return scope == Scope.CROSS_HOST || scope == Scope.INTER_PROCESS && side == Side.CLIENT;
    }

    private Worker start(LaunchTarget target, Side side) throws IOException {
        Recorder log = new Recorder(side, events);
        return target.start(side.toString(), DemoTask.NAME, line -> log.say(Event.Kind.NOTE, line));
    }

    private MessageLink<DemoMessage, DemoMessage> begin(Worker worker, Side side) throws IOException {
        MessageLink<DemoMessage, DemoMessage> link = DemoMessage.over(worker.link());
        try {
            link.send(new DemoMessage.Start(demo.name(), transport.scheme(), side, scope));
            return link;
        } catch (IOException e) {
            throw new IOException("the " + side + " did not start: " + outcome(worker), e);
        }
    }

    private static String outcome(Worker worker) {
        return worker.place() + " " + worker.outcome();
    }

    /** Follows both until both are done. A side that fails leaves the other waiting, so the first failure ends the run. */
    private Optional<String> firstFailure(ExecutorService threads, Worker server, Worker client)
            throws IOException, InterruptedException {
        MessageLink<DemoMessage, DemoMessage> serverLink = begin(server, Side.SERVER);
        MessageLink<DemoMessage, DemoMessage> clientLink = begin(client, Side.CLIENT);
        long deadlineNs = System.nanoTime() + demo.limit().toNanos();
        CompletionService<Optional<String>> outcomes = new ExecutorCompletionService<>(threads);
        outcomes.submit(() -> follow(server, Side.SERVER, serverLink, clientLink));
        outcomes.submit(() -> follow(client, Side.CLIENT, clientLink, serverLink));
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
    private Optional<String> follow(
            Worker worker,
            Side side,
            MessageLink<DemoMessage, DemoMessage> link,
            MessageLink<DemoMessage, DemoMessage> other)
            throws IOException {
        for (Optional<DemoMessage> next = link.receive(); next.isPresent(); next = link.receive()) {
            DemoMessage message = next.get();
            if (message instanceof DemoMessage.Tell tell) {
                DemoTask.send(other, tell);
            } else if (message instanceof DemoMessage.Recorded recorded) {
                events.accept(recorded.event());
            } else if (message instanceof DemoMessage.Failed failed) {
                return Optional.of("the " + side + " failed: " + failed.why());
            } else if (message instanceof DemoMessage.Done) {
                return Optional.empty();
            } else {
                throw new IOException("the " + side + " sent " + message + ", which no worker may send");
            }
        }
        return Optional.of("the " + side + " ended before it was done: " + outcome(worker));
    }

    /** Ends both workers at once, also one that has yet to start; that ends their followers too. */
    private static void close(ExecutorService threads, List<Future<Worker>> workers) throws InterruptedException {
        List<Future<?>> closing = workers.stream()
                .<Future<?>>map(worker -> threads.submit(() -> {
                    worker.get().close();
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
