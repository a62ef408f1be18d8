package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of several sizes: each is made, carried and checked as one of a single size is. */
@Timeout(300)
class MixedSizesTest {

    private static final long RUN_NS = 20_000_000;

    /** Of a run that ends by the clock, however few messages there were: a busy machine may take long for the first. */
    private static final long TIMED_RUN_NS = 500_000_000;

    private static final SizeMix MIX = SizeMix.parse("8:3+9:1+64:4+100:2+5000:1");
    private static final SizeMix FILE = SizeMix.ofFile("trace", List.of(3000, 17, 16, 15, 8, 9, 24, 23, 4096));
    private static final MessageSizes ALL_ENDS =
            MessageSizes.inTurn(new int[] {40, 17, 33, 8, 40, 16, 24, 3, 41, 1, 40});

    private static Cell cell(Pattern pattern, String row) {
        return Cell.of(pattern, row, Scope.IN_PROCESS)
                .with(Cell.REQUEST_MIX, MIX)
                .with(Cell.CLIENTS, pattern.hasManyClients() ? 3 : 1)
                .with(Cell.RATE_PER_SECOND, pattern.offersRate() ? 5_000 : 0);
    }

    @Test
    void aMessageHasNothingOfThoseBeforeItInTheSameBuffer() {
        Payload payload = new Payload(ALL_ENDS);
        ByteBuffer used = payload.outgoing();
        for (long sequence = 0; sequence < 100; sequence++) {
            payload.writeRequest(used, sequence);
            ByteBuffer fresh = payload.outgoing();
            payload.writeRequest(fresh, sequence);
            assertThat(used).as("message %d", sequence).isEqualTo(fresh);
            assertThat(payload.isIntact(used, sequence, false)).isTrue();
        }
    }

