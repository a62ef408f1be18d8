package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    private static final String CPU = "sys/devices/system/cpu/";

    @TempDir
    private Path root;

    @Test
    void tellsWhatMakesAMachineFastOrSlow() {
        Fixture fixture = new Fixture(root)
                .with(CPU + "online", "0-1")
                .with(CPU + "cpu0/cpufreq/scaling_governor", "performance")
                .with(CPU + "cpu1/cpufreq/scaling_governor", "powersave")
                .with(CPU + "cpu0/cpufreq/scaling_min_freq", "800000")
                .with(CPU + "cpu0/cpufreq/scaling_max_freq", "3500000")
                .with(CPU + "intel_pstate/no_turbo", "1")
                .with(CPU + "smt/control", "off")
                .with(CPU + "isolated", "1")
                .with(CPU + "vulnerabilities/spectre_v2", "Mitigation: Retpolines")
                .with(CPU + "vulnerabilities/mds", "Not affected")
                .with(CPU + "vulnerabilities/retbleed", "Vulnerable")
                .with("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never")
                .with("sys/devices/system/node/online", "0-1")
                .with("sys/devices/system/node/node0/cpulist", "0")
                .with("sys/devices/system/node/node1/cpulist", "1")
                .with("proc/cpuinfo", "flags\t\t: fpu hypervisor sse")
                .with("proc/stat", "cpu  1 2 3", "cpu0 100 0 50 800 0 0 0 50 0 0")
                .with("sys/class/dmi/id/sys_vendor", "QEMU")
                .with("proc/sys/net/core/rmem_max", "212992")
                .with("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456");
        assertThat(Machine.facts(fixture.files()))
                .contains(
                        entry("CPU governor", "performance, powersave"),
                        entry("CPU frequency limits", "800 MHz to 3500 MHz"),
                        entry("turbo", "off"),
                        entry("SMT", "off"),
                        entry("isolated CPUs", "1"),
                        entry("mitigations", "spectre_v2"),
                        entry("vulnerable", "retbleed"),
                        entry("transparent huge pages", "madvise"),
                        entry("NUMA nodes", "0: cpus 0; 1: cpus 1"),
                        entry("hypervisor", "QEMU"),
                        entry("CPU time stolen since boot", "5.00 %"),
                        entry("network settings", "core.rmem_max 212992; ipv4.tcp_rmem 4096 131072 6291456"));
    }

    @Test
    void tellsTheLimitsOfAControlGroupOfVersionTwo() {
        Fixture fixture = new Fixture(root)
                .with("proc/self/cgroup", "0::/job")
                .with("sys/fs/cgroup/job/cpu.max", "50000 100000")
                .with("sys/fs/cgroup/job/cpuset.cpus.effective", "2-3")
                .with("sys/fs/cgroup/job/memory.max", "536870912");
        assertThat(Machine.facts(fixture.files()))
                .containsEntry("control group", "cpu time 50000 of each 100000 µs; cpus 2-3; memory 512 MiB");
    }

    @Test
    void tellsTheLimitsOfAControlGroupOfVersionOne() {
        Fixture fixture = new Fixture(root)
                .with("proc/self/cgroup", "2:cpu,cpuacct:/job", "1:memory:/job")
                .with("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "20000")
                .with("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000")
                .with("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712");
        assertThat(Machine.facts(fixture.files())).containsEntry("control group", "cpu time 20000 of each 100000 µs");
    }

    @Test
    void saysNothingOfWhatTheKernelDoesNotTell() {
        assertThat(Machine.facts(new KernelFiles(root))).isEmpty();
    }
}
