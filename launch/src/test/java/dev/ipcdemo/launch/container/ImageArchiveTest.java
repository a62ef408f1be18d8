package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class ImageArchiveTest {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    @Test
    void holdsWhatAnEngineNeedsAndEveryDigestIsRight() throws Exception {
        assumeTrue(Files.isExecutable(JAVA_HOME.resolve("bin/jlink")), "this Java has no jlink");
        Path file = directory.resolve("image.tar");
        BuildContext context = BuildContext.fromJdk(JAVA_HOME);
        assertThat(ImageArchive.write(context, Optional.of("ipc-demo-test"), file))
                .isEqualTo("ipc-demo-test");

        Map<String, byte[]> parts = files(Files.newInputStream(file));
        JsonNode manifest =
                new ObjectMapper().readTree(parts.get("manifest.json")).get(0);
        assertThat(manifest.at("/RepoTags/0").textValue()).isEqualTo("ipc-demo-test:latest");
        String configName = manifest.get("Config").textValue();
        String layerName = manifest.at("/Layers/0").textValue();
        assertThat(parts).containsOnlyKeys("manifest.json", configName, layerName);
        assertThat(configName).isEqualTo(sha256(parts.get(configName)) + ".json");

        JsonNode config = new ObjectMapper().readTree(parts.get(configName));
        assertThat(config.at("/rootfs/diff_ids/0").textValue()).isEqualTo("sha256:" + sha256(parts.get(layerName)));
        assertThat(config.at("/config/User").textValue()).isEqualTo("65532:65532");
        Map<String, byte[]> layer = files(new ByteArrayInputStream(parts.get(layerName)));
        assertThat(layer)
                .containsKeys(config.at("/config/Entrypoint/0").textValue().substring(1), "etc/passwd", "tmp/");
        assertThat(config.at("/config/Env/0")
                        .textValue()
                        .substring("CLASSPATH=".length())
                        .split(":"))
                .allSatisfy(entry -> assertThat(layer.keySet()).anyMatch(name -> name.startsWith(entry.substring(1))));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static Map<String, byte[]> files(InputStream archive) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }
}
