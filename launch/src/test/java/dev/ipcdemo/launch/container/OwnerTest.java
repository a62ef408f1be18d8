package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    private static final Owner SELF = Owner.thisProcess();

    private static Map<String, String> labels(String host, long pid, long startMs) {
        return new Owner(host, pid, startMs).labels();
    }

    @Test
    void whatThisProcessMadeHasAnOwner() {
        assertThat(Owner.isGone(SELF.labels())).isFalse();
    }

    @Test
    void whatAProcessMadeThatHasEndedHasNone() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(Owner.isGone(labels(SELF.host(), ended.pid(), 1))).isTrue();
    }

    @Test
    void aProcessIdThatIsUsedAgainIsNotTheOwner() {
        assertThat(Owner.isGone(labels(SELF.host(), SELF.pid(), SELF.startMs() - 1)))
                .isTrue();
    }

    @Test
    void aStartThatCouldNotBeFoundOutIsNotHeldAgainstAProcess() {
        assertThat(Owner.isGone(labels(SELF.host(), SELF.pid(), 0))).isFalse();
    }

    @Test
    void leavesAloneWhatAnotherHostMade() {
        assertThat(Owner.isGone(labels("another-host", SELF.pid(), SELF.startMs() - 1)))
                .isFalse();
    }

    @Test
    void leavesAloneWhatHasNoLabel() {
        assertThat(Owner.isGone(Map.of())).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x", "a/b", "a/1/2/3", "a/1/x", "a/-1/2", "a/99999999999999999999/1", "//"})
    void leavesAloneWhatHasALabelThatIsNotOurs(String label) {
        assertThat(Owner.isGone(Map.of(Owner.LABEL, String.valueOf(label)))).isFalse();
    }
}
