package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Throughput with batches: every message is numbered, sent once, and checked. */
class BatchesTest {

    private static final int BYTES = 64;
    private static final int BATCH = 8;
    private static final Cell CELL = Cell.of(Pattern.THROUGHPUT, "posix+udp", Scope.IN_PROCESS)
            .with(Cell.MESSAGE_BYTES, BYTES)
            .with(Cell.BATCH, BATCH);

    private final VirtualClock clock = new VirtualClock();
    private final List<byte[]> carried = new ArrayList<>();

    /** A client's end: takes at most three messages a call, and none in every second call, as a full send buffer does. */
    private final class Sender implements MessageChannel, Batch.Outgoing {

        private final List<ByteBuffer> messages = IntStream.range(0, BATCH)
                .mapToObj(i -> ByteBuffer.allocateDirect(BYTES))
                .toList();
        private int calls;

        @Override
        public Optional<Batch.Outgoing> sendBatch(int count, int messageBytes) {
            return Optional.of(this);
        }

        @Override
        public int send(int first, int count) {
            clock.pass(1_000);
            int sent = calls++ % 2 == 0 ? Math.min(3, count) : 0;
            for (int i = first; i < first + sent; i++) {
                byte[] bytes = new byte[messages.get(i).limit()];
                messages.get(i).get(0, bytes);
                carried.add(bytes);
            }
            return sent;
        }

        @Override
        public int messages() {
            return BATCH;
        }

        @Override
        public ByteBuffer message(int index) {
            return messages.get(index);
        }

        @Override
        public String calls() {
            return "sendmmsg";
        }

        @Override
        public void send(ByteBuffer message) {
            throw new AssertionError("one message a call");
        }

        @Override
        public int receive(ByteBuffer buffer) {
            throw new AssertionError("nothing is sent back");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** A server's end, which receives some messages and then the end. */
    private static final class Receiver implements MessageChannel, Batch.Incoming {

        private static final int AT_ONCE = 5;

        private final List<byte[]> arriving;
        private int first;
        private int received;

        Receiver(List<byte[]> arriving) {
            this.arriving = arriving;
        }

        @Override
        public Optional<Batch.Incoming> recvBatch(int count, int messageBytes) {
            return Optional.of(this);
        }

        @Override
        public int recv() {
            first += received;
            received = Math.min(AT_ONCE, arriving.size() - first);
            return received == 0 ? -1 : received;
        }

        @Override
        public int messages() {
            return AT_ONCE;
        }

        @Override
        public ByteBuffer message(int index) {
            return ByteBuffer.wrap(arriving.get(first + index));
        }

        @Override
        public int sentBytes(int index) {
            return arriving.get(first + index).length;
        }

        @Override
        public String calls() {
            return "recvmmsg";
        }

        @Override
        public void send(ByteBuffer message) {
            throw new AssertionError("nothing is sent back");
        }

        @Override
        public int receive(ByteBuffer buffer) {
            throw new AssertionError("one message a call");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private ClientResult flood() throws IOException {
        try (ExchangeClient client = new Throughput().client(Sender::new, CELL, clock)) {
            assertThat(client.calls()).isEqualTo("sendmmsg");
            return client.run(100_000, 0);
        }
    }

    /** What the server counts of messages after a fault. */
    private Counts counted(UnaryOperator<List<byte[]>> fault) throws IOException {
        List<byte[]> arriving = fault.apply(carried);
        ExchangeServer server =
                new Throughput().server(Acceptor.of("", () -> new Receiver(arriving), () -> {}), CELL, clock);
        server.run();
        assertThat(server.calls()).isEqualTo("recvmmsg");
        return server.arrivals().counts().ofSent(carried.size());
    }

    @Test
    void everyMessageIsSentOnceThoughTheKernelTakesAPart() throws IOException {
        ClientResult result = flood();

        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().sent()).isEqualTo(carried.size()).isGreaterThan(2 * BATCH);
        assertThat(counted(all -> all)).isEqualTo(new Counts(carried.size(), carried.size(), 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aMessageThatIsLostIsCounted() throws IOException {
        flood();

        assertThat(counted(all -> {
                            List<byte[]> some = new ArrayList<>(all);
                            some.remove(9);
                            return some;
                        })
                        .lost())
                .isEqualTo(1);
    }

    @Test
    void messagesInAnotherOrderAreCounted() throws IOException {
        flood();

        assertThat(counted(all -> {
                            List<byte[]> some = new ArrayList<>(all);
                            some.add(12, some.remove(9));
                            return some;
                        })
                        .reordered())
                .isEqualTo(1);
    }

    @Test
    void aByteThatIsWrongIsSeen() throws IOException {
        flood();
        carried.get(9)[20] ^= 1;

        assertThat(counted(all -> all).corrupted()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsLongerIsSeen() throws IOException {
        flood();

        assertThat(counted(all -> {
                            List<byte[]> some = new ArrayList<>(all);
                            some.set(9, new byte[BYTES + 1]);
                            return some;
                        })
                        .wrongSize())
                .isEqualTo(1);
    }

    @Test
    void aChannelWithoutBatchesIsNotMeasuredAsIfItHadThem() {
        QueueAcceptor acceptor = new QueueAcceptor(List.of(List.of()));

        assertThatThrownBy(() -> new Throughput().client(acceptor::accept, CELL, clock))
                .hasMessage("over this channel, one call carries one message");
        assertThatThrownBy(() -> new Throughput()
                        .server(new QueueAcceptor(List.of(List.of())), CELL, clock)
                        .run())
                .hasMessage("over this channel, one call carries one message");
    }

    /** What a server counts of two streams, one of which lacks a message. */
    @Test
    void whatSeveralStreamsCarryIsCheckedForEachAndCountedTogether() throws IOException {
        Cell two = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.IN_PROCESS).with(Cell.STREAMS, 2);
        ExchangeServer server = new Throughput()
                .server(
                        new QueueAcceptor(List.of(
                                List.of(numbered(0), numbered(1), numbered(3)), List.of(numbered(0), numbered(1)))),
                        two,
                        clock);

        server.run();

        assertThat(server.arrivals().counts().ofSent(6)).isEqualTo(new Counts(6, 5, 1, 0, 0, 0, 0, 0));
        assertThat(server.threads()).hasSize(2);
    }

    private static byte[] numbered(long sequence) {
        Payload payload = new Payload(BYTES);
        ByteBuffer message = payload.outgoing();
        payload.writeRequest(message, sequence);
        byte[] bytes = new byte[BYTES];
        message.get(bytes);
        return bytes;
    }
}
