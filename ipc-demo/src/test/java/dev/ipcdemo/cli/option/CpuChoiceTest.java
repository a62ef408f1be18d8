package dev.ipcdemo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Cpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuChoiceTest {

    @TempDir
    private Path root;

    private CpuChoice parse(String... words) {
        return CpuChoice.parse(List.of(words), new Topology(new KernelFiles(root)));
    }

    @Test
    void placementsAreOnAllCpus() {
        assertThat(parse("same", "SPLIT")).isEqualTo(new CpuChoice(List.of(Cpus.SAME, Cpus.SPLIT), List.of()));
    }

    @Test
    void oneCpuIsForBothSidesAndOfSeveralEachSideHasItsOwn() {
        assertThat(parse("3")).isEqualTo(new CpuChoice(List.of(Cpus.SAME), List.of(3)));
        assertThat(parse("3", "2")).isEqualTo(new CpuChoice(List.of(Cpus.SPLIT), List.of(3, 2)));
        assertThat(parse("0-3")).isEqualTo(new CpuChoice(List.of(Cpus.SPLIT), List.of(0, 1, 2, 3)));
    }

    @Test
    void aPlacementMayBeOnCertainCpus() {
        assertThat(parse("free", "0-1")).isEqualTo(new CpuChoice(List.of(Cpus.FREE), List.of(0, 1)));
    }

    @Test
    void aNumaNodeStandsForItsCpus() throws Exception {
        Path node = Files.createDirectories(root.resolve("sys/devices/system/node/node1"));
        Files.writeString(node.resolve("cpulist"), "4-5\n");
        assertThat(parse("node1")).isEqualTo(new CpuChoice(List.of(Cpus.SPLIT), List.of(4, 5)));
        assertThatThrownBy(() -> parse("node7")).hasMessageStartingWith("there is no NUMA node7 here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cpu1", "1.5", "-", "4-2"})
    void saysWhatIsWrong(String word) {
        assertThatThrownBy(() -> parse(word)).isInstanceOf(IllegalArgumentException.class);
    }
}
