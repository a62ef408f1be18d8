package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.WorkerHost;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a run whose JVMs fail. */
@Timeout(600)
class RoundRunnerTest {

    private static final List<Cell> CELLS = List.of(cell("tcp"), cell("raw:tcp"), cell("pipe"));

    /** Few rounds, because each starts a pair of JVMs. */
    private static final Budget BUDGET =
            new Budget(3, 6, Duration.ZERO, Duration.ofMillis(20), Optional.empty(), false, List.of(64));

    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final AtomicInteger pairs = new AtomicInteger();
    private WorkerHost host;

    @BeforeEach
    void openHost() throws IOException {
        LaunchTarget here = new LaunchTargets(Optional.empty()).of(Scope.INTER_PROCESS);
        host = here.host("test", line -> {});
    }

    @AfterEach
    void closeHost() {
        host.close();
    }

    private static Cell cell(String row) {
        return Cell.of(Pattern.ROUND_TRIP, row, Scope.INTER_PROCESS).with(Cell.CPUS, Cpus.FREE);
    }

    private MeasuringJvm jvm(String... options) throws IOException {
        return new MeasuringJvm(host.start(MeasuringTask.NAME, List.of(options)));
    }

    /** Starts pairs as a test wants them to be. */
    private interface Starter {
        JvmPair start(Settings settings) throws IOException;
    }

    private void run(Starter starter) throws IOException {
        run(starter, Set::of);
    }

    private void run(Starter starter, Supplier<Set<Cell>> unclear) throws IOException {
        run(Scheduling.of(CELLS, Settings.DEFAULT, BUDGET), starter, unclear);
    }

    private void run(Schedule schedule, Starter starter, Supplier<Set<Cell>> unclear) throws IOException {
        Testbed testbed = new StarterTestbed(way -> {
            pairs.incrementAndGet();
            return starter.start(way.settings());
        });
        new RoundRunner(schedule, Testbeds.of(Map.of(Scope.INTER_PROCESS, testbed))).run(samples::add, unclear);
    }

    private JvmPair good(Settings settings) throws IOException {
        return JvmPair.of(
                jvm("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
                jvm("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
                settings);
    }

    private JvmPair withTwoCollectors(Settings settings) throws IOException {
        String[] collectors = {"-XX:+UseSerialGC", "-XX:+UseParallelGC"};
        return JvmPair.of(jvm(collectors), jvm(collectors), settings);
    }

    @Test
    void endsWhenJvmsDoNotStartAndSaysWhatTheySaid() {
        assertThatThrownBy(() -> run(this::withTwoCollectors))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed the same way twice")
                .hasMessageContaining("ended with status 1: ")
                .hasMessageMatching(".*(Multiple garbage collectors|Conflicting collector).*");
        assertThat(pairs).hasValue(2);
        assertThat(samples).hasSize(2).allMatch(sample -> sample.failure().isPresent());
    }

    @Test
    void aRowOfManyConnectionsHasJvmsOfItsOwnAndTellsWhatAConnectionTakes() throws Exception {
        Cell many = Cell.of(Pattern.FAN_IN, "raw:unix", Scope.INTER_PROCESS)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.CLIENTS, 1_001);
        Settings eventLoop = Settings.DEFAULT.withEventLoop(true);
        Budget once = Budget.of(1, Duration.ofMillis(100));
        run(Scheduling.of(List.of(cell("tcp"), many, cell("pipe")), eventLoop, once), this::good, Set::of);
        assertThat(pairs).hasValue(3);
        assertThat(samples)
                .hasSize(3)
                .allSatisfy(sample -> assertThat(sample.failure()).isEmpty());
        assertThat(samples.get(1).cell()).isEqualTo(many);
        assertThat(samples.get(1).use().memory())
                .hasValueSatisfying(memory -> assertThat(memory.heapBytes()).isBetween(200.0, 20_000.0));
        assertThat(samples.get(0).use().memory()).isEmpty();
    }

    @Test
    void measuresWhatIsNotClearAgainAsLongAsItIsNot() throws Exception {
        Iterator<Set<Cell>> unclear = List.of(Set.of(cell("tcp"), cell("pipe")), Set.of(cell("pipe")), Set.<Cell>of())
                .iterator();
        run(this::good, unclear::next);
        assertThat(samples.stream().filter(sample -> sample.round() < BUDGET.rounds()))
                .hasSize(CELLS.size() * BUDGET.rounds());
        assertThat(samples.stream()
                        .filter(sample -> sample.round() >= BUDGET.rounds())
                        .map(sample -> sample.round() + " " + sample.cell().row()))
                .containsExactlyInAnyOrder("3 tcp", "3 pipe", "4 pipe");
        assertThat(unclear).as("is asked no more").isExhausted();
    }

    @Test
    void neverMeasuresMoreThanTheMostRounds() throws Exception {
        run(this::good, () -> Set.of(cell("pipe")));
        assertThat(samples).hasSize(CELLS.size() * BUDGET.rounds() + BUDGET.mostRounds() - BUDGET.rounds());
    }

    @Test
    void endsWhenWorkersCannotBeStarted() {
        assertThatThrownBy(() -> run(settings -> {
                    throw new IOException("there is no room for another process");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no room for another process");
        assertThat(pairs).hasValue(2);
    }

    @Test
    void goesOnAfterAFailureThatDoesNotComeAgain() throws Exception {
        run(settings -> pairs.get() == 1 ? withTwoCollectors(settings) : good(settings));
        assertThat(samples).hasSize(CELLS.size() * BUDGET.rounds());
        assertThat(samples.get(0).failure().orElse("")).contains("ended with status 1");
        assertThat(samples.stream().filter(sample -> sample.failure().isEmpty()))
                .as("the others were measured")
                .hasSizeGreaterThan(CELLS.size());
    }

    @Test
    void mentionsAJvmThatIsKilled() throws Exception {
        run(settings -> pairs.get() == 1 ? withKilledServer(settings) : good(settings));
        assertThat(samples.stream().filter(sample -> sample.failure().orElse("").contains("was ended by signal 9")))
                .hasSize(1);
    }

    private JvmPair withKilledServer(Settings settings) throws IOException {
        JvmPair pair = good(settings);
        ProcessHandle server = ProcessHandle.of(pair.second().worker().pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
        return pair;
    }

    @Test
    void mentionsAJvmThatIsStoppedForGood() throws Exception {
        run(settings -> pairs.get() == 1 ? withStoppedServer(settings) : good(settings));
        assertThat(samples.stream()
                        .filter(sample -> sample.failure().orElse("").contains("did not reply to 'Serve' within 5.")))
                .hasSize(1);
        assertThat(samples).hasSize(CELLS.size() * BUDGET.rounds());
    }

    private JvmPair withStoppedServer(Settings settings) throws IOException {
        JvmPair pair = good(settings);
        Process kill = new ProcessBuilder(
                        "kill", "-STOP", Long.toString(pair.second().worker().pid()))
                .start();
        kill.onExit().join();
        return pair;
    }
}