    private static CompletableFuture<Void> start(ExchangeServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Whether a sender keeps its rate depends on the machine, and is not what is asked here. */
    private static void requireIntact(ClientResult result, Cell cell) {
        boolean mayLose = Carriers.byName(cell.row()).mayLose();
        assertThat(result.counts().fault(mayLose)).as(cell.toString()).isEmpty();
        assertThat(result.counts().received()).as(cell.toString()).isPositive();
    }

    /** Twice, because the second run goes on with the number after the first. */
    private static ClientResult runTwice(Cell cell, ExchangeServer server, Acceptor acceptor) throws Exception {
        Carrier carrier = Carriers.byName(cell.row());
        long runNs = cell.pattern().offersRate() ? TIMED_RUN_NS : RUN_NS;
        CompletableFuture<Void> run = start(server);
        ClientResult result;
        try (server;
                ExchangeClient client = Exchanges.of(cell.pattern())
                        .client(
                                () -> carrier.connect(acceptor.address(), cell, Settings.DEFAULT),
                                cell,
                                Clock.SYSTEM)) {
            requireIntact(client.run(runNs, Sample.FEWEST), cell);
            result = client.run(runNs, Sample.FEWEST);
        }
        run.exceptionally(closed -> null).join(); // a server of datagrams ends by being closed
        return result;
    }

    private static ClientResult runTwice(Cell cell) throws Exception {
        Acceptor acceptor = Carriers.byName(cell.row()).open(cell, Settings.DEFAULT);
        return runTwice(cell, Exchanges.of(cell.pattern()).server(acceptor, cell, Clock.SYSTEM), acceptor);
    }

    @ParameterizedTest
    @CsvSource({
        "ROUND_TRIP,tcp",
        "ROUND_TRIP,raw:tcp",
        "ROUND_TRIP,unix",
        "ROUND_TRIP,udp",
        "ROUND_TRIP,unixpacket",
        "ROUND_TRIP,pipe",
        "ROUND_TRIP,shm",
        "RATE,raw:unix",
        "RATE,udp",
        "FAN_IN,tcp",
        "FAN_IN,udp",
        "FAN_IN,unixgram"
    })
    void requestsAndRepliesOfSeveralSizesAreAnsweredAndChecked(Pattern pattern, String row) throws Exception {
        for (Cell cell : List.of(
                cell(pattern, row),
                cell(pattern, row).with(Cell.REPLY_BYTES, 100),
                cell(pattern, row).with(Cell.REPLY_MIX, FILE),
                cell(pattern, row).with(Cell.REQUEST_MIX, FILE))) {
            requireIntact(runTwice(cell), cell);
        }
    }

    /** Those of a handshake have a size that no message has; a client that a busy machine keeps waiting sends several. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aFirstDatagramIsNoRequestHoweverOftenItComes(String row) throws Exception {
        Cell cell = cell(Pattern.FAN_IN, row).with(Cell.REPLY_BYTES, 100);
        Acceptor acceptor = Carriers.byName(row).open(cell, Settings.DEFAULT);
        ExchangeServer server = Exchanges.of(cell.pattern()).server(acceptor, cell, Clock.SYSTEM);
        CompletableFuture<Void> run = start(server);
        List<Integer> answered = new ArrayList<>();
        try (server;
                Connection client =
                        Transports.packet(row).connect(Endpoint.parse(acceptor.address()), Options.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                client.send(ByteBuffer.allocate(1));
                answered.add(client.recv(ByteBuffer.allocate(1000)));
            }
        }
        run.exceptionally(closed -> null).join();
        assertThat(answered).containsExactly(1, 1, 1);
    }

    @Test
    void severalRequestsUnderWayMayDifferInSize() throws Exception {
        assertThat(runTwice(cell(Pattern.ROUND_TRIP, "tcp").with(Cell.DEPTH, 6)).failure())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"raw:tcp", "raw:unix"})
    void anEventLoopServesThemToo(String row) throws Exception {
        Cell cell = cell(Pattern.FAN_IN, row);
        Acceptor acceptor = Carriers.byName(row).open(cell, Settings.DEFAULT);
        assertThat(runTwice(cell, new EventLoopServer(acceptor, cell), acceptor).failure())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tcp,1", "tcp,2", "raw:unix,1", "unixpacket,1"})
    void theReceiverOfAFloodCountsAndChecksThem(String row, int streams) throws Exception {
        Cell cell = cell(Pattern.THROUGHPUT, row).with(Cell.STREAMS, streams);
        Carrier carrier = Carriers.byName(row);
        Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
        try (ExchangeServer server = new Throughput().server(acceptor, cell, Clock.SYSTEM)) {
            CompletableFuture<Void> run = start(server);
            long sent;
            try (ExchangeClient client = new Throughput()
                    .client(() -> carrier.connect(acceptor.address(), cell, Settings.DEFAULT), cell, Clock.SYSTEM)) {
                sent = client.run(RUN_NS, 0).counts().sent();
            }
            run.join();
            assertThat(server.arrivals().counts().ofSent(sent).fault(false)).isEmpty();
            assertThat(server.arrivals().counts().received()).isEqualTo(sent).isPositive();
        }
    }

    @Test
    void aMessageOfAnotherSizeOfTheMixIsSeen() {
        VirtualClock clock = new VirtualClock();
        ClientResult result = new ClosedLoopClient(
                        new FaultyChannel(
                                clock, (number, request, reply) -> List.of(number == 7 ? new byte[64] : reply)),
                        cell(Pattern.ROUND_TRIP, "tcp").with(Cell.REQUEST_MIX, FILE),
                        false,
                        clock)
                .run(10_000_000, Sample.FEWEST);
        assertThat(result.failure().orElse("")).contains("1 message had the wrong size");
    }

    @Test
    void aByteThatIsLeftOfALargerMessageIsSeen() {
        VirtualClock clock = new VirtualClock();
        ClientResult result = new ClosedLoopClient(
                        new FaultyChannel(clock, (number, request, reply) -> {
                            reply[reply.length - 1] ^= (byte) (number == 6 ? 1 : 0); // 24 bytes
                            return List.of(reply);
                        }),
                        cell(Pattern.ROUND_TRIP, "tcp").with(Cell.REQUEST_MIX, FILE),
                        false,
                        clock)
                .run(10_000_000, Sample.FEWEST);
        assertThat(result.failure().orElse("")).contains("1 message had the wrong content");
    }

    @Test
    void aBatchHasMessagesOfOneSize() {
        assertThat(new Throughput().refusal(cell(Pattern.THROUGHPUT, "udp").with(Cell.BATCH, 8)))
                .contains("one call carries messages of one size");
    }

    @Test
    void aServerThatRepliesInAnotherSizeNeedsTheNumberOfEachRequest() {
        Cell withShort = cell(Pattern.ROUND_TRIP, "tcp").with(Cell.REQUEST_MIX, SizeMix.parse("7:1+64:1"));
        assertThat(new RoundTrip().refusal(withShort)).isEmpty();
        assertThat(new RoundTrip().refusal(withShort.with(Cell.REPLY_BYTES, 100)))
                .contains("a sequence number takes 8 bytes");
    }
}
