package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every row of the comparison promises. A server opens, accepts and serves on one thread, as in a measurement. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class CarrierContract {

    private static final int MANY = 20_000;
    private static final int LARGEST_TRIED = 1 << 20;
    private static final List<String> JVM = List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Acceptor> opened = new CompletableFuture<>();

    /** The row. */
    protected abstract Carrier carrier();

    @AfterEach
    void closeTheAcceptor() throws IOException {
        opened.completeExceptionally(new IllegalStateException("nothing was opened"));
        threads.shutdownNow();
    }

    private Cell cell(Pattern pattern) {
        return Cell.of(pattern, carrier().name(), Scope.IN_PROCESS);
    }

    private void assumeMeasurable(Cell cell) {
        Optional<String> refusal = carrier().refusal(cell, Settings.DEFAULT);
        assumeTrue(refusal.isEmpty(), refusal::orElseThrow);
    }

    /** A row that can be measured in this pattern has connections, and tells when the other side ends one. */
    private void assumeConnections() {
        assumeMeasurable(cell(Pattern.CONNECT));
    }

    /** What a server does with its channel to a client. */
    private interface Serving<T> {
        T serve(MessageChannel channel) throws IOException;
    }

    private <T> Future<T> serve(Cell cell, Serving<T> serving) {
        return threads.submit(() -> {
            try (Acceptor acceptor = carrier().open(cell, Settings.DEFAULT)) {
                opened.complete(acceptor);
                try (MessageChannel channel = acceptor.accept()) {
                    return serving.serve(channel);
                }
            } catch (IOException | RuntimeException | Error e) {
                opened.completeExceptionally(e);
                throw e;
            }
        });
    }

    private MessageChannel connect(Cell cell) throws IOException {
        return carrier().connect(opened.join().address(), cell, Settings.DEFAULT);
    }

    private static ByteBuffer random(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return ByteBuffer.allocateDirect(bytes).put(content).flip();
    }

    private static ByteBuffer room(Cell cell) {
        return ByteBuffer.allocateDirect(cell.messageBytes() + 1);
    }

    /** Sends back what comes, until the other side closes the channel. Returns how many messages that was. */
    private static int echo(MessageChannel channel, Cell cell) throws IOException {
        ByteBuffer buffer = room(cell);
        int messages = 0;
        while (channel.receive(buffer) >= 0) {
            channel.send(buffer);
            messages++;
        }
        return messages;
    }

    private int largest(Cell cell) {
        int fits = 1;
        int tooLarge = LARGEST_TRIED + 1;
        while (tooLarge - fits > 1) {
            int middle = (fits + tooLarge) / 2;
            boolean isFit = carrier()
                    .refusal(cell.with(Cell.MESSAGE_BYTES, middle), Settings.DEFAULT)
                    .isEmpty();
            fits = isFit ? middle : fits;
            tooLarge = isFit ? tooLarge : middle;
        }
        return fits;
    }

    @Test
    void carriesContentOfEverySizeInBothDirections() throws Exception {
        Cell any = cell(Pattern.ROUND_TRIP);
        assumeMeasurable(any);
        int largest = largest(any);
        int[] sizes = IntStream.of(1, 8, 64, 1000, 1 << 12, 1 << 14, (1 << 16) - 1, 1 << 16, largest)
                .filter(size -> size <= largest)
                .toArray();
        for (int size : sizes) {
            exchange(any.with(Cell.MESSAGE_BYTES, size));
        }
    }

    private void exchange(Cell cell) throws Exception {
        CompletableFuture<String> address = new CompletableFuture<>();
        Future<Void> server = threads.submit(() -> {
            try (Acceptor acceptor = carrier().open(cell, Settings.DEFAULT)) {
                address.complete(acceptor.address());
                try (MessageChannel channel = acceptor.accept()) {
                    ByteBuffer buffer = room(cell);
                    for (int i = 0; i < 3; i++) {
                        channel.receive(buffer);
                        channel.send(buffer);
                    }
                    address.join();
                }
            } catch (IOException | RuntimeException | Error e) {
                address.completeExceptionally(e);
                throw e;
            }
            return null;
        });
        try (MessageChannel channel = carrier().connect(address.join(), cell, Settings.DEFAULT)) {
            ByteBuffer buffer = room(cell);
            for (int i = 0; i < 3; i++) {
                ByteBuffer message = random(cell.messageBytes(), i);
                channel.send(message);
                assertThat(message.hasRemaining()).isFalse();
                assertThat(channel.receive(buffer)).isEqualTo(cell.messageBytes());
                assertThat(buffer).isEqualTo(random(cell.messageBytes(), i));
            }
        }
        server.get();
    }

    @Test
    void deliversManyMessagesInOrder() throws Exception {
        Cell cell = cell(Pattern.THROUGHPUT);
        assumeMeasurable(cell);
        assumeFalse(carrier().mayLose(), "datagrams may be lost");
        Future<Integer> server = serve(cell, channel -> {
            ByteBuffer buffer = room(cell);
            int next = 0;
            while (next < MANY && channel.receive(buffer) == cell.messageBytes() && buffer.getInt(0) == next) {
                next++;
            }
            buffer.clear().limit(cell.messageBytes());
            channel.send(buffer);
            return next;
        });
        try (MessageChannel channel = connect(cell)) {
            ByteBuffer message = ByteBuffer.allocateDirect(cell.messageBytes());
            for (int i = 0; i < MANY; i++) {
                message.clear().putInt(0, i);
                channel.send(message);
            }
            channel.receive(room(cell));
            assertThat(server.get()).isEqualTo(MANY);
        }
    }

    @Test
    void tellsTheEndAfterTheLastMessage() throws Exception {
        assumeConnections();
        Cell cell = cell(Pattern.CONNECT);
        Future<Integer> server = serve(cell, channel -> echo(channel, cell));
        try (MessageChannel channel = connect(cell)) {
            channel.send(random(cell.messageBytes(), 0));
            channel.receive(room(cell));
        }
        assertThat(server.get()).isEqualTo(1);
    }

    @Test
    void servesOneConnectionAfterAnother() throws Exception {
        assumeConnections();
        Cell cell = cell(Pattern.CONNECT);
        Future<Integer> server = threads.submit(() -> {
            int messages = 0;
            try (Acceptor acceptor = carrier().open(cell, Settings.DEFAULT)) {
                opened.complete(acceptor);
                for (int i = 0; i < 20; i++) {
                    try (MessageChannel channel = acceptor.accept()) {
                        messages += echo(channel, cell);
                    }
                }
            }
            return messages;
        });
        for (int i = 0; i < 20; i++) {
            try (MessageChannel channel = connect(cell)) {
                ByteBuffer buffer = room(cell);
                channel.send(random(cell.messageBytes(), i));
                channel.receive(buffer);
                assertThat(buffer).isEqualTo(random(cell.messageBytes(), i));
            }
        }
        assertThat(server.get()).isEqualTo(20);
    }

    /** The other process ends without closing anything. */
    @Test
    void noticesThatThePeerDied() throws Exception {
        assumeConnections();
        Cell cell = cell(Pattern.CONNECT).with(Cell.SCOPE, Scope.INTER_PROCESS);
        Future<Boolean> server = serve(cell, channel -> hasEnded(() -> echo(channel, cell)));
        String address = opened.join().address();
        try (JavaProcess peer = JavaProcess.start(
                CarrierContractPeer.class,
                JVM,
                carrier().name(),
                address,
                cell.pattern().name())) {
            assertThat(server.get()).isTrue();
            assertThat(peer.exitStatus()).isEqualTo(CarrierContractPeer.DIED);
        }
    }

    /** Where there are no connections nothing tells of its death, and the server waits until it is closed. */
    @Test
    void closingEndsAServersWaitForAClientThatDied() throws Exception {
        Cell cell = cell(Pattern.ROUND_TRIP).with(Cell.SCOPE, Scope.INTER_PROCESS);
        assumeMeasurable(cell);
        CompletableFuture<MessageChannel> accepted = new CompletableFuture<>();
        Future<Boolean> server = serve(cell, channel -> {
            accepted.complete(channel);
            return hasEnded(() -> echo(channel, cell));
        });
        String address = opened.join().address();
        try (JavaProcess client = JavaProcess.start(
                CarrierContractPeer.class,
                JVM,
                carrier().name(),
                address,
                cell.pattern().name())) {
            assertThat(client.exitStatus()).isEqualTo(CarrierContractPeer.DIED);
            accepted.join().close();
            assertThat(server.get()).isTrue();
        }
    }

    /** The same the other way round. A call of a library that calls ends of itself. */
    @Test
    void closingEndsAClientsWaitForAServerThatDied() throws Exception {
        Cell cell = cell(Pattern.ROUND_TRIP).with(Cell.SCOPE, Scope.INTER_PROCESS);
        assumeMeasurable(cell);
        CompletableFuture<MessageChannel> connected = new CompletableFuture<>();
        try (JavaProcess server =
                JavaProcess.start(CarrierContractServer.class, JVM, carrier().name())) {
            String address = addressOf(server);
            Future<Boolean> client = threads.submit(() -> {
                connected.completeAsync(() -> connected(address, cell), Runnable::run);
                MessageChannel channel = connected.join();
                return hasEnded(() -> {
                    channel.send(random(cell.messageBytes(), 0));
                    return channel.receive(room(cell)) < 0 ? 1 : 0;
                });
            });
            assertThat(server.exitStatus()).isEqualTo(CarrierContractPeer.DIED);
            connected.join().close();
            assertThat(client.get()).isTrue();
        } finally {
            PrivateDirectory.sweep(); // what the server left
            PrivateDirectory.createInMemory().close();
        }
    }

    private static String addressOf(JavaProcess server) throws IOException {
        String line = server.readLine();
        while (!line.startsWith(CarrierContractServer.AT)) {
            line = server.readLine(); // a library's remark
        }
        return line.substring(CarrierContractServer.AT.length());
    }

    private MessageChannel connected(String address, Cell cell) {
        try {
            return carrier().connect(address, cell, Settings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A death may look like an end or like a failure. */
    private static boolean hasEnded(Callable<Integer> echo) {
        try {
            return echo.call() == 1;
        } catch (Exception e) {
            return true;
        }
    }

    @Test
    void closingEndsAWaitForAMessage() throws Exception {
        Cell cell = cell(Pattern.ROUND_TRIP);
        assumeMeasurable(cell);
        CompletableFuture<MessageChannel> accepted = new CompletableFuture<>();
        Future<Boolean> server = serve(cell, channel -> {
            ByteBuffer buffer = room(cell);
            channel.receive(buffer);
            channel.send(buffer);
            accepted.complete(channel);
            return hasEnded(() -> channel.receive(buffer) < 0 ? 1 : 0);
        });
        try (MessageChannel channel = connect(cell)) {
            channel.send(random(cell.messageBytes(), 0));
            channel.receive(room(cell));
            accepted.join().close();
            assertThat(server.get()).isTrue();
        }
    }

    @Test
    void closingEndsAWaitForAClient() throws Exception {
        assumeConnections();
        Cell cell = cell(Pattern.CONNECT);
        Future<Boolean> server = serve(cell, channel -> true);
        opened.join().close();
        assertThatThrownBy(server::get).hasRootCauseInstanceOf(IOException.class);
    }
}
