package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image with a Java runtime and the classes of this JVM. It is named after what is in it, and made only when the engine
 * has none of that name.
 *
 * @param tag its name in the engine
 * @param java where {@code java} is in it
 */
public record Image(String tag, String java) {

    /** What an image of ours is known by. */
    static final String LABEL = "dev.ipcdemo.image";

    private static final Logger LOG = LoggerFactory.getLogger(Image.class);
    private static final String REPOSITORY = "ipc-demo";
    private static final Duration KEPT = Duration.ofHours(1);

    /**
     * Makes the image, unless the engine has it.
     *
     * @param engine the engine
     * @param recipe what is in it
     * @return the image
     * @throws IOException if it cannot be made; the message says what is missing
     */
    public static Image ensure(Engine engine, BuildContext recipe) throws IOException {
        String tag = REPOSITORY + ":" + recipe.fingerprint();
        if (recipe.base().isPresent()) {
            tag += "-" + BaseImage.ensure(engine, recipe.base().get()).fingerprint();
        }
        Image image = new Image(tag, recipe.java());
        if (!image.isThere(engine)) {
            LOG.info("making the image {}, as always after a change", image.tag);
            image.make(engine, recipe);
            image.removeOlder(engine);
        }
        return image;
    }

    /**
     * Gives it a further name.
     *
     * @param engine the engine
     * @param name the name, with or without a tag behind a colon
     */
    public void nameAlso(Engine engine, String name) {
        int colon = name.lastIndexOf(':');
        boolean hasTag = colon > name.lastIndexOf('/');
        engine.client()
                .tagImageCmd(
                        tag, hasTag ? name.substring(0, colon) : name, hasTag ? name.substring(colon + 1) : "latest")
                .exec();
    }

    private boolean isThere(Engine engine) {
        try {
            engine.client().inspectImageCmd(tag).exec();
            return true;
        } catch (NotFoundException missing) {
            return false;
        }
    }

    private void make(Engine engine, BuildContext recipe) throws IOException {
        try (PrivateDirectory workplace = PrivateDirectory.create()) {
            Path context = Files.createDirectory(workplace.path().resolve("context"));
            recipe.writeTo(context);
            Path tar = Tar.of(context, workplace.path().resolve("context.tar"));
            try (InputStream in = Files.newInputStream(tar)) {
                engine.client()
                        .buildImageCmd(in)
                        .withTags(Set.of(tag))
                        .withRemove(true)
                        .withForcerm(true)
                        .withPull(false)
                        .withNetworkMode("none")
                        .exec(new BuildImageResultCallback())
                        .awaitImageId();
            }
        } catch (DockerException | DockerClientException e) {
            throw new IOException(why(recipe, Engine.words(e)), e);
        }
    }

    private static String why(BuildContext recipe, String words) {
        return recipe.base()
                .flatMap(base -> BaseImage.whyUnfit(base, words))
                .orElse("the Docker engine cannot make the image: " + words);
    }

    /** A new one replaces older ones, but not the latest: they may be in use beside it, as in tests on two JDKs. */
    private void removeOlder(Engine engine) {
        long beforeS = Instant.now().minus(KEPT).getEpochSecond();
        engine.client().listImagesCmd().withLabelFilter(LABEL).exec().stream()
                .filter(old ->
                        old.getCreated() < beforeS && !Set.of(old.getRepoTags()).contains(tag))
                .forEach(old -> Engine.attempt(
                        "image",
                        old.getId(),
                        () -> engine.client()
                                .removeImageCmd(old.getId())
                                .withForce(true)
                                .exec()));
    }
}
