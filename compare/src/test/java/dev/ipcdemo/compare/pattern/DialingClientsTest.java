package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DialingClientsTest {

    private static final int BYTES = 64;
    private static final int CLIENTS = 3;

    private final VirtualClock clock = new VirtualClock();
    private final List<MessageChannel> closed = new ArrayList<>();

    private static Cell cell(Pattern pattern) {
        return Cell.of(pattern, "tcp", Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, BYTES)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.CLIENTS, CLIENTS);
    }

    private MessageChannel channel(FaultyChannel.Fault fault) {
        FaultyChannel channel = new FaultyChannel(clock, fault);
        return new MessageChannel() {
            @Override
            public void send(ByteBuffer message) {
                channel.send(message);
            }

            @Override
            public int receive(ByteBuffer buffer) throws IOException {
                return channel.receive(buffer);
            }

            @Override
            public void close() {
                closed.add(this);
            }
        };
    }

    /** Opens so many channels, and fails then. */
    private Exchange.Dialer dialer(int channels, FaultyChannel.Fault fault) {
        Iterator<MessageChannel> left =
                Collections.nCopies(channels, fault).stream().map(this::channel).iterator();
        return () -> {
            clock.pass(TimeUnit.MICROSECONDS.toNanos(90));
            return Collections.singletonList(left).stream()
                    .filter(Iterator::hasNext)
                    .findFirst()
                    .orElseThrow(() -> new IOException("nobody is listening"))
                    .next();
        };
    }

    @Test
    void connectTimesConnectionAndRoundTripAndClosesEachConnection() throws IOException {
        ClientResult result = new Connect()
                .client(dialer(10, FaultyChannel.NONE), cell(Pattern.CONNECT), clock)
                .run(TimeUnit.MILLISECONDS.toNanos(1), 0);
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts()).isEqualTo(new Counts(10, 10, 0, 0, 0, 0, 0, 0));
        assertThat(result.elapsedNs()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(10);
        assertThat(result.latenciesNs().getMinValue()).isBetween(99_000L, 101_000L);
        assertThat(closed).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void connectGoesOnUntilThereAreEnoughConnections() throws IOException {
        ClientResult result = new Connect()
                .client(dialer(25, FaultyChannel.NONE), cell(Pattern.CONNECT), clock)
                .run(TimeUnit.MILLISECONDS.toNanos(1), Sample.FEWEST);
        assertThat(result.failure()).isEmpty();
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(Sample.FEWEST);
    }

    @Test
    void connectTellsThatAConnectionFailed() throws IOException {
        ClientResult result = new Connect()
                .client(dialer(4, FaultyChannel.NONE), cell(Pattern.CONNECT), clock)
                .run(TimeUnit.MILLISECONDS.toNanos(1), 0);
        assertThat(result.failure()).contains("a connection failed: nobody is listening");
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(4);
        assertThat(closed).hasSize(4);
    }

    @Test
    void connectChecksEveryReply() throws IOException {
        ClientResult result = new Connect()
                .client(dialer(4, (number, request, reply) -> List.of(request)), cell(Pattern.CONNECT), clock)
                .run(TimeUnit.MILLISECONDS.toNanos(1), 0);
        assertThat(result.failure().orElse("")).contains("1 message came back unchanged");
        assertThat(closed).hasSize(1);
    }

    @Test
    void fanInClosesItsClientsWhenOneCannotConnect() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> new FanIn().client(dialer(CLIENTS - 1, FaultyChannel.NONE), cell(Pattern.FAN_IN), clock))
                .withMessage("nobody is listening");
        assertThat(closed).hasSize(CLIENTS - 1).doesNotHaveDuplicates();
    }

    @Test
    void fanInAddsUpWhatItsClientsMeasured() throws IOException {
        ClientResult result = new FanIn()
                .client(dialer(CLIENTS, FaultyChannel.NONE), cell(Pattern.FAN_IN), clock)
                .run(TimeUnit.MILLISECONDS.toNanos(1), 0);
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts()).isEqualTo(new Counts(300, 300, 0, 0, 0, 0, 0, 0));
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(300);
        assertThat(result.elapsedNs()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    }
}
