package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.ResourceLimits;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many connections take what a host may not let a process have, which is found out before they are made. */
class SchedulingTest {

    private static final Settings EVENT_LOOP = Settings.DEFAULT.withEventLoop(true);

    @TempDir
    private Path root;

    @BeforeEach
    void makeAHostOfFewResources() throws IOException {
        write("proc/self/limits", "Max open files            1024                 5000                 files");
        write("proc/sys/kernel/threads-max", "2000");
        write("proc/sys/net/ipv4/ip_local_port_range", "1000 4499");
    }

    private void write(String path, String line) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, line + "\n");
    }

    private String obstacle(String row, Scope scope, int clients, Settings settings) {
        Cell cell = Cell.of(Pattern.FAN_IN, row, scope).with(Cell.CLIENTS, clients);
        ResourceLimits limits = new ResourceLimits(new KernelFiles(root));
        return Scheduling.beyondLimits(cell, Carriers.byName(row), settings, limits)
                .orElse("");
    }

    @Test
    void oneProcessHasBothEndsOfAConnection() {
        assertThat(obstacle("raw:unix", Scope.IN_PROCESS, 3_000, EVENT_LOOP))
                .startsWith("6,000 ends of connections in one process take about 6,200 descriptors");
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 3_000, EVENT_LOOP)).isEmpty();
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 4_801, EVENT_LOOP)).startsWith("4,801 ends");
    }

    @Test
    void aThreadForEachConnectionIsOneOfThoseThatMayRun() {
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 1_901, Settings.DEFAULT))
                .startsWith("a platform thread for each of 1,901 connections");
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 1_900, Settings.DEFAULT))
                .isEmpty();
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 1_901, Settings.DEFAULT.withVirtualThreads(true)))
                .isEmpty();
    }

    @Test
    void onlyTcpTakesPorts() {
        assertThat(obstacle("raw:tcp", Scope.INTER_PROCESS, 3_501, EVENT_LOOP))
                .startsWith("3,501 connections to one port");
        assertThat(obstacle("raw:unix", Scope.INTER_PROCESS, 3_501, EVENT_LOOP)).isEmpty();
    }

    @Test
    void theLimitsOfAContainerAreNotThoseOfThisHost() {
        assertThat(obstacle("raw:unix", Scope.CROSS_HOST, 10_000, Settings.DEFAULT))
                .isEmpty();
    }
}
