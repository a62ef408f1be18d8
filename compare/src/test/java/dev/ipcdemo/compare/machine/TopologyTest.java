package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

    @TempDir
    private Path root;

    private void write(String path, String text) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    /** Two nodes of two cores of two threads each. */
    private Topology twoNodes() throws Exception {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-7");
        write("sys/devices/system/cpu/online", "0-7");
        write("sys/devices/system/node/online", "0-1");
        write("sys/devices/system/node/node0/cpulist", "0-1,4-5");
        write("sys/devices/system/node/node1/cpulist", "2-3,6-7");
        for (int cpu = 0; cpu < 8; cpu++) {
            write("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", cpu % 4 + "," + (cpu % 4 + 4));
        }
        return new Topology(new KernelFiles(root));
    }

    @Test
    void readsWhatTheKernelTells() throws Exception {
        Topology topology = twoNodes();
        assertThat(topology.online()).hasSize(8);
        assertThat(topology.allowed()).hasSize(8);
        assertThat(topology.nodes()).containsExactly(0, 1);
        assertThat(topology.cpusOf(1)).containsExactly(2, 3, 6, 7);
        assertThat(topology.cpusOf(2)).isEmpty();
        assertThat(topology.siblings(6)).containsExactly(2, 6);
    }

    @Test
    void namesSiblingsAndNodes() throws Exception {
        assertThat(twoNodes().relations(List.of(2, 6)))
                .containsExactly("cpus 2 and 6 are threads of one core", "on NUMA node 1: 2 and 6");
        assertThat(twoNodes().relations(List.of(0, 3)))
                .containsExactly(
                        "cpu 0 shares its core with 4",
                        "cpu 3 shares its core with 7",
                        "on NUMA node 0: 0",
                        "on NUMA node 1: 3");
    }

    @Test
    void saysNothingWhereTheKernelTellsNothing() {
        Topology nowhere = new Topology(new KernelFiles(root));
        assertThat(nowhere.allowed()).isEmpty();
        assertThat(nowhere.siblings(3)).containsExactly(3);
        assertThat(nowhere.relations(List.of(0, 1))).isEmpty();
    }

    @Test
    void readsListsInTheirOrder() {
        assertThat(Topology.parse("3,0-2\n")).containsExactly(3, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1-", "-1", "3-1", "1,,2", "999999"})
    void refusesWhatIsNoList(String text) {
        assertThatThrownBy(() -> Topology.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
