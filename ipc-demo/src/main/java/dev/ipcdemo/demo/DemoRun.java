package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Worker;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.time.Duration;
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
 * One run of a demo on a transport: the server's side here and the client's in a peer, or each in a peer on a host of its
 * own. Events of both sides arrive at the consumer as they become known, from several threads.
 */
public final class DemoRun {

    private final Demo demo;
    private final Transport transport;
    private final LaunchTarget site;
    private final Consumer<Event> events;

    /**
     * Prepares a run.
     *
     * @param demo the demo
     * @param transport a transport that the demo applies to and that is available
     * @param site where its sides run; its scope is one of the demo's
     * @param events gets each event, in the order of each side's own time; called by several threads
     */
    public DemoRun(Demo demo, Transport transport, LaunchTarget site, Consumer<Event> events) {
        this.demo = demo;
        this.transport = transport;
        this.site = site;
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
     * @return why the run failed, apart from claims that did not hold; nothing if it did not
     * @throws IOException if a side cannot be started
     * @throws InterruptedException if this thread is interrupted; both sides are ended
     */
    public Optional<String> run(Consumer<Places> started) throws IOException, InterruptedException {
        return site.scope() == Scope.CROSS_HOST ? runOnTwoHosts(started) : runHere(started);
    }

    private Optional<String> runHere(Consumer<Places> started) throws IOException, InterruptedException {
        try (Worker peer = start(Side.CLIENT)) {
            MessageLink<DemoMessage, DemoMessage> client = link(peer, Side.CLIENT);
            started.accept(new Places(
                    "process " + ProcessHandle.current().pid(),
                    site.scope() == Scope.IN_PROCESS ? "same process" : peer.place()));
            LinkedStage stage = new LinkedStage(
                    transport,
                    new Recorder(Side.SERVER, events),
                    text -> DemoTask.send(client, new DemoMessage.Tell(text)),
                    DemoTask.anywhere(transport, site.scope()),
                    demo.limit());
            return firstFailure(
                    demo.limit(),
                    () -> server(stage),
                    () -> follow(peer, client, Side.CLIENT, stage::fill, stage::fillEnd));
        }
    }

    private Optional<String> runOnTwoHosts(Consumer<Places> started) throws IOException, InterruptedException {
        try (TwoPeers peers = TwoPeers.start(() -> start(Side.SERVER), () -> start(Side.CLIENT))) {
            started.accept(new Places(peers.server().place(), peers.client().place()));
            MessageLink<DemoMessage, DemoMessage> server = link(peers.server(), Side.SERVER);
            MessageLink<DemoMessage, DemoMessage> client = link(peers.client(), Side.CLIENT);
            return firstFailure(
                    demo.limit(),
                    () -> follow(peers.server(), server, Side.SERVER, text -> tell(client, text), why -> {}),
                    () -> follow(peers.client(), client, Side.CLIENT, text -> tell(server, text), why -> {}));
        }
    }

    private Worker start(Side side) throws IOException {
        Recorder log = new Recorder(side, events);
        return site.start(side.toString(), DemoTask.NAME, line -> log.say(Event.Kind.NOTE, line));
    }

    private MessageLink<DemoMessage, DemoMessage> link(Worker worker, Side side) throws IOException {
        MessageLink<DemoMessage, DemoMessage> link = DemoMessage.over(worker.link());
        try {
            link.send(new DemoMessage.Start(demo.name(), transport.scheme(), side, site.scope()));
        } catch (IOException e) {
            throw new IOException("the " + side + "'s side did not start: " + fate(worker), e);
        }
        return link;
    }

    private static String fate(Worker worker) {
        return worker.place() + " " + worker.outcome();
    }

    private static void tell(MessageLink<DemoMessage, DemoMessage> link, String text) {
        DemoTask.send(link, new DemoMessage.Tell(text));
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
        } catch (LinkedStage.OtherSideEnded e) {
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of("the server's side failed: " + why(e));
        }
    }

    /** What a side in a worker says, until it has done its part. */
    private Optional<String> follow(
            Worker worker,
            MessageLink<DemoMessage, DemoMessage> link,
            Side side,
            Consumer<String> told,
            Consumer<String> ended)
            throws IOException {
        String name = "the " + side + "'s side";
        for (Optional<DemoMessage> next = link.receive(); next.isPresent(); next = link.receive()) {
            DemoMessage message = next.get();
            if (message instanceof DemoMessage.Tell tell) {
                told.accept(tell.text());
            } else if (message instanceof Event event) {
                events.accept(event);
            } else if (message instanceof DemoMessage.Failed failed) {
                ended.accept(name + " failed");
                return Optional.of(name + " failed: " + failed.why());
            } else if (message instanceof DemoMessage.Done) {
                return Optional.empty();
            } else {
                throw new IOException(name + " says " + message);
            }
        }
        ended.accept(name + " ended");
        return Optional.of(name + " ended before it was done: " + fate(worker));
    }
}
