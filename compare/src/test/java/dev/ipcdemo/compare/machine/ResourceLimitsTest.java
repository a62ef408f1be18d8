package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceLimitsTest {

    @TempDir
    private Path root;

    private Fixture kernel() {
        return new Fixture(root);
    }

    private ResourceLimits limits() {
        return new ResourceLimits(kernel().files());
    }

    @Test
    void theHardLimitOfDescriptorsIsWhatAJvmMayHave() {
        kernel().with(
                        "proc/self/limits",
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max processes             100                  100                  processes ",
                        "Max open files            1024                 20000                files     ");
        assertThat(limits().tooFewDescriptors(19_800)).isEmpty();
        assertThat(limits().tooFewDescriptors(19_801))
                .contains(
                        "19,801 ends of connections in one process take about 20,001 descriptors, and it may have 20,000:"
                                + " raise the limit (ulimit -n 20001, LimitNOFILE= of a service, --ulimit nofile=20001 of a"
                                + " container)");
    }

    @Test
    void noLimitIsEnough() {
        kernel().with("proc/self/limits", "Max open files            1024                 unlimited            files");
        assertThat(limits().tooFewDescriptors(1_000_000)).isEmpty();
    }

    @Test
    void whatNobodyTellsIsNotRefused() {
        assertThat(limits().tooFewDescriptors(1_000_000)).isEmpty();
        assertThat(limits().tooFewThreads(1_000_000)).isEmpty();
        assertThat(limits().tooFewPorts(1_000_000)).isEmpty();
    }

    @Test
    void theSmallerLimitOfThreadsCounts() {
        kernel().with("proc/sys/kernel/threads-max", "30000")
                .with("proc/self/cgroup", "0::/app")
                .with("sys/fs/cgroup/app/pids.max", "5000");
        assertThat(limits().tooFewThreads(4_900)).isEmpty();
        assertThat(limits().tooFewThreads(10_000).orElse(""))
                .startsWith("a platform thread for each of 10,000 connections is more than the 5,000 threads")
                .endsWith("use --threads event-loop or virtual");
    }

    @Test
    void aGroupWithoutALimitOfThreadsHasThatOfTheKernel() {
        kernel().with("proc/sys/kernel/threads-max", "8000")
                .with("proc/self/cgroup", "0::/app")
                .with("sys/fs/cgroup/app/pids.max", "max");
        assertThat(limits().tooFewThreads(7_900)).isEmpty();
        assertThat(limits().tooFewThreads(7_901)).isPresent();
    }

    @Test
    void aConnectionOfTcpTakesAPortOfTheClient() {
        kernel().with("proc/sys/net/ipv4/ip_local_port_range", "32768\t40767");
        assertThat(limits().tooFewPorts(8_000)).isEmpty();
        assertThat(limits().tooFewPorts(8_001))
                .contains("8,001 connections to one port take as many ports of the client, and there are 8,000: widen"
                        + " net.ipv4.ip_local_port_range");
    }
}
