package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.demo.spi.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS", "INTER_PROCESS"})
    void carriesMessagesBothWaysAndEndsByItself(Scope scope) throws Exception {
        try (Worker peer = Workers.start(scope, EchoTask.NAME, List.of("one", "", "drei — ä"))) {
            assertThat(peer.link().receive()).containsExactly("one", "", "drei — ä");
            peer.link().send(List.of("again"));
            assertThat(peer.link().receive()).containsExactly("again");
            peer.link().send(List.of("end"));
            assertThat(peer.link().receive()).as("the end").isEmpty();
            assertThat(peer.link().receive()).as("the end, for who asks again").isEmpty();
            assertThat(peer.await(LONG)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS", "INTER_PROCESS"})
    void isGoneAfterCloseWhateverItDid(Scope scope) throws Exception {
        Worker peer = Workers.start(scope, DeafTask.NAME, List.of());
        peer.link().receive();
        peer.close();
        assertThat(peer.await(Duration.ofMillis(1))).isTrue();
        peer.close();
    }

    @Test
    void aProcessEndsWhenItsStarterClosesTheLink() throws Exception {
        try (Worker peer = Workers.start(Scope.INTER_PROCESS, DeafTask.NAME, List.of())) {
            peer.link().receive();
            assertThat(peer.pid()).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(peer.await(Duration.ofMillis(1))).isFalse();
            peer.link().close();
            assertThat(peer.await(LONG)).isTrue();
        }
    }

    @Test
    void aProcessEndsWhenItsStarterDies() throws Exception {
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StarterMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = starter.inputReader()) {
            ProcessHandle peer =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            try {
                assertThat(peer.isAlive()).isTrue();
                starter.destroyForcibly(); // SIGKILL: no hook, no close
                await().atMost(LONG).until(() -> !peer.isAlive());
            } finally {
                peer.destroyForcibly();
            }
        } finally {
            starter.destroyForcibly().waitFor();
        }
    }

    @Test
    void isInThisProcessOnlyIfAskedFor() throws Exception {
        try (Worker peer = Workers.start(Scope.IN_PROCESS, DeafTask.NAME, List.of())) {
            assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesATaskThatNobodyKnows() {
        assertThatThrownBy(() -> Workers.start(Scope.IN_PROCESS, "no-such-task", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-task");
    }

    @Test
    void tellsWhatIsNoMessage() {
        byte[] noise = "Hello, I am a banner.".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Link link = new StreamLink(new java.io.ByteArrayInputStream(noise), new java.io.ByteArrayOutputStream());
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("something else writes");
    }
}
