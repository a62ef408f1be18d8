package dev.ipcdemo.launch;

import static dev.ipcdemo.launch.EchoTask.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.demo.spi.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(600)
class WorkerTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Worker start(Scope scope, String task) throws IOException {
        return new LocalTarget(scope).start("worker", task, log::add);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS", "INTER_PROCESS"})
    void carriesMessagesBothWaysAndEndsByItself(Scope scope) throws Exception {
        byte[] large = new byte[Link.MAX_MESSAGE_BYTES];
        large[large.length - 1] = 7;
        try (Worker worker = start(scope, EchoTask.NAME)) {
            for (byte[] message : List.of(bytes("drei — ä"), new byte[] {0}, large)) {
                worker.link().send(message);
                assertThat(worker.link().receive()).hasValue(message);
            }
            worker.link().send(EchoTask.END);
            assertThat(worker.link().receive()).as("the end").isEmpty();
            assertThat(worker.link().receive()).as("the end, asked for again").isEmpty();
            assertThat(worker.await(LONG)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS", "INTER_PROCESS"})
    void isGoneAfterCloseWhateverItDid(Scope scope) throws Exception {
        Worker worker = start(scope, SleepingTask.NAME);
        worker.link().receive();
        worker.close();
        assertThat(worker.await(Duration.ofMillis(1))).isTrue();
        worker.close();
    }

    @Test
    void aProcessEndsWhenItsStarterClosesTheLink() throws Exception {
        try (Worker worker = start(Scope.INTER_PROCESS, SleepingTask.NAME)) {
            worker.link().receive();
            assertThat(worker.pid()).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(worker.await(Duration.ofMillis(1))).isFalse();
            worker.link().close();
            assertThat(worker.await(LONG)).isTrue();
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
            ProcessHandle worker =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            try {
                assertThat(worker.isAlive()).isTrue();
                starter.destroyForcibly(); // SIGKILL: no hook, no close
                await().atMost(LONG).until(() -> !worker.isAlive());
            } finally {
                worker.destroyForcibly();
            }
        } finally {
            starter.destroyForcibly().waitFor();
        }
    }

    @Test
    void isInThisProcessOnlyIfAskedFor() throws Exception {
        try (Worker worker = start(Scope.IN_PROCESS, SleepingTask.NAME)) {
            assertThat(worker.pid()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesATaskThatThereIsNot() {
        assertThatThrownBy(() -> start(Scope.IN_PROCESS, "no-such-task"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-task");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS", "INTER_PROCESS"})
    void saysWhyItEnded(Scope scope) throws Exception {
        try (Worker worker = start(scope, EchoTask.NAME)) {
            worker.link().send(EchoTask.FAIL);
            assertThat(worker.link().receive()).isEmpty();
            assertThat(worker.await(LONG)).isTrue();
            assertThat(worker.outcome()).startsWith("ended with ").contains("told to fail");
        }
    }

    @Test
    void saysWhatAJvmSaidThatDidNotStart() throws Exception {
        WorkerHost host = new LocalTarget(Scope.INTER_PROCESS).host("worker", log::add);
        try (Worker worker = host.start(EchoTask.NAME, List.of("-XX:+NoSuchFlag"))) {
            assertThat(worker.link().receive()).isEmpty();
            assertThat(worker.outcome())
                    .startsWith("ended with status 1: ")
                    .contains("NoSuchFlag")
                    .contains("Could not create the Java Virtual Machine");
            assertThat(log).anyMatch(line -> line.contains("NoSuchFlag"));
        }
    }

    @Test
    void saysWhichSignalEndedAProcess() throws Exception {
        try (Worker worker = start(Scope.INTER_PROCESS, SleepingTask.NAME)) {
            worker.link().receive();
            ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
            assertThat(worker.outcome()).isEqualTo("was ended by signal 9");
        }
    }
}
