package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.wire.Numbered;
import dev.ipcdemo.compare.wire.Reply;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Task;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JVM of a round: holds clients, servers, or both, and does what each {@link Request} asks. */
public final class MeasuringTask implements Task {

    static final String NAME = "measure";

    private static final Logger LOG = LoggerFactory.getLogger(MeasuringTask.class);

    /** Called by {@link java.util.ServiceLoader}. */
    public MeasuringTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link bytes) throws IOException {
        MessageLink<Numbered<Reply>, Numbered<Request<?>>> link = new MessageLink<>(bytes, Numbered::readRequest);
        Sides sides = new Sides();
        try {
            for (Optional<Numbered<Request<?>>> next = link.receive(); next.isPresent(); next = link.receive()) {
                answer(next.get(), sides, link);
            }
        } finally {
            sides.endAll();
        }
    }

    private static void answer(
            Numbered<Request<?>> call, Sides sides, MessageLink<Numbered<Reply>, Numbered<Request<?>>> link) {
        CompletableFuture<? extends Reply> reply;
        try {
            reply = call.message().handle(sides);
        } catch (IOException | RuntimeException | LinkageError e) {
            reply = CompletableFuture.failedFuture(e);
        }
        reply.<Reply>handle((done, failure) -> failure == null ? done : new Reply.Failed(why(failure)))
                .thenAccept(message -> send(link, new Numbered<>(call.number(), message)));
    }

    /** What went wrong, in words; a message of an exception that is not about input or output says too little. */
    static String why(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    private static void send(MessageLink<Numbered<Reply>, Numbered<Request<?>>> link, Numbered<Reply> reply) {
        try {
            link.send(reply);
        } catch (IOException e) {
            LOG.debug("the starter is gone, and its end ends this JVM", e);
        }
    }

    /** The clients and servers of this JVM, by their numbers. */
    private static final class Sides implements Request.Handler {

        private final Map<Integer, ClientSide> clients = new HashMap<>();
        private final Map<Integer, ServerSide> servers = new HashMap<>();

        @Override
        public Reply.Serving serve(Request.Serve request) throws IOException {
            ServerSide server = ServerSide.open(request.cell(), request.settings());
            servers.put(request.server(), server);
            return new Reply.Serving(server.address());
        }

        @Override
        public CompletableFuture<Reply.Connected> connect(Request.Connect request) {
            ClientSide client = new ClientSide(request.cell(), request.settings());
            clients.put(request.client(), client);
            return client.connect(request.address()).thenApply(Reply.Connected::new);
        }

        @Override
        public CompletableFuture<Reply.Connected> connectToPeer(Request.ConnectToPeer request) {
            ClientSide client = new ClientSide(request.cell(), request.settings());
            clients.put(request.client(), client);
            return client.connectToPeer(
                            Endpoint.parse(request.endpoint()), request.comparison(), request.durationMillis())
                    .thenApply(Reply.Connected::new);
        }

        @Override
        public CompletableFuture<Reply.Ran> run(Request.Run request) throws IOException {
            return client(request.client())
                    .run(request.durationNs(), request.fewest())
                    .thenApply(Reply.Ran::new);
        }

        @Override
        public CompletableFuture<Reply.Counted> askPeer(Request.AskPeer request) throws IOException {
            return client(request.client()).askPeer(request.marks()).thenApply(Reply.Counted::new);
        }

        @Override
        public Reply.Done mark(Request.Mark request) throws IOException {
            server(request.server()).mark();
            return new Reply.Done();
        }

        @Override
        public Reply.Served readServer(Request.ReadServer request) throws IOException {
            return new Reply.Served(server(request.server()).read());
        }

        @Override
        public Reply.ClientEnded endClient(Request.EndClient request) {
            return new Reply.ClientEnded(Optional.ofNullable(clients.remove(request.client()))
                    .map(ClientSide::end)
                    .orElse(List.of()));
        }

        @Override
        public Reply.Ended endServer(Request.EndServer request) {
            return new Reply.Ended(
                    Optional.ofNullable(servers.remove(request.server())).flatMap(ServerSide::end));
        }

        @Override
        public Reply.Greeted greet(Request.Greet request) {
            return new Reply.Greeted(Request.VERSION, Environment.runtime());
        }

        @Override
        public Reply.Described describe() {
            return new Reply.Described(Environment.here(List.of()).line());
        }

        @Override
        public Reply.Throttled throttling() {
            return new Reply.Throttled(ControlGroup.here().throttling());
        }

        @Override
        public Reply.Compiled compilation() {
            return new Reply.Compiled(Optional.ofNullable(ManagementFactory.getCompilationMXBean())
                    .filter(CompilationMXBean::isCompilationTimeMonitoringSupported)
                    .map(compilation -> TimeUnit.MILLISECONDS.toNanos(compilation.getTotalCompilationTime()))
                    .orElse(0L));
        }

        private ClientSide client(int number) throws IOException {
            return Optional.ofNullable(clients.get(number))
                    .orElseThrow(() -> new IOException("client " + number + " has ended"));
        }

        private ServerSide server(int number) throws IOException {
            return Optional.ofNullable(servers.get(number))
                    .orElseThrow(() -> new IOException("server " + number + " has ended"));
        }

        void endAll() {
            clients.values().forEach(ClientSide::end);
            servers.values().forEach(ServerSide::end);
        }
    }
}
