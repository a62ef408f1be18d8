package dev.ipcdemo.launch.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.LoadImageCallback;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a file, in the form that {@code docker save} writes and that Docker, Podman and containerd read: one layer, a
 * configuration, and a manifest that names both. No engine is needed to make it. The form is described in Docker's <a
 * href="https://github.com/moby/docker-image-spec/blob/main/v1.2.md">image specification</a>.
 *
 * <pre>
 * manifest.json           the names of the other two, and of the image
 * DIGEST.json             environment, user, entry point, and the digest of the layer
 * DIGEST.tar              the file system
 * </pre>
 */
public final class ImageArchive {

    private static final Map<String, String> ARCHITECTURES = Map.of("aarch64", "arm64", "x86_64", "amd64");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageArchive() {}

    /**
     * Writes the image.
     *
     * @param context what it is made from, without a base image
     * @param name its name wherever it is loaded, if it is to have another than its usual one
     * @param file the file, which is replaced
     * @return its name
     * @throws IOException if a part of it cannot be made, or the file cannot be written
     */
    public static String write(BuildContext context, Optional<String> name, Path file) throws IOException {
        String full = name.map(given -> given.lastIndexOf(':') > given.lastIndexOf('/') ? given : given + ":latest")
                .orElse(Image.nameOf(context));
        try (PrivateDirectory directory = PrivateDirectory.create()) {
            Path source = Files.createDirectory(directory.path().resolve("context"));
            context.writeTo(source);
            Path layer = Tar.of(BuildContext.root(source), directory.path().resolve("layer"));
            FileTree.delete(source); // it is as large as the layer
            Path parts = Files.createDirectory(directory.path().resolve("parts"));
            write(parts, context, full, layer);
            Tar.of(parts, file);
        }
        return name.orElse(full);
    }

    /** Moves the layer into a directory, and puts the rest beside it. */
    private static void write(Path parts, BuildContext context, String name, Path layer) throws IOException {
        String layerDigest = sha256(layer);
        Files.move(layer, parts.resolve(layerDigest + ".tar"));
        Path config = Files.write(parts.resolve("config"), JSON.writeValueAsBytes(config(context, layerDigest)));
        String configDigest = sha256(config);
        Files.move(config, parts.resolve(configDigest + ".json"));
        Map<String, Object> manifest = Map.of(
                "Config", configDigest + ".json", "RepoTags", List.of(name), "Layers", List.of(layerDigest + ".tar"));
        Files.write(parts.resolve("manifest.json"), JSON.writeValueAsBytes(List.of(manifest)));
    }

    private static Map<String, Object> config(BuildContext context, String layerDigest) {
        String architecture = System.getProperty("os.arch");
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return Map.of(
                "architecture", ARCHITECTURES.getOrDefault(architecture, architecture),
                "os", "linux",
                "created", created,
                "config",
                        Map.of(
                                "Env", List.of(context.environment()),
                                "User", BuildContext.userAndGroup(),
                                "WorkingDir", BuildContext.WORKING_DIRECTORY,
                                "Entrypoint", context.entryPoint(),
                                "Labels", Map.of(Image.LABEL, context.fingerprint())),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + layerDigest)),
                "history", List.of(Map.of("created", created, "created_by", "ipc-demo image")));
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * Loads an archive into an engine, under the name that it has in the archive.
     *
     * @param file the archive
     * @param engine the engine
     * @throws IOException if the file cannot be read, or the engine refuses it
     */
    public static void load(Path file, Engine engine) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Engine.ask(
                    "load the image",
                    () -> engine.client()
                            .loadImageAsyncCmd(in)
                            .exec(new LoadImageCallback())
                            .awaitMessage());
        }
    }
}
