package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.ipcdemo.launch.container.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a run made is removed: by itself when it ends or is interrupted, and by the next one when it was killed. */
@Tag("containers")
@Tag("once")
final class LeftoversTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(300);

    @RegisterExtension
    static final Lab LAB = new Lab();

    @TempDir
    private Path directory;

    @Test
    void aRunLeavesNothing() throws Exception {
        Process run = demo();
        assertThat(run.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output())).contains("198.18.").contains("checked:");
        assertThat(run.exitValue()).isZero();
        assertThat(LAB.madeFor(run.pid())).isEmpty();
    }

    @Test
    void aRunThatIsInterruptedLeavesNothing() throws Exception {
        Process run = demoWithContainers();
        run.destroy();
        assertThat(run.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as("had not ended by itself").isEqualTo(128 + 15); // SIGTERM
        assertThat(LAB.madeFor(run.pid())).isEmpty();
    }

    @Test
    void whatARunThatWasKilledLeftTheNextOneRemoves() throws Exception {
        Process run = demoWithContainers();
        run.destroyForcibly();
        assertThat(run.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as("had no time to clear up").isEqualTo(128 + 9); // SIGKILL
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            Engine.open().close();
            assertThat(LAB.madeFor(run.pid())).isEmpty();
        });
    }

    @Test
    void whatARunThatWasKilledWhileItMadeAnImageLeftTheNextOneRemoves() throws Exception {
        ProcessBuilder builder = demoBuilder("tcp,unix");
        builder.command().add(1, "-Djava.io.tmpdir=" + directory);
        Path own = Files.createDirectory(directory.resolve("ipc-demo-" + Files.getAttribute(directory, "unix:uid")));
        Path other = Files.createDirectory(own.resolve("in-use"));
        Path left = Files.createDirectories(own.resolve("left/1/context")).getParent();
        Files.createFile(own.resolve("left.lock"));
        Path old = Files.createDirectory(own.resolve("old")); // by a program that outlived its starter
        try (FileChannel lock =
                FileChannel.open(own.resolve("in-use.lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(lock.lock().isValid()).isTrue();
            assertThat(builder.start().waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(left).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(other).isDirectory();
    }

    /** As the steps of a build that another process has under way are, which then failed with "unknown parent image ID". */
    @Test
    void anImageWithoutANameThatIsNewIsKept() throws Exception {
        Files.writeString(
                directory.resolve("Dockerfile"), "FROM scratch\nLABEL dev.ipcdemo.image=" + UUID.randomUUID());
        String image = LAB.client()
                .buildImageCmd(directory.toFile())
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        String id = LAB.client().inspectImageCmd(image).exec().getId();
        Engine.open().close();
        assertThat(LAB.hasImage(id)).isTrue();
        LAB.client().removeImageCmd(id).exec();
    }

    @Test
    void anImageWithoutANameThatIsOldIsRemoved() throws Exception {
        String image = await().atMost(LONG_ENOUGH).until(this::loadImageOf2001, LAB::hasImage);
        Engine.open().close();
        assertThat(LAB.hasImage(image)).isFalse();
    }

    @Test
    void withoutAnEngineOneSentenceSaysWhatIsMissingAndWhatElseWorks() throws Exception {
        ProcessBuilder builder = demoBuilder("tcp,unix");
        builder.environment().put("DOCKER_HOST", "unix:///nowhere/docker.sock");
        builder.environment().put("HOME", directory.toString());
        builder.command().add(1, "-Duser.home=" + directory);
        Process run = builder.start();
        assertThat(run.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output()).lines())
                .singleElement()
                .asString()
                .startsWith("ipc-demo: no Docker engine answers")
                .contains("in-process and inter-process work without");
        assertThat(run.exitValue()).isEqualTo(1);
    }

    /** Its id is its configuration's digest. Whoever opens the engine meanwhile removes it. */
    private String loadImageOf2001() throws Exception {
        Files.writeString(directory.resolve("file"), "content of a layer");
        tar("layer.tar", "file");
        String config = """
                {"architecture": "amd64", "os": "linux", "created": "2001-01-01T00:00:00Z",
                 "config": {"Labels": {"dev.ipcdemo.image": "%s"}},
                 "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
                """.formatted(UUID.randomUUID(), sha256(Files.readAllBytes(directory.resolve("layer.tar"))));
        Files.writeString(directory.resolve("config.json"), config);
        Files.writeString(directory.resolve("manifest.json"), """
                [{"Config": "config.json", "RepoTags": null, "Layers": ["layer.tar"]}]""");
        try (InputStream archive =
                Files.newInputStream(tar("image.tar", "layer.tar", "config.json", "manifest.json"))) {
            LAB.client().loadImageCmd(archive).exec();
        }
        return "sha256:" + sha256(config.getBytes(StandardCharsets.UTF_8));
    }

    private Path tar(String archive, String... files) throws Exception {
        List<String> command = new ArrayList<>(List.of("tar", "--create", "--file", archive));
        command.addAll(List.of(files));
        Process tar = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return directory.resolve(archive);
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private Path output() {
        return directory.resolve("output");
    }

    private ProcessBuilder demoBuilder(String transport) {
        return new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.ipcdemo.cli.Main",
                                "demo",
                                "echo",
                                "--transport",
                                transport,
                                "--scope",
                                "cross-host")
                        .collect(Collectors.toList()))
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
    }

    private Process demo() throws IOException {
        return demoBuilder("tcp,unix").start();
    }

    /** It has more to do than can be done until a slow test notices its first container. */
    private Process demoWithContainers() throws IOException {
        Process run = demoBuilder("all").start();
        await().atMost(LONG_ENOUGH)
                .until(() -> LAB.madeFor(run.pid()).stream().anyMatch(made -> made.startsWith("container ")));
        return run;
    }
}
