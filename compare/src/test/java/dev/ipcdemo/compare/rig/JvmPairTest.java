package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.pattern.Exchange;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every exchange over every carrier, with both sides in this JVM, and what a pair of JVMs does when one dies. */
@Timeout(600)
class JvmPairTest {

    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    static Stream<Cell> everything() {
        List<Cell> cells = new ArrayList<>();
        for (Exchange exchange : Exchanges.all()) {
            for (Carrier carrier : Carriers.all()) {
                for (Scope scope : List.of(Scope.IN_PROCESS, Scope.INTER_PROCESS)) {
                    for (Wait wait : Wait.values()) {
                        cells.add(cell(exchange.pattern(), carrier.name(), scope, wait));
                    }
                }
            }
        }
        return cells.stream();
    }

    private static Cell cell(Pattern pattern, String row, Scope scope, Wait wait) {
        int rate = pattern == Pattern.RATE ? 2_000 : 0;
        int clients = pattern == Pattern.FAN_IN ? 3 : 1;
        return Cell.of(pattern, row, scope)
                .with(Cell.MESSAGE_BYTES, 512)
                .with(Cell.WAIT, wait)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.RATE_PER_SECOND, rate)
                .with(Cell.CLIENTS, clients);
    }

    private static Stream<Cell> trafficOfOnesOwn() {
        return Carriers.names().stream().flatMap(row -> {
            Cell cell = cell(Pattern.ROUND_TRIP, row, Scope.IN_PROCESS, Wait.BLOCK);
            return Stream.of(
                    cell.with(Cell.REPLY_BYTES, 2048),
                    cell.with(Cell.REPLY_BYTES, 16).with(Cell.DEPTH, 4),
                    cell(Pattern.FAN_IN, row, Scope.IN_PROCESS, Wait.BLOCK).with(Cell.REPLY_BYTES, 1),
                    cell(Pattern.THROUGHPUT, row, Scope.INTER_PROCESS, Wait.BLOCK)
                            .with(Cell.STREAMS, 3));
        });
    }

    @ParameterizedTest
    @MethodSource("trafficOfOnesOwn")
    void measuresRepliesOfOtherSizesPipelinesAndStreams(Cell cell) throws Exception {
        measures(cell);
    }

    /** On this host nothing stays that would have to be closed with the pair. */
    private static JvmPair start(Scope scope, Settings settings) throws IOException {
        return WorkerTestbed.open(new LaunchTargets(Optional.empty()).of(scope)).start(Way.of(settings));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void measures(Cell cell) throws Exception {
        Optional<String> refusal = Carriers.byName(cell.row()).refusal(cell);
        assumeTrue(refusal.isEmpty(), () -> refusal.get());
        try (JvmPair pair = start(Scope.IN_PROCESS, Settings.DEFAULT)) {
            Sample sample = pair.measure(cell, 0, 1, SHORT_NS);
            // How many there are in so short a time is for the machine to say.
            assertThat(sample.failure().filter(why -> !why.startsWith("too short") && !why.contains("its rate")))
                    .isEmpty();
            assertThat(sample.counts().received() > 0 || sample.failure().isPresent())
                    .isTrue();
            assertThat(sample.counts().duplicated() + sample.counts().corrupted())
                    .isZero();
        }
    }

    @Test
    void seesHowLongCompilersHaveWorked() throws Exception {
        try (JvmPair pair = start(Scope.INTER_PROCESS, Settings.DEFAULT)) {
            long before = pair.compiledNs();
            pair.measure(cell(Pattern.ROUND_TRIP, "tcp", Scope.INTER_PROCESS, Wait.BLOCK), 0, 1, SHORT_NS);
            assertThat(before).isPositive();
            assertThat(pair.compiledNs()).isGreaterThan(before);
        }
    }

    @Test
    void seesAJvmThatDiesHalfway() throws Exception {
        try (JvmPair pair = start(Scope.INTER_PROCESS, Settings.DEFAULT)) {
            Cell cell = cell(Pattern.ROUND_TRIP, "tcp", Scope.INTER_PROCESS, Wait.BLOCK);
            assertThat(pair.measure(cell, 0, 1, SHORT_NS).counts().received()).isPositive();
            CompletableFuture<Sample> sample =
                    CompletableFuture.supplyAsync(() -> pair.measure(cell, 0, 1, TimeUnit.SECONDS.toNanos(20)));
            ProcessHandle server =
                    ProcessHandle.of(pair.second().worker().pid()).orElseThrow();
            server.destroyForcibly();
            assertThat(sample.get().failure()).isPresent();
            server.onExit().join();
            assertThat(pair.isBroken()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "raw:unixgram", "pipe", "shm"})
    void measuresBetweenProcesses(String row) throws Exception {
        Cell cell = cell(Pattern.ROUND_TRIP, row, Scope.INTER_PROCESS, Wait.BLOCK);
        Optional<String> refusal = Carriers.byName(row).refusal(cell);
        assumeTrue(refusal.isEmpty(), refusal::orElseThrow);
        try (JvmPair pair = start(Scope.INTER_PROCESS, Settings.DEFAULT)) {
            Sample sample = pair.measure(cell, 0, SHORT_NS, SHORT_NS);
            assertThat(sample.failure().filter(why -> !why.startsWith("too short")))
                    .isEmpty();
        }
    }

    @Test
    void tellsAFailureOfTheOtherSideAndGoesOn() throws Exception {
        try (JvmPair pair = start(Scope.IN_PROCESS, Settings.DEFAULT)) {
            Cell unknown = cell(Pattern.ROUND_TRIP, "none", Scope.IN_PROCESS, Wait.BLOCK);
            assertThat(pair.measure(unknown, 0, 1, SHORT_NS).failure().orElse(""))
                    .contains("there is no row 'none'");
            assertThat(pair.isBroken()).isFalse();
        }
    }

    @Test
    void roundsStartElsewhereAndHoldEachCellOnce() {
        List<Cell> cells = List.of(
                cell(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS, Wait.BLOCK),
                cell(Pattern.ROUND_TRIP, "raw:tcp", Scope.IN_PROCESS, Wait.BLOCK),
                cell(Pattern.ROUND_TRIP, "udp", Scope.IN_PROCESS, Wait.BLOCK));
        Schedule plan = Scheduling.of(cells, Settings.DEFAULT, Budget.QUICK);
        assertThat(plan.order(0)).isEqualTo(cells);
        assertThat(plan.order(1)).containsExactlyInAnyOrderElementsOf(cells).isNotEqualTo(cells);
    }

    @Test
    void refusesWhatCannotBeDoneWithAReason() {
        List<Cell> cells = List.of(
                cell(Pattern.CONNECT, "udp", Scope.IN_PROCESS, Wait.BLOCK),
                Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS)
                        .with(Cell.MESSAGE_BYTES, 4)
                        .with(Cell.CPUS, Cpus.FREE)
                        .with(Cell.RATE_PER_SECOND, 100));
        Schedule plan = Scheduling.of(cells, Settings.DEFAULT, Budget.QUICK);
        assertThat(plan.cells()).isEmpty();
        assertThat(plan.refusals())
                .extracting(Schedule.Refusal::reason)
                .containsExactly("datagrams have no connections", "a sequence number takes 8 bytes");
    }

    @Test
    void aCellThatNeedsLongerGetsItAndTheOthersShareTheRest() {
        Cell slow = Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.RATE_PER_SECOND, 100);
        Cell fast = cell(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS, Wait.BLOCK);
        RoundTiming timing = new RoundTiming(Scheduling.of(List.of(slow, fast), Settings.DEFAULT, Budget.QUICK));
        assertThat(timing.measureNs(slow)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(timing.measureNs(fast)).isBetween(Budget.QUICK.shortest().toNanos(), TimeUnit.SECONDS.toNanos(1));
        RoundTiming rich = new RoundTiming(Scheduling.of(List.of(slow), Settings.DEFAULT, Budget.NORMAL));
        assertThat(rich.measureNs(slow)).isGreaterThan(TimeUnit.SECONDS.toNanos(4));
    }

    @Test
    void staysWithinItsBudget() {
        List<Cell> cells = everything()
                .filter(cell -> cell.pattern() == Pattern.ROUND_TRIP && cell.waiting() == Wait.BLOCK)
                .toList();
        assertThat(Scheduling.estimate(Scheduling.of(cells, Settings.DEFAULT, Budget.QUICK)))
                .isLessThan(Duration.ofSeconds(15));
    }
}
