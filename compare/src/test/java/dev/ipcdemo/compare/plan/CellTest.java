package dev.ipcdemo.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.spi.Scope;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellTest {

    private static final Cell CELL = Cell.of(Pattern.FAN_IN, "tcp", Scope.CROSS_HOST)
            .with(Cell.MESSAGE_BYTES, 4096)
            .with(Cell.WAIT, Wait.SPIN)
            .with(Cell.CPUS, Cpus.SPLIT)
            .with(Cell.RATE_PER_SECOND, 20_000)
            .with(Cell.CLIENTS, 3);

    @Test
    void everyComponentIsADimensionAndEveryDimensionAComponent() {
        assertThat(Arrays.stream(Cell.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Cell.DIMENSIONS.stream().map(Dimension::component).toList());
        assertThat(Cell.COLUMNS).containsExactlyInAnyOrderElementsOf(Cell.DIMENSIONS);
    }

    @Test
    void withChangesOneDimensionAndNoOther() {
        assertThat(CELL)
                .isEqualTo(new Cell(
                        Pattern.FAN_IN,
                        "tcp",
                        Scope.CROSS_HOST,
                        4096,
                        Wait.SPIN,
                        Cpus.SPLIT,
                        20_000,
                        3,
                        1,
                        0,
                        1,
                        1,
                        SizeMix.NONE,
                        SizeMix.NONE,
                        Directions.ONE_WAY,
                        "",
                        "",
                        "",
                        Variant.NONE));
    }

    @Test
    void wordsSayEverythingThatIsThere() {
        assertThat(CELL).hasToString("tcp, fan-in, 4 KiB, cross-host, spin, cpus split, 20,000/s, 3 clients");
        assertThat(Cell.of(Pattern.CONNECT, "unix", Scope.IN_PROCESS).group())
                .hasToString("connect, 64 B, in-process, block, cpus same");
        assertThat(CELL.words(Cell.SCOPE, Cell.CPUS)).isEqualTo("tcp, fan-in, 4 KiB, spin, 20,000/s, 3 clients");
    }

    @Test
    void aPeerNamesTheRowOfItsGroup() {
        Cell row = Cell.of(Pattern.CONNECT, "tcp", Scope.CROSS_HOST);
        Cell one = row.with(Cell.PEER, "tcp://a:1").with(Cell.NODE, "n1").with(Cell.POD, "p1");
        Cell other = row.with(Cell.PEER, "tcp://b:1");
        assertThat(one).hasToString("tcp://a:1, connect, 64 B, cross-host, block, cpus same, node n1, pod p1");
        assertThat(one.name() + " " + other.name() + " " + row.name()).isEqualTo("tcp://a:1 tcp://b:1 tcp");
        assertThat(one.group()).isEqualTo(other.group()).isEqualTo(row.group());
        assertThat(one.ofAnyPeer()).isEqualTo(row);
    }

    @Test
    void onlyManyConnectionsToAServerOfItsOwnTellTheirMemory() {
        Cell many = Cell.of(Pattern.FAN_IN, "raw:tcp", Scope.INTER_PROCESS).with(Cell.CLIENTS, 1_000);
        assertThat(many.tellsMemory()).isTrue();
        assertThat(many.with(Cell.CLIENTS, 999).tellsMemory()).isFalse();
        assertThat(many.with(Cell.SCOPE, Scope.IN_PROCESS).tellsMemory()).isFalse();
    }

    @Test
    void namesInCsvFollowFromThoseInJson() {
        assertThat(Cell.COLUMNS.stream().map(Dimension::jsonName))
                .containsExactly(
                        "pattern",
                        "row",
                        "scope",
                        "messageBytes",
                        "wait",
                        "cpus",
                        "ratePerSecond",
                        "clients",
                        "batch",
                        "replyBytes",
                        "depth",
                        "streams",
                        "requestSizes",
                        "replySizes",
                        "directions",
                        "peer",
                        "node",
                        "pod",
                        "variant");
        assertThat(Cell.COLUMNS.stream().map(Dimension::csvName))
                .containsExactly(
                        "pattern",
                        "row",
                        "scope",
                        "message_bytes",
                        "wait",
                        "cpus",
                        "rate_per_second",
                        "clients",
                        "batch",
                        "reply_bytes",
                        "depth",
                        "streams",
                        "request_sizes",
                        "reply_sizes",
                        "directions",
                        "peer",
                        "node",
                        "pod",
                        "variant");
    }

    @Test
    void everyValueIsReadAsItIsWritten() {
        assertThat(Cell.DIMENSIONS)
                .allSatisfy(dimension -> assertThat(
                                (Object) dimension.parse(dimension.of(CELL).toString()))
                        .isEqualTo(dimension.of(CELL)));
        assertThatThrownBy(() -> Cell.PATTERN.parse("ping"))
                .hasMessage("'ping' is not a pattern; choose from round-trip, rate, throughput, connect, fan-in");
    }
}
