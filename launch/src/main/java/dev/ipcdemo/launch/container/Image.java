package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.ListImagesCmd;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image with a Java runtime and the classes of this JVM. Its name follows from its content, and it is built only if the
 * engine does not have it.
 *
 * @param tag its name in the engine
 * @param java the path of {@code java} in it
 * @param source what it was built from
 */
public record Image(String tag, String java, BuildContext source) {

    /** The label of images of ours. */
    static final String LABEL = "dev.ipcdemo.image";

    private static final Logger LOG = LoggerFactory.getLogger(Image.class);
    private static final String REPOSITORY = "ipc-demo";

    /** What an engine, or {@link ImageArchive}, puts before a name that has no registry. */
    private static final String HERE = "^(localhost/|docker\\.io/library/)?";

    /** How long an image is kept that other processes may be using, as when two JDKs are used in turn. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** How long an image without a name is kept. */
    private static final Duration REMAINS_KEPT = Duration.ofHours(1);

    /**
     * Builds the image, unless the engine has it.
     *
     * @param engine the engine
     * @param context what it is built from
     * @return the image
     * @throws IOException if it cannot be built; the message says what is missing
     */
    public static Image ensure(Engine engine, BuildContext context) throws IOException {
        String tag = nameOf(context);
        if (context.base().isPresent()) {
            tag += "-" + BaseImage.ensure(engine, context.base().get()).fingerprint();
        }
        Image image = new Image(tag, context.java(), context);
        if (!image.isThere(engine)) {
            LOG.info("building the image {}, as always after a change", image.tag);
            image.build(engine, context);
            image.removeOlder(engine);
        }
        return image;
    }

    /**
     * Builds it again, if the engine has it no more: another process has removed it because it was old, or a user has. Its
     * name is another if a file that it is built from has changed since.
     */
    Image restore(Engine engine) throws IOException {
        return ensure(engine, source.again());
    }

    /**
     * Gives it another name.
     *
     * @param engine the engine
     * @param name the name, with or without {@code :tag}
     * @throws IOException if the engine refuses
     */
    public void nameAlso(Engine engine, String name) throws IOException {
        int colon = name.lastIndexOf(':');
        boolean hasTag = colon > name.lastIndexOf('/');
        Engine.ask(
                "name the image " + name,
                () -> engine.client()
                        .tagImageCmd(
                                tag,
                                hasTag ? name.substring(0, colon) : name,
                                hasTag ? name.substring(colon + 1) : "latest")
                        .exec());
    }

    /**
     * Writes it to a file that {@link ImageArchive#load} and other engines take.
     *
     * @param engine an engine that has it
     * @param name one of its names, which it then has wherever it is loaded
     * @param file the file
     * @throws IOException if the engine does not give it, or the file cannot be written
     */
    public void save(Engine engine, String name, Path file) throws IOException {
        try (InputStream archive = Engine.ask(
                "save the image " + name,
                () -> engine.client().saveImageCmd(name).exec())) {
            Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The name of an image without a base; the same content gives the same name. */
    static String nameOf(BuildContext context) {
        return REPOSITORY + ":" + context.fingerprint();
    }

    /**
     * Whether an image has no names but those that follow from its content.
     *
     * @param names all that it has; null where an engine leaves them out
     * @param fingerprint of its content
     */
    static boolean isNamedByContentAlone(String[] names, String fingerprint) {
        Pattern usual = Pattern.compile(HERE + REPOSITORY + ":" + Pattern.quote(fingerprint) + "(-[0-9a-f]+)?$");
        return names != null
                && names.length > 0
                && Stream.of(names).allMatch(name -> usual.matcher(name).matches());
    }

    private boolean isOlder(com.github.dockerjava.api.model.Image image) {
        return isNamedByContentAlone(image.getRepoTags(), image.getLabels().getOrDefault(LABEL, ""))
                && Stream.of(image.getRepoTags()).noneMatch(name -> name.endsWith(tag));
    }

    private boolean isThere(Engine engine) throws IOException {
        return Engine.ask("look for the image " + tag, () -> {
            try {
                engine.client().inspectImageCmd(tag).exec();
                return true;
            } catch (NotFoundException missing) {
                return false;
            }
        });
    }

    private void build(Engine engine, BuildContext source) throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create()) {
            Path context = Files.createDirectory(directory.path().resolve("context"));
            source.writeTo(context);
            Path tar = Tar.of(context, directory.path().resolve("context.tar"));
            try (InputStream in = Files.newInputStream(tar)) {
                engine.client()
                        .buildImageCmd(in)
                        .withTags(Set.of(tag))
                        .withRemove(true)
                        .withForcerm(true)
                        .withPull(false)
                        .withNoCache(true) // what an old build left may be removed by others at any time
                        .withNetworkMode("none")
                        .exec(new BuildImageResultCallback())
                        .awaitImageId();
            }
        } catch (DockerException | DockerClientException e) {
            throw new IOException(why(source, Engine.words(e)), e);
        }
    }

    private static String why(BuildContext source, String words) {
        return source.base()
                .flatMap(base -> BaseImage.whyUnfit(base, words))
                .orElse("the container engine cannot build the image: " + words);
    }

    /**
     * Removes images that nobody has given a name. One that another process has been using for longer than that is removed,
     * too, unless a container runs on it; {@link Container} has it built again.
     */
    private void removeOlder(Engine engine) throws IOException {
        Engine.ask("list its images", () -> olderThan(KEPT, engine.client().listImagesCmd()))
                .filter(this::isOlder)
                .forEach(old -> remove(engine.client(), old));
    }

    /**
     * Removes what builds left: those that failed, and those whose name another image has now. A newer one may be a step of
     * a build that another process has under way, which would fail without it.
     *
     * @throws DockerException if the engine does not list its images
     */
    static void removeRemains(DockerClient client) {
        olderThan(REMAINS_KEPT, client.listImagesCmd().withDanglingFilter(true))
                .filter(image -> !wasPulled(image.getRepoDigests()))
                .forEach(old -> remove(client, old));
    }

    /**
     * Whether an image without a name has been pulled by its digest. To some engines it is dangling, too.
     *
     * @param digests all that it has; null where an engine leaves them out. An image that was built here has none, or {@code
     *     <none>@<none>}, or its own name as the repository
     */
    static boolean wasPulled(String[] digests) {
        Pattern built = Pattern.compile("(<none>|" + HERE + REPOSITORY + ")@.*");
        return digests != null
                && Stream.of(digests).anyMatch(digest -> !built.matcher(digest).matches());
    }

    /** Those of our images that were made longer ago. */
    private static Stream<com.github.dockerjava.api.model.Image> olderThan(Duration age, ListImagesCmd list) {
        long beforeS = Instant.now().minus(age).getEpochSecond();
        return list.withLabelFilter(LABEL).exec().stream().filter(image -> image.getCreated() < beforeS);
    }

    private static void remove(DockerClient client, com.github.dockerjava.api.model.Image image) {
        Engine.attempt(
                "image",
                image.getId(),
                () -> client.removeImageCmd(image.getId()).withForce(true).exec());
    }
}
