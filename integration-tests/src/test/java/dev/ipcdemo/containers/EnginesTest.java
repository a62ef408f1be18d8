package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.process.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that differ: Docker with userns-remap, and Podman behind its Docker-compatible socket. */
@Tag("containers")
@Tag("once")
final class EnginesTest {

    private static final String NAME = "localhost/ipc-demo-test:loaded"; // Podman puts that host before others

    /** Starts an engine of its own, which ends with this JVM at the latest. */
    private static String start(String kind) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can start an engine");
        assumeTrue(
                !kind.equals("podman") || Program.isInstalled("podman") && Program.isInstalled("runc"),
                "Podman or runc is not installed");
        try (Program engine = Program.start(
                script(),
                "start",
                "--kind",
                kind,
                "--owner",
                Long.toString(ProcessHandle.current().pid()))) {
            assertThat(engine.exitStatus()).as(engine.err()).isZero();
            return engine.out().strip().replaceFirst("DOCKER_HOST=", "");
        }
    }

    private static String script() {
        return Program.projectRoot().resolve("bin/engine").toString();
    }

    private static void stop(String address) throws Exception {
        try (Program stop = Program.start(script(), "stop", address)) {
            assertThat(stop.exitStatus()).isZero();
        }
    }

    private static Program ipcDemo(String address, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Program.launcher().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Program.start(Path.of("."), Map.of("IPC_DEMO_NO_BUILD", "1", "DOCKER_HOST", address), command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns-remap", "podman"})
    void everyFamilyCrossesBetweenItsContainers(String kind) throws Exception {
        String address = start(kind);
        try (Program demo = ipcDemo(
                address,
                "demo",
                "echo",
                "--scope",
                "cross-host",
                "--transport",
                "tcp,udp,unix,junix,unixgram,unixpacket")) {
            assertThat(demo.exitStatus()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("echo over unixpacket").doesNotContain("skipped");
        } finally {
            stop(address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns-remap", "podman"})
    void theImageIsLoadedWithoutAnotherEngineAndRuns(String kind) throws Exception {
        String address = start(kind);
        try (Program image = ipcDemo("unix:///nowhere", "image", "--tag", NAME, "--load-into", address)) {
            assertThat(image.exitStatus()).as(image.err()).isZero();
            assertThat(image.out()).isEqualTo(NAME + "\n");
            try (Engine engine = Engine.at(URI.create(address))) {
                assertThat(statusOf(engine.client(), "resolve", "localhost")).isZero();
                assertThat(statusOf(engine.client(), "image")).isEqualTo(1); // it has no engine's libraries
                assertThat(statusOf(engine.client(), "demo", "echo", "--transport", "junix"))
                        .isZero();
            }
        } finally {
            stop(address);
        }
    }

    private static int statusOf(DockerClient client, String... arguments) throws InterruptedException {
        String id = client.createContainerCmd(NAME)
                .withCmd(arguments)
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777")))
                .exec()
                .getId();
        client.startContainerCmd(id).exec();
        return client.waitContainerCmd(id)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"userns-remap", "podman"})
    void whatItRefusesIsSaidInWords(String kind) throws Exception {
        String address = start(kind);
        try (Program demo = ipcDemo(
                address, "demo", "echo", "--scope", "cross-host", "--image-base", "ipc-demo-test/no-such-image")) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(demo.err())
                    .contains("ipc-demo-test/no-such-image", "and cannot pull it")
                    .doesNotContain("{", "Status ");
        } finally {
            stop(address);
        }
    }
}
