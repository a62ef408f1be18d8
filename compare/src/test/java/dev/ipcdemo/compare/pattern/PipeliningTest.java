package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests under way: each is answered, timed from its own send, and checked. */
class PipeliningTest {

    private static final long RUN_NS = 10_000_000;

    private final VirtualClock clock = new VirtualClock();
    private final List<Integer> underWay = new ArrayList<>();

    private static Cell cell(int depth) {
        return Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS).with(Cell.DEPTH, depth);
    }

    /** Remembers how many requests were under way whenever a reply is waited for. */
    private final class Observed implements MessageChannel {

        private final MessageChannel channel;
        private int open;

        Observed(MessageChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            channel.send(message);
            open++;
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            underWay.add(open);
            open--;
            return channel.receive(buffer);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private ClientResult run(int depth, boolean mayLose, FaultyChannel.Fault fault) {
        return new ClosedLoopClient(new Observed(new FaultyChannel(clock, fault)), cell(depth), mayLose, clock)
                .run(RUN_NS, Sample.FEWEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 64})
    void asManyRequestsAreUnderWayAsAskedFor(int depth) {
        ClientResult result = run(depth, false, FaultyChannel.NONE);

        assertThat(result.failure()).isEmpty();
        assertThat(underWay).startsWith(depth, depth, depth).endsWith(2, 1);
        assertThat(result.counts()).isEqualTo(new Counts(999 + depth, 999 + depth, 0, 0, 0, 0, 0, 0));
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(999 + depth);
    }

    @Test
    void aLatencyIsCountedFromTheSendOfItsOwnRequest() {
        ClientResult result = run(8, false, FaultyChannel.NONE);

        assertThat(result.latenciesNs().getValueAtPercentile(50))
                .as("a request waits for the seven before it, each of which takes 10 µs")
                .isBetween(79_000L, 81_000L);
    }

    @Test
    void aReplyThatIsMissingIsSeen() {
        ClientResult result = run(8, false, (number, request, reply) -> number == 7 ? List.of() : List.of(reply));

        assertThat(result.failure().orElse("")).contains("1 message never arrived");
        assertThat(result.counts().lost()).isEqualTo(1);
    }

    @Test
    void aByteThatIsWrongIsSeen() {
        ClientResult result = run(8, false, (number, request, reply) -> {
            reply[20] ^= (byte) (number == 7 ? 1 : 0);
            return List.of(reply);
        });

        assertThat(result.failure().orElse("")).contains("1 message had the wrong content");
    }

    @Test
    void itGoesOnWhenAWholeWindowIsLost() {
        ClientResult result =
                run(8, true, (number, request, reply) -> number >= 100 && number < 108 ? List.of() : List.of(reply));

        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().lost()).isEqualTo(8);
        assertThat(result.latenciesNs().getMaxValue()).isLessThan(1_000_000);
    }

    @Test
    void aServerRepliesWithTheSizeThatIsAskedFor() throws IOException {
        Cell cell = cell(1).with(Cell.MESSAGE_BYTES, 16).with(Cell.REPLY_BYTES, 100);
        Payload requests = new Payload(16);
        ByteBuffer request = requests.outgoing();
        requests.writeRequest(request, 5);
        byte[] bytes = new byte[16];
        request.get(bytes);
        QueueAcceptor acceptor = new QueueAcceptor(List.of(List.of(bytes)));

        new RespondingServer(acceptor, cell, 1).run();

        ByteBuffer reply = ByteBuffer.allocate(100)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(acceptor.sent().get(0));
        assertThat(new Payload(100).isIntact(reply.flip(), 5, true)).isTrue();
    }

    @Test
    void aReplyOfTheSizeOfItsRequestIsNoDimensionOfItsOwn() {
        assertThat(cell(1).with(Cell.REPLY_BYTES, 64)).isEqualTo(cell(1));
        assertThat(cell(4).with(Cell.REPLY_BYTES, 1024))
                .hasToString("tcp, round-trip, 64 B, reply 1 KiB, in-process, block, cpus same, depth 4");
    }
}
