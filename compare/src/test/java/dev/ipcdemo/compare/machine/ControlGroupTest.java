package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container's limits are, and what they have cost, in both versions of control groups. */
class ControlGroupTest {

    @TempDir
    private Path root;

    private Fixture fixture;

    @BeforeEach
    void begin() {
        fixture = new Fixture(root);
    }

    private ControlGroup group() {
        return ControlGroup.of(fixture.files());
    }

    @Test
    void readsVersionTwo() {
        fixture.with("proc/self/cgroup", "0::/")
                .with("sys/fs/cgroup/cpu.max", "50000 100000")
                .with("sys/fs/cgroup/cpu.stat", "nr_periods 162", "nr_throttled 57", "throttled_usec 3200000")
                .with("sys/fs/cgroup/memory.max", "67108864")
                .with("sys/fs/cgroup/memory.events", "oom 3", "oom_kill 2", "oom_group_kill 0");
        assertThat(group().cpuQuota()).hasValue(0.5);
        assertThat(group().throttling()).isEqualTo(new CpuThrottling(162, 57, 3_200_000));
        assertThat(group().memoryBytes()).hasValue(64L << 20);
        assertThat(group().memoryKills()).isEqualTo(2);
    }

    @Test
    void readsVersionOne() {
        fixture.with("proc/self/cgroup", "2:cpu,cpuacct:/job", "1:memory:/job")
                .with("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "150000")
                .with("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000")
                .with("sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 9", "nr_throttled 4", "throttled_time 5000000")
                .with("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "134217728")
                .with("sys/fs/cgroup/memory/job/memory.oom_control", "under_oom 0", "oom_kill 1");
        assertThat(group().cpuQuota()).hasValue(1.5);
        assertThat(group().throttling()).isEqualTo(new CpuThrottling(9, 4, 5_000));
        assertThat(group().memoryBytes()).hasValue(128L << 20);
        assertThat(group().memoryKills()).isOne();
    }

    @Test
    void aGroupWithoutLimitsHasNone() {
        fixture.with("proc/self/cgroup", "0::/")
                .with("sys/fs/cgroup/cpu.max", "max 100000")
                .with("sys/fs/cgroup/memory.max", "max");
        assertThat(group().cpuQuota()).isEmpty();
        assertThat(group().memoryBytes()).isEmpty();
        assertThat(group().throttling()).isEqualTo(CpuThrottling.NONE);
        assertThat(group().tooLittleFor("a comparison", Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void saysThatMemoryWillNotDo() {
        fixture.with("proc/self/cgroup", "0::/").with("sys/fs/cgroup/memory.max", "67108864");
        assertThat(group().tooLittleFor("a comparison", 256L << 20))
                .hasValue(
                        "this container may use 64 MiB of memory, and a comparison needs about 256 MiB: the kernel may"
                                + " kill it, which ends with status 137");
        assertThat(group().tooLittleFor("a comparison", 64L << 20)).isEmpty();
    }

    @Test
    void saysWhyAProcessWasKilledOnlyIfTheKernelDidItMeanwhile() {
        fixture.with("proc/self/cgroup", "0::/")
                .with("sys/fs/cgroup/memory.max", "134217728")
                .with("sys/fs/cgroup/memory.events", "oom_kill 1");
        assertThat(group().shortageSince(1)).isEmpty();
        assertThat(group().shortageSince(0))
                .hasValue("the kernel has killed a process for want of memory: all of them may use 128 MiB");
    }
}
