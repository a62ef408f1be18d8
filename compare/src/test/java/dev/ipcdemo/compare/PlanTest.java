package dev.ipcdemo.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Plan PIPE =
            Plan.of("pipe").with(Cell.SCOPE, Scope.IN_PROCESS).within(Budget.QUICK);
    private static final List<Endpoint> PEER = List.of(Endpoint.parse("tcp://localhost:7"));

    @Test
    void aSchemeStandsForTheTransportItsBareChannelAndItsOtherFamily() {
        assertThat(Plan.of("tcp").with(Cell.SCOPE, Scope.IN_PROCESS).within(Budget.QUICK).cells().stream()
                        .map(Cell::row))
                .containsExactlyInAnyOrder("tcp", "tcp6", "raw:tcp");
        assertThat(Plan.of("raw:tcp")
                        .with(Cell.SCOPE, Scope.IN_PROCESS)
                        .within(Budget.QUICK)
                        .cells())
                .containsExactly(Cell.of(Pattern.ROUND_TRIP, "raw:tcp", Scope.IN_PROCESS));
        assertThat(Plan.of(Plan.ALL).cells().stream().map(Cell::row)).containsAll(Plan.rowNames());
    }

    @Test
    void everyCombinationOfValuesIsACellAndTheRowsOfAGroupFollowEachOther() {
        List<Cell> cells = Plan.of("pipe", "shm")
                .with(Cell.SCOPE, Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, 1, 2)
                .with(Cell.CPUS, Cpus.SAME, Cpus.SPLIT)
                .cells();
        assertThat(cells).hasSize(8).doesNotHaveDuplicates();
        assertThat(cells.get(0).group()).isEqualTo(cells.get(1).group());
    }

    @Test
    void aPatternHasOnlyTheDimensionsThatAreForIt() {
        Plan plan = PIPE.with(Cell.PATTERN, Pattern.ROUND_TRIP, Pattern.RATE, Pattern.FAN_IN);
        assertThat(plan.cells().stream().map(Cell::toString))
                .containsExactly(
                        "pipe, round-trip, 64 B, in-process, block, cpus same",
                        "pipe, rate, 64 B, in-process, block, cpus same, 200/s",
                        "pipe, rate, 64 B, in-process, block, cpus same, 2,000/s",
                        "pipe, rate, 64 B, in-process, block, cpus same, 10,000/s",
                        "pipe, fan-in, 64 B, in-process, block, cpus same, 4 clients");
    }

    @Test
    void aBatchIsForWhatIsCountedWhereItArrives() {
        Plan plan =
                PIPE.with(Cell.PATTERN, Pattern.ROUND_TRIP, Pattern.THROUGHPUT).with(Cell.BATCH, 1, 32);
        assertThat(plan.cells().stream().map(Cell::toString))
                .containsExactly(
                        "pipe, round-trip, 64 B, in-process, block, cpus same",
                        "pipe, throughput, 64 B, in-process, block, cpus same",
                        "pipe, throughput, 64 B, in-process, block, cpus same, batch 32");
        assertThatThrownBy(() -> Comparison.open(
                        plan.withSettings(new Settings(false, 0, 0, true, Duration.ofMillis(1), List.of(), false))))
                .hasMessage("a server that pauses takes no batches");
    }

    @Test
    void scopesAndSizesDependOnTheRest() {
        assertThat(Plan.of("tcp").scopes()).containsExactly(Scope.IN_PROCESS, Scope.INTER_PROCESS);
        assertThat(Plan.of("tcp").withPeers(PEER).scopes()).containsExactly(Scope.CROSS_HOST);
        assertThat(Plan.of("tcp").withPeers(PEER).within(Budget.QUICK).cells())
                .containsExactly(Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.CROSS_HOST));
        assertThat(PIPE.within(Budget.NORMAL).cells()).hasSize(4);
        assertThat(Plan.of("tcp").with(Cell.SCOPE, Scope.CROSS_HOST).needsContainers())
                .isTrue();
        assertThat(Plan.of("tcp").withPeers(PEER).needsContainers()).isFalse();
    }

    @Test
    void saysWhatDoesNotExist() {
        assertThatThrownBy(() -> Plan.of("tcp", "tpc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no row 'tpc'; choose from ")
                .hasMessageEndingWith(", all");
        assertThatThrownBy(() -> PIPE.with(Cell.ROW, "tcp")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoWaysOfARowFollowEachOther() {
        Plan plan = Plan.of("pipe", "shm")
                .with(Cell.SCOPE, Scope.IN_PROCESS)
                .within(Budget.QUICK)
                .between(Way.DEFAULT, Way.of(Settings.DEFAULT.withNoDelay(false)));
        assertThat(plan.cells().stream().map(cell -> cell.row() + " " + cell.variant()))
                .containsExactly("pipe A", "pipe B", "shm A", "shm B");
        assertThat(plan.ways().get(Variant.B).settings().noDelay()).isFalse();
        assertThatThrownBy(() -> PIPE.with(Cell.VARIANT, Variant.A)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theJvmsOfBothWaysAreStartedInTheSameManner() {
        Path home = Path.of(System.getProperty("java.home"));
        Plan plan = PIPE.between(Way.DEFAULT, Way.DEFAULT.withBuild(Path.of("elsewhere")));
        assertThat(plan.ways().get(Variant.A).java()).contains(home);
        assertThat(plan.ways().get(Variant.B).java()).contains(home);
        Plan options = PIPE.between(Way.DEFAULT, Way.DEFAULT.withJvmOptions(List.of("-Xint")));
        assertThat(options.ways().get(Variant.A).java()).isEmpty();
        assertThat(options.ways().get(Variant.B).java()).isEmpty();
    }

    @Test
    void refusesWaysThatCannotBeRun() {
        Way nowhere = Way.DEFAULT.withJava(Path.of("/not/there"));
        assertThatThrownBy(() -> Comparison.open(PIPE.between(Way.DEFAULT, nowhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/not/there is not the directory of a Java runtime: it has no bin/java");
        assertThatThrownBy(() -> Comparison.open(
                        PIPE.with(Cell.SCOPE, Scope.CROSS_HOST).withWay(Way.DEFAULT.withBuild(Path.of("/not/there")))))
                .hasMessage("containers have the Java runtime and the classes of their image only");
        assertThatThrownBy(() -> Comparison.open(PIPE.withWay(
                        Way.DEFAULT.withJvmOptions(List.of("-XX:+NoSuchFlag")).called("that flag"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nothing can be measured with that flag: ")
                .hasMessageContaining("NoSuchFlag");
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        Plan peers = Plan.of("tcp").withPeers(PEER);
        assertThatThrownBy(() -> Comparison.open(peers.with(Cell.SCOPE, Scope.IN_PROCESS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peers are for scope cross-host");
        assertThatThrownBy(() -> Comparison.open(
                        peers.withPeers(List.of(Endpoint.parse("tcp://a:1"), Endpoint.parse("tcp://a:1")))))
                .hasMessageContaining("a peer is named twice");
        assertThatThrownBy(() -> Comparison.open(peers.withSettings(Settings.DEFAULT.withStall(Duration.ofMillis(1)))))
                .hasMessageContaining("does not pause");
        assertThatThrownBy(
                        () -> Comparison.open(peers.between(Way.DEFAULT, Way.of(Settings.DEFAULT.withNoDelay(false)))))
                .hasMessageContaining("the sockets of a peer have the system's buffer sizes and TCP_NODELAY on");
        assertThatThrownBy(() -> Comparison.open(peers.withSettings(Settings.DEFAULT.withSendBuffer(4096))))
                .hasMessageContaining("leave out send-buffer");
        Settings pausing = Settings.DEFAULT.withStall(Duration.ofMillis(1));
        assertThatThrownBy(() -> Comparison.open(PIPE.between(Way.of(pausing), Way.of(pausing.withEventLoop(true)))))
                .hasMessageContaining("a server that pauses has a thread for each connection");
    }

    @Test
    void theTwoWaysOfARowAreBesideEachOtherInEachRound() {
        Plan plan = Plan.of("tcp", "unix", "pipe")
                .with(Cell.SCOPE, Scope.IN_PROCESS)
                .within(Budget.QUICK)
                .between(Way.DEFAULT, Way.of(Settings.DEFAULT.withNoDelay(false)));
        Schedule schedule = new Schedule(plan.cells(), List.of(), plan.ways(), plan.budget(), Map.of());
        for (int round = 0; round < 3 * schedule.rounds(); round++) {
            List<Cell> order = schedule.order(round);
            assertThat(order).containsExactlyInAnyOrderElementsOf(plan.cells());
            for (int i = 0; i < order.size(); i += 2) {
                assertThat(order.get(i).row())
                        .as("round %d: %s", round, order)
                        .isEqualTo(order.get(i + 1).row());
            }
        }
    }

    @Test
    void severalPeersOfOneSchemeAreRowsOfTheirOwn() {
        Plan plan = Plan.of("tcp", "udp")
                .withPeers(
                        List.of(Endpoint.parse("tcp://a:1"), Endpoint.parse("tcp://b:1"), Endpoint.parse("udp://a:1")))
                .with(Cell.PATTERN, Pattern.ROUND_TRIP)
                .with(Cell.MESSAGE_BYTES, 64);
        assertThat(plan.cells()).extracting(Cell::name).containsExactly("tcp://a:1", "tcp://b:1", "udp");
        assertThat(plan.with(Cell.SCOPE, Scope.INTER_PROCESS).cells())
                .allMatch(cell -> cell.peer().isEmpty());
    }
}
