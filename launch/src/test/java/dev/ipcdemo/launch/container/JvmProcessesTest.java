package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmProcessesTest {

    private static final JvmProcesses PROCESSES = new JvmProcesses();
    private static final Owner SELF = PROCESSES.self();

    @Test
    void thisProcessRuns() {
        assertThat(PROCESSES.haveLost(SELF)).isFalse();
    }

    @Test
    void aProcessThatHasEndedIsLost() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(PROCESSES.haveLost(new Owner(SELF.place(), ended.pid(), 1))).isTrue();
    }

    @Test
    void aProcessWhoseIdIsUsedAgainIsLost() {
        assertThat(PROCESSES.haveLost(new Owner(SELF.place(), SELF.pid(), SELF.start() - 1)))
                .isTrue();
    }

    @Test
    void aStartThatCouldNotBeFoundOutIsNotHeldAgainstAProcess() {
        assertThat(PROCESSES.haveLost(new Owner(SELF.place(), SELF.pid(), 0))).isFalse();
    }

    @Test
    void aProcessOfAnotherHostIsNotJudged() {
        assertThat(PROCESSES.haveLost(new Owner("another-host", SELF.pid(), SELF.start() - 1)))
                .isFalse();
    }
}
