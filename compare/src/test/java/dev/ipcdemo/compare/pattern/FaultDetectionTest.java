package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants everything that would falsify a figure, and expects it to be detected. */
class FaultDetectionTest {

    private static final int BYTES = 64;
    private static final long RUN_NS = 10_000_000;

    private final VirtualClock clock = new VirtualClock();

    private ClientResult roundTrip(FaultyChannel.Fault fault) {
        return new ClosedLoopClient(new FaultyChannel(clock, fault), cell(Pattern.ROUND_TRIP, 0), false, clock)
                .run(RUN_NS, Sample.FEWEST);
    }

    private ClientResult rate(int perSecond, FaultyChannel channel) {
        return new OpenLoopClient(channel, cell(Pattern.RATE, perSecond), clock).run(RUN_NS, Sample.FEWEST);
    }

    private static Cell cell(Pattern pattern, int perSecond) {
        return Cell.of(pattern, "tcp", Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, BYTES)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.RATE_PER_SECOND, perSecond);
    }

    private static Cell cell(int bytes) {
        return cell(Pattern.ROUND_TRIP, 0).with(Cell.MESSAGE_BYTES, bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 15, 16, 64, 65_536})
    void seesNothingWrongWithAServerThatAnswersWell(int bytes) {
        ClientResult result = new ClosedLoopClient(
                        new FaultyChannel(clock, FaultyChannel.NONE), cell(bytes), false, clock)
                .run(RUN_NS, Sample.FEWEST);
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts()).isEqualTo(new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0));
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(1_000);
    }

    @Test
    void seesThatItTalksToItself() {
        ClientResult result = roundTrip((number, request, reply) -> List.of(request));
        assertThat(result.failure().orElse("")).contains("1 message came back unchanged");
        assertThat(result.counts().own()).isEqualTo(1);
    }

    @Test
    void seesAnAnswerOfTheWrongSize() {
        assertThat(roundTrip((number, request, reply) -> List.of(Arrays.copyOf(reply, BYTES - 1)))
                        .failure()
                        .orElse(""))
                .contains("1 message had the wrong size");
        assertThat(roundTrip((number, request, reply) -> List.of(Arrays.copyOf(reply, BYTES + 1)))
                        .failure()
                        .orElse(""))
                .contains("1 message had the wrong size");
    }

    @Test
    void seesAMessageThatIsDropped() {
        ClientResult result = roundTrip((number, request, reply) -> number == 7 ? List.of() : List.of(reply));
        assertThat(result.failure().orElse("")).contains("1 message never arrived");
        assertThat(result.counts().lost()).isEqualTo(1);
        assertThat(result.counts().received()).isEqualTo(7);
    }

    @Test
    void seesAMessageThatIsDoubled() {
        ClientResult result =
                roundTrip((number, request, reply) -> number == 7 ? List.of(reply, reply) : List.of(reply));
        assertThat(result.failure().orElse("")).contains("1 message arrived twice");
        assertThat(result.counts().duplicated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 31, 63})
    void seesAByteThatIsCorrupted(int at) {
        ClientResult result = roundTrip((number, request, reply) -> {
            reply[at] = (byte) (number == 7 ? reply[at] ^ 0x10 : reply[at]);
            return List.of(reply);
        });
        assertThat(result.failure().orElse("")).contains("1 message had the wrong content");
        assertThat(result.counts().corrupted()).isEqualTo(1);
    }

    @Test
    void seesAPeerThatEndsHalfway() {
        ClientResult result = roundTrip((number, request, reply) -> List.of(number == 7 ? new byte[0] : reply));
        assertThat(result.failure()).isPresent();
        assertThat(result.counts().received()).isEqualTo(7);
    }

    @Test
    void countsWhatADatagramLostAndCarriesOn() {
        ClientResult result = rate(
                10_000,
                new FaultyChannel(clock, (number, request, reply) -> number % 10 == 3 ? List.of() : List.of(reply)));
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().sent()).isEqualTo(100);
        assertThat(result.counts().lost()).isEqualTo(10);
        assertThat(result.counts().fault(false)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1_400})
    void goesOnWhenAReplyIsLost(int bytes) {
        ClientResult result = overDatagrams(
                bytes, (number, request, reply) -> number == 0 || number % 400 == 399 ? List.of() : List.of(reply));
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().lost()).isEqualTo(3);
        assertThat(result.counts().reordered()).isZero();
        assertThat(result.latenciesNs().getTotalCount())
                .as("without what was lost and the probes, of which there may be more on a busy machine")
                .isBetween(990L, result.counts().sent() - 6);
        assertThat(result.latenciesNs().getMaxValue()).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void goesOnWhenProbesAreLostToo() {
        ClientResult result = overDatagrams(
                BYTES, (number, request, reply) -> number > 100 && number < 104 ? List.of() : List.of(reply));
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().lost()).isEqualTo(3);
    }

    @Test
    void countsWhatANetworkDoublesAndGoesOn() {
        ClientResult result = overDatagrams(
                BYTES, (number, request, reply) -> number % 2 == 0 ? List.of(reply, reply) : List.of(reply));
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().duplicated()).isGreaterThan(100);
        assertThat(result.counts().received()).isEqualTo(result.counts().sent());
        assertThat(result.latenciesNs().getTotalCount())
                .as("without the probes, of which there may be some on a busy machine")
                .isBetween(500L, result.counts().sent());
    }

    @Test
    void aProbeThatIsSentAfterTheLastReplyIsNotLost() throws IOException {
        FaultyChannel channel = new FaultyChannel(clock, FaultyChannel.NONE);
        Requester requester = new Requester(cell(BYTES), clock);
        requester.start();
        requester.roundTrip(channel);
        assertThat(requester.hasUnanswered()).isFalse();
        assertThat(requester.claimAfter(0)).isTrue();
        assertThat(requester.countsOfAwaited()).isEqualTo(new Counts(1, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsReadAfterTheLastReplyMayTakeLong() {
        Clock slowToRead = new Clock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public long wallMillis() {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400)); // longer than the first wait of a probe
                return clock.wallMillis();
            }

            @Override
            public void awaitUntil(long nanos, Idle idle) {
                clock.awaitUntil(nanos, idle);
            }
        };
        ClientResult result = new ClosedLoopClient(
                        new FaultyChannel(clock, FaultyChannel.NONE), cell(BYTES), true, slowToRead)
                .run(RUN_NS, Sample.FEWEST);
        assertThat(result.failure()).isEmpty();
        assertThat(result.counts().lost()).isZero();
    }

    private ClientResult overDatagrams(int bytes, FaultyChannel.Fault fault) {
        return new ClosedLoopClient(new FaultyChannel(clock, fault), cell(bytes), true, clock)
                .run(RUN_NS, Sample.FEWEST);
    }

    @Test
    void seesAMessageThatIsOvertaken() {
        Queue<byte[]> held = new ArrayDeque<>();
        ClientResult result = rate(10_000, new FaultyChannel(clock, (number, request, reply) -> {
            held.add(reply);
            return number == 20 ? List.of() : newestFirst(held);
        }));
        assertThat(result.counts().reordered()).isEqualTo(1);
        assertThat(result.counts().lost()).isZero();
        assertThat(result.counts().fault(false).orElse("")).contains("1 message arrived after a later one");
        assertThat(result.counts().fault(true)).isEmpty();
    }

    /** Takes them out of the queue. */
    private static List<byte[]> newestFirst(Queue<byte[]> held) {
        Deque<byte[]> all = new ArrayDeque<>();
        held.forEach(all::push);
        held.clear();
        return List.copyOf(all);
    }

    @Test
    void seesASenderThatCannotKeepItsRate() {
        FaultyChannel slow = new FaultyChannel(clock, 125_000, beginNs -> beginNs + 10_000, FaultyChannel.NONE);
        ClientResult result = rate(10_000, slow);
        assertThat(result.failure().orElse("")).contains("10000/s were offered").contains("achieved");
        assertThat(result.achievedPerSecond()).isBetween(7_000.0, 9_000.0);
    }

    @Test
    void achievesNoRateIfTheExchangeBreaks() {
        ClientResult result = rate(
                10_000,
                new FaultyChannel(clock, (number, request, reply) -> List.of(number == 7 ? new byte[0] : reply)));
        assertThat(result.failure()).contains("the server closed the connection");
        assertThat(result.achievedPerSecond()).isZero();
    }

    @Test
    void acceptsASenderThatKeepsItsRate() {
        ClientResult result = rate(10_000, new FaultyChannel(clock, FaultyChannel.NONE));
        assertThat(result.failure()).isEmpty();
        assertThat(result.achievedPerSecond()).isBetween(9_990.0, 10_010.0);
    }

    @Test
    void seesAClockThatJumps() {
        ClientResult result = roundTrip((number, request, reply) -> {
            clock.jumpWall(number == 7 ? 500 : 0);
            return List.of(reply);
        });
        assertThat(result.failure().orElse("")).contains("a clock jumped");
    }

    @Test
    void seesAClockThatGoesBack() {
        ClientResult result = roundTrip((number, request, reply) -> {
            clock.pass(number == 999 ? -20_000_000 : 0);
            return number == 999 ? List.of() : List.of(reply);
        });
        assertThat(result.failure()).isPresent();
        Measured.ClockCheck check = new Measured.ClockCheck(clock);
        clock.pass(-1);
        assertThat(check.fault().orElse("")).contains("went back");
    }

    @ParameterizedTest
    @CsvSource({"30, 20", "100, 20", "249, 20", "600, 9"})
    void goesOnForAPeerThatIsFarButNotForLong(int millis, int messages) {
        FaultyChannel far = new FaultyChannel(
                clock, 0, beginNs -> beginNs + TimeUnit.MILLISECONDS.toNanos(millis), FaultyChannel.NONE);
        ClientResult result =
                new ClosedLoopClient(far, cell(Pattern.ROUND_TRIP, 0), false, clock).run(RUN_NS, Sample.FEWEST);
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(messages);
        assertThat(result.failure()).isEmpty();
    }

    @Test
    void aWarmUpDoesNotGoOn() {
        FaultyChannel far = new FaultyChannel(
                clock, 0, beginNs -> beginNs + TimeUnit.MILLISECONDS.toNanos(100), FaultyChannel.NONE);
        ClientResult result = new ClosedLoopClient(far, cell(Pattern.ROUND_TRIP, 0), false, clock).run(1, 0);
        assertThat(result.latenciesNs().getTotalCount()).isEqualTo(1);
    }

    @Test
    void seesARunThatIsTooShort() {
        FaultyChannel slow =
                new FaultyChannel(clock, 0, beginNs -> beginNs + TimeUnit.SECONDS.toNanos(1), FaultyChannel.NONE);
        ClientResult result =
                new ClosedLoopClient(slow, cell(Pattern.ROUND_TRIP, 0), false, clock).run(RUN_NS, Sample.FEWEST);
        Sample sample = Sample.of(
                cell(Pattern.ROUND_TRIP, 0),
                false,
                0,
                new ClientSetup(Place.NONE, "", ""),
                result,
                new ServerResult(
                        new Arrivals(result.counts(), 0), Usage.UNKNOWN, Place.NONE, "", Map.of(), Optional.empty()));
        assertThat(sample.failure().orElse("")).contains("too short: 6 messages in 6000 ms");
    }

    /** The second is what older servers say. */
    private static List<Arrivals.Steady> silences() {
        long ns = TimeUnit.MILLISECONDS.toNanos(300);
        return List.of(Arrivals.Steady.silence(ns), new Arrivals.Steady(0, ns, 1));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void seesAStallAtTheEndOfARun(Arrivals.Steady silence) {
        Counts counts = new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0);
        Sample sample = Sample.of(
                Cell.of(Pattern.THROUGHPUT, "tcp", Scope.CROSS_HOST),
                false,
                0,
                new ClientSetup(Place.NONE, "", ""),
                new ClientResult(ClientResult.histogram(), counts, RUN_NS, 0, Usage.UNKNOWN, Optional.empty()),
                new ServerResult(
                        new Arrivals(counts, RUN_NS, silence),
                        Usage.UNKNOWN,
                        Place.NONE,
                        "",
                        Map.of(),
                        Optional.empty()));
        assertThat(sample.failure()).contains("nothing arrived for 0.30 s before the last message");
    }

    /** What a server counts that receives these messages. */
    private Counts received(long sent, List<byte[]> messages) throws IOException {
        CountingServer server =
                new CountingServer(new QueueAcceptor(List.of(messages)), cell(Pattern.THROUGHPUT, 0), clock);
        server.run();
        return server.arrivals().counts().ofSent(sent);
    }

    private static byte[] message(long sequence) {
        ByteBuffer message = Payload.message(BYTES);
        new Payload(BYTES).writeRequest(message, sequence);
        byte[] bytes = new byte[BYTES];
        message.get(bytes);
        return bytes;
    }

    @Test
    void countsWhatReallyArrivedInAFlood() throws IOException {
        byte[] torn = message(5);
        System.arraycopy(message(6), BYTES - 8, torn, BYTES - 8, 8);
        Counts counts = received(
                8, List.of(message(0), message(1), message(3), message(2), message(3), torn, Arrays.copyOf(torn, 3)));
        assertThat(counts).isEqualTo(new Counts(8, 4, 4, 1, 1, 1, 1, 0));
        assertThat(counts.fault(true).orElse(""))
                .contains("1 message had the wrong size")
                .contains("1 message had the wrong content")
                .doesNotContain("never arrived")
                .doesNotContain("arrived twice");
        assertThat(counts.fault(false).orElse(""))
                .contains("4 messages never arrived")
                .contains("1 message arrived twice");
    }
}
