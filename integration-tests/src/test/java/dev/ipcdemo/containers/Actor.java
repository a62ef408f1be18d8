package dev.ipcdemo.containers;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Does in a container what a test says, a line at a time: a verb and its arguments. Answers each with a line: {@code ok}
 * and what came of it, or {@code failed}, the kind and the sentence.
 */
final class Actor {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** For what is to succeed, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    /** For what is to time out. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    /** After which a call that receives looks whether there is still time. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private Duration patience = PATIENCE;
    private Duration room = Duration.ZERO; // for as long as it takes
    private Optional<Connection> connection = Optional.empty();
    private CompletableFuture<Long> pouring = CompletableFuture.completedFuture(0L);
    private long poured;

    private Actor() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        Actor actor = new Actor();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(actor.answer(List.of(line.split(" "))));
        }
        System.exit(0);
    }

    private String answer(List<String> words) {
        try {
            return "ok " + does(words.get(0), words.subList(1, words.size()));
        } catch (SocketFailure e) {
            return "failed " + e.kind() + " " + e.getMessage();
        } catch (Exception e) {
            return "failed " + e;
        }
    }

    private String does(String verb, List<String> arguments) throws Exception {
        return switch (verb) {
            case "serve" -> serve(Endpoint.parse(arguments.get(0)));
            case "served" -> Integer.toString(served.get());
            case "impatiently" -> impatiently(arguments);
            case "room" -> room(Duration.ofMillis(Long.parseLong(arguments.get(0))));
            case "connect" -> connect(Endpoint.parse(arguments.get(0)));
            case "ask" -> ask(arguments.get(0));
            case "saturate" -> saturate();
            case "collect" -> collect();
            case "transfer" -> transfer(Integer.parseInt(arguments.get(0)) * 1024L * 1024);
            case "flood" -> new Flood(connection.orElseThrow()).run(Integer.parseInt(arguments.get(0)), patience);
            case "relay" ->
                relay(
                        Endpoint.parse(arguments.get(0)),
                        Endpoint.parse(arguments.get(1)),
                        Integer.parseInt(arguments.get(2)));
            case "dropped" -> Integer.toString(dropped.get());
            case "load" -> load(Endpoint.parse(arguments.get(0)), Integer.parseInt(arguments.get(1)));
            case "fill" -> fill(Path.of(arguments.get(0)));
            case "hoard" -> hoard(Path.of(arguments.get(0)));
            case "empty" -> empty(Path.of(arguments.get(0)));
            case "files" -> files(Path.of(arguments.get(0)));
            case "wait" -> waitForEnd();
            case "receive" -> receive(connection.orElseThrow(), Integer.parseInt(arguments.get(0)));
            case "read" -> Files.readString(Path.of(arguments.get(0)));
            case "status" -> status(arguments.get(0));
            case "java" -> System.getProperty("java.version");
            case "key" ->
                KeyPairGenerator.getInstance(arguments.get(0))
                        .generateKeyPair()
                        .getPublic()
                        .getFormat();
            default -> Descriptors.does(verb, arguments);
        };
    }

    /** Echoes for everybody, from now on. */
    private String serve(Endpoint endpoint) throws IOException {
        Transport transport = Transports.byScheme(endpoint.scheme());
        if (transport instanceof StreamTransport streams) {
            Listener listener = streams.listen(endpoint, Options.DEFAULT.with(Options.BACKLOG, 1024));
            background("accept", () -> acceptAll(listener));
            return listener.localEndpoint().toString();
        }
        PacketSocket socket = ((PacketTransport) transport).bind(endpoint, Options.DEFAULT);
        background("echo", () -> echoPackets(socket));
        return socket.localEndpoint().toString();
    }

    private void acceptAll(Listener listener) throws IOException {
        while (true) {
            Connection accepted = listener.accept();
            served.incrementAndGet();
            background("echo", () -> echo(accepted));
        }
    }

