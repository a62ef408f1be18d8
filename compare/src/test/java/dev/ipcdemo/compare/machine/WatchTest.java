package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    /** A process whose name has spaces and parentheses, up to its CPU time. */
    private static final String OURS = "7 (a (b) c) S 1 7 7 0 -1 0 0 0 0 0 ";

    private static final List<Long> PIDS = List.of(7L);

    @TempDir
    private Path root;

    private Fixture fixture;
    private Watch watch;

    @BeforeEach
    void begin() {
        fixture = new Fixture(root).with("proc/self/cgroup", "0::/");
        fixture.with("proc/stat", "cpu0 0 0 0 0 0 0 0 0 0 0", "cpu1 0 0 0 0 0 0 0 0 0 0")
                .with("proc/7/stat", OURS + "0 0 0 0 20 0");
        watch = new Watch(fixture.files());
        watch.begin(PIDS);
    }

    /** What CPU 1 did in ten seconds, which are a thousand ticks, and how many of these were ours; CPU 0 did nothing. */
    private void counters(long busy, long steal, long own) {
        long idle = 1_000 - busy - steal;
        fixture.with(
                        "proc/stat",
                        "cpu0 0 0 0 1000 0 0 0 0 0 0",
                        "cpu1 " + busy + " 0 0 " + idle + " 0 0 0 " + steal + " 0 0")
                .with("proc/7/stat", OURS + own + " 0 0 0 20 0");
    }

    private void switches(String thread, long count) {
        fixture.with("proc/7/task/" + thread.length() + "/comm", thread)
                .with("proc/7/task/" + thread.length() + "/status", "nonvoluntary_ctxt_switches:\t" + count);
    }

    private List<String> after() {
        watch.end(PIDS, Set.of(1), true);
        return watch.disturbances();
    }

    @Test
    void nothingDisturbsWhatHasItsCpuForItself() {
        counters(100, 0, 98);
        assertThat(after()).isEmpty();
    }

    @Test
    void seesOtherWorkOnTheCpusOfTheSides() {
        counters(500, 0, 300);
        assertThat(after()).containsExactly("other work took 20 % of its CPUs");
    }

    @Test
    void seesTimeThatTheHypervisorTook() {
        counters(80, 20, 80);
        assertThat(after()).containsExactly("the hypervisor took 2 % of its CPU time");
    }

    @Test
    void seesThrottling() {
        counters(50, 0, 50);
        fixture.with(
                "sys/fs/cgroup/cpu.stat", "usage_usec 5", "nr_periods 9", "nr_throttled 3", "throttled_usec 45000");
        assertThat(after())
                .containsExactly("its control group had used up its CPU time in 3 of 9 periods, and waited for 45 ms");
    }

    @Test
    void addsUpWhatHeldBackASideInAnotherControlGroup() {
        counters(50, 0, 50);
        watch.heldBack("the client's container", CpuThrottling.NONE);
        watch.heldBack("the server's container", new CpuThrottling(100, 50, 3_000_000));
        watch.heldBack("the server's container", new CpuThrottling(62, 7, 200_000));
        assertThat(after())
                .containsExactly(
                        "the server's container had used up its CPU time in 57 of 162 periods, and waited for 3200 ms");
    }

    @Test
    void seesInterruptionsOfTheThreadsThatAreMeasured() {
        counters(1000, 0, 1000);
        switches("client", 1_500);
        switches("server!", 9_999);
        assertThat(after()).containsExactly("its threads were interrupted to run others 150 times a second");
    }

    @Test
    void aFewTicksMayBeRounding() {
        counters(4, 0, 0);
        assertThat(after()).isEmpty();
    }

    @Test
    void saysNothingWhereTheKernelTellsNothing() {
        Watch blind = new Watch(new KernelFiles(root.resolve("nowhere")));
        blind.begin(PIDS);
        blind.end(PIDS, Set.of(), false);
        assertThat(blind.disturbances()).isEmpty();
    }
}
