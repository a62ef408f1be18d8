package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class DatagramHandshakeTest {

    private static final int MESSAGE_BYTES = 64;
    private static final Cell CELL = Cell.of(Pattern.ROUND_TRIP, "udp", Scope.IN_PROCESS);
    private static final long AT_ONCE_NS = 1;
    private static final long NEVER_NS = TimeUnit.DAYS.toNanos(1);

    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** Fails. */
    private final class Broken implements MessageChannel {

        @Override
        public void send(ByteBuffer message) throws IOException {
            calls.add("send " + message.remaining());
            throw new IOException("refused");
        }

        @Override
        public int receive(ByteBuffer buffer) {
            throw new AssertionError("nothing was sent");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    /** Carries some datagrams to whoever waits for them, after a number of them have been sent. */
    private final class Recorder implements MessageChannel {

        private final CountDownLatch sent;
        private final Deque<Integer> sizes;
        private final CountDownLatch closed = new CountDownLatch(1);

        Recorder(int afterSends, Integer... sizes) {
            sent = new CountDownLatch(afterSends);
            this.sizes = new ArrayDeque<>(List.of(sizes));
        }

        @Override
        public void send(ByteBuffer message) {
            calls.add("send " + message.remaining());
            sent.countDown();
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            try {
                sent.await();
                if (sizes.isEmpty()) {
                    closed.await();
                    throw new IOException("closed");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return sizes.remove();
        }

        @Override
        public void close() {
            calls.add("close");
            closed.countDown();
        }
    }

    private static int receive(MessageChannel channel) throws IOException {
        return channel.receive(ByteBuffer.allocate(MESSAGE_BYTES + 1));
    }

    @Test
    void clientSendsAndWaitsForTheAnswer() throws IOException {
        DatagramHandshake.exchanged(new Recorder(1, 1), CELL, NEVER_NS, NEVER_NS);
        assertThat(calls).containsExactly("send 1");
    }

    @Test
    void clientRepeatsWhatWasLost() throws IOException {
        DatagramHandshake.exchanged(new Recorder(3, 1), CELL, AT_ONCE_NS, NEVER_NS);
        assertThat(calls).contains("send 1").hasSizeGreaterThanOrEqualTo(3).doesNotContain("close");
    }

    @Test
    void clientGivesUp() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DatagramHandshake.exchanged(new Recorder(1), CELL, AT_ONCE_NS, 1_000_000))
                .withMessage("the server did not answer the first datagram within 1 ms");
        assertThat(calls).contains("close");
    }

    @Test
    void clientIgnoresAnAnswerThatComesTwice() throws IOException {
        MessageChannel channel =
                DatagramHandshake.exchanged(new Recorder(1, 1, 1, MESSAGE_BYTES), CELL, NEVER_NS, NEVER_NS);
        assertThat(receive(channel)).isEqualTo(MESSAGE_BYTES);
        assertThat(calls).containsExactly("send 1");
    }

    @Test
    void serverAnswersAgainIfItsAnswerWasLost() throws IOException {
        MessageChannel channel = DatagramHandshake.answered(new Recorder(1, 1, MESSAGE_BYTES), CELL);
        assertThat(receive(channel)).isEqualTo(MESSAGE_BYTES);
        assertThat(calls).containsExactly("send 1", "send 1");
    }

    @Test
    void serverOfManyClientsAnswersEachFirstDatagram() throws IOException {
        MessageChannel channel = DatagramHandshake.answering(new Recorder(0, 1, 1, MESSAGE_BYTES), CELL);
        assertThat(receive(channel)).isEqualTo(MESSAGE_BYTES);
        assertThat(calls).containsExactly("send 1", "send 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, MESSAGE_BYTES})
    void noMessageIsTakenForAHandshake(int messageBytes) throws IOException {
        MessageChannel channel =
                DatagramHandshake.answered(new Recorder(1, messageBytes), CELL.with(Cell.MESSAGE_BYTES, messageBytes));
        assertThat(receive(channel)).isEqualTo(messageBytes);
    }

    @Test
    void closesTheChannelWhenItFails() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DatagramHandshake.exchanged(new Broken(), CELL))
                .withMessage("refused");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DatagramHandshake.answered(new Broken(), CELL))
                .withMessage("refused");
        assertThat(calls).containsExactly("send 1", "close", "send 1", "close");
    }
}