    private static void echo(Connection accepted) throws IOException {
        try (accepted) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
            while (accepted.recv(buffer) >= 0) {
                accepted.sendFully(buffer.flip());
                buffer.clear();
            }
        }
    }

    private void echoPackets(PacketSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        while (true) {
            SocketAddress sender = socket.recvFrom(buffer.clear());
            served.incrementAndGet();
            socket.sendTo(buffer.flip(), sender);
        }
    }

    /** Does something, in which connecting and receiving soon time out. */
    private String impatiently(List<String> words) throws Exception {
        patience = IMPATIENCE;
        try {
            return does(words.get(0), words.subList(1, words.size()));
        } finally {
            patience = PATIENCE;
        }
    }

    /** How long sends of the connection to come wait for room. */
    private String room(Duration limit) {
        room = limit;
        return limit.toString();
    }

    private String connect(Endpoint endpoint) throws IOException {
        if (connection.isPresent()) {
            connection.get().close();
            connection = Optional.empty();
        }
        connection = Optional.of(open(endpoint));
        return connection.get().peerEndpoint().toString();
    }

    private Connection open(Endpoint endpoint) throws IOException {
        Options options = Options.DEFAULT
                .with(Options.CONNECT_TIMEOUT, patience)
                .with(Options.RECV_TIMEOUT, LOOK)
                .with(Options.SEND_TIMEOUT, room);
        return Transports.byScheme(endpoint.scheme()).connect(endpoint, options);
    }

    private String ask(String text) throws IOException {
        return ask(connection.orElseThrow(), text);
    }

    private String ask(Connection to, String text) throws IOException {
        byte[] question = text.getBytes(StandardCharsets.UTF_8);
        to.sendFully(ByteBuffer.wrap(question));
        return receive(to, question.length);
    }

    private String receive(Connection from, int bytes) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(bytes);
        untilTimeOut(() -> {
            from.recvFully(answer);
            return bytes;
        });
        return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }

    /** Waits for what should not come: nothing is sent that would be answered. */
    private String waitForEnd() throws IOException {
        Connection from = connection.orElseThrow();
        return untilTimeOut(() -> from.recv(ByteBuffer.allocate(1))) < 0 ? "end" : "a byte";
    }

    @FunctionalInterface
    private interface Receive {
        int receive() throws IOException;
    }

    /** Receives again after each time-out, as long as it is patient. */
    private int untilTimeOut(Receive call) throws IOException {
        long startNs = System.nanoTime();
        while (true) {
            try {
                return call.receive();
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT || System.nanoTime() - startNs > patience.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Sends pseudo-random bytes while it receives their echo, and compares the checksums. */
    private String transfer(long bytes) throws IOException {
        Connection to = connection.orElseThrow();
        poured = bytes;
        pouring = CompletableFuture.supplyAsync(() -> send(to, bytes));
        return collect();
    }

    /** Sends pseudo-random bytes until there has been no room for more for as long as {@link #room} says. */
    private String saturate() throws IOException {
        Connection to = connection.orElseThrow();
        Random random = new Random(1);
        byte[] chunk = new byte[CHUNK_BYTES];
        CRC32C sent = new CRC32C();
        poured = 0;
        try {
            while (true) {
                random.nextBytes(chunk);
                int count = to.send(ByteBuffer.wrap(chunk));
                sent.update(chunk, 0, count);
                poured += count;
            }
        } catch (SocketFailure full) {
            if (full.kind() != FailureKind.TIMEOUT) {
                throw full;
            }
        }
        pouring = CompletableFuture.completedFuture(sent.getValue());
        return poured + " bytes";
    }

    /** Receives the echo of what was sent, and compares the checksums. */
    private String collect() throws IOException {
        Connection from = connection.orElseThrow();
        CRC32C received = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (long left = poured; left > 0; ) {
            int count = untilTimeOut(() -> from.recv(buffer.clear()));
            if (count < 0) {
                throw new IOException("the stream ended with " + left + " bytes missing");
            }
            received.update(buffer.flip());
            left -= count;
        }
        try {
            if (pouring.join() != received.getValue()) {
                throw new IOException("what came back is not what was sent");
            }
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        return poured + " bytes";
    }

    private static long send(Connection to, long bytes) {
        Random random = new Random(1);
        byte[] chunk = new byte[CHUNK_BYTES];
        CRC32C sent = new CRC32C();
        try {
            for (long left = bytes; left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                sent.update(chunk);
                to.sendFully(ByteBuffer.wrap(chunk));
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        return sent.getValue();
    }

    /** Forwards one client's datagrams and the answers, but drops some of either, by chance. */
    private String relay(Endpoint at, Endpoint target, int percent) throws IOException {
        PacketTransport packets = Transports.packet(at.scheme());
        PacketSocket front = packets.bind(at, Options.DEFAULT);
        Connection back = packets.connect(target, Options.DEFAULT);
        Random chance = new Random(1);
        CompletableFuture<SocketAddress> client = new CompletableFuture<>();
        background("there", () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
            while (true) {
                client.complete(front.recvFrom(buffer.clear()));
                if (isKept(chance, percent)) {
                    back.send(buffer.flip());
                }
            }
        });
        background("back", () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
            while (true) {
                back.recv(buffer.clear());
                if (isKept(chance, percent)) {
                    front.sendTo(buffer.flip(), client.join());
                }
            }
        });
        return front.localEndpoint().toString();
    }

    private boolean isKept(Random chance, int percent) {
        if (chance.nextInt(100) >= percent) {
            return true;
        }
        dropped.incrementAndGet();
        return false;
    }

    /** Opens many connections, keeps them all, and asks over each of them, twice. */
    private String load(Endpoint server, int connections) throws IOException {
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(open(server));
            }
            int answered = 0;
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < connections; i++) {
                    String question = "question-" + round + "-" + i;
                    answered += ask(open.get(i), question).equals(question) ? 1 : 0;
                }
            }
            return Integer.toString(answered);
        } finally {
            for (Connection each : open) {
                each.close();
            }
        }
    }

    /** Fills a file in memory, which counts towards the limit of the container. */
    private static String hoard(Path file) throws IOException {
        byte[] chunk = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 1024; i++) {
                out.write(chunk);
            }
        }
        throw new IllegalStateException("there is more memory than expected");
    }

    private static String fill(Path directory) {
        int files = 0;
        try {
            while (files < 1_000_000) {
                Files.createFile(directory.resolve("filler-" + files));
                files++;
            }
        } catch (IOException full) {
            return files + " files, then: " + full.getMessage();
        }
        throw new IllegalStateException("there is always room");
    }

    private static String empty(Path directory) throws IOException {
        for (Path file : list(directory)) {
            if (file.getFileName().toString().startsWith("filler-")) {
                Files.delete(file);
            }
        }
        return files(directory);
    }

    /** A line of proc(5)'s status of this process. */
    private static String status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1)
                .strip();
    }

    private static String files(Path directory) throws IOException {
        return list(directory).stream().map(Path::getFileName).toList().toString();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Something that goes on until the container ends, or fails. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    static void background(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        System.err.println(name + ": " + e.getMessage());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
