package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody else's image with a Java runtime.
 *
 * @param id what is in it, whatever its name stands for tomorrow
 */
record BaseImage(String id) {

    private static final Logger LOG = LoggerFactory.getLogger(BaseImage.class);
    private static final int DIGITS = 12;

    /** The engine's own, or else what a registry has; that can take as long as the download. */
    static BaseImage ensure(Engine engine, String name) throws IOException {
        try {
            return find(engine, name);
        } catch (NotFoundException missing) {
            LOG.info("pulling the image {}", name);
        }
        try {
            engine.client()
                    .pullImageCmd(hasVersion(name) ? name : name + ":latest")
                    .exec(new PullImageResultCallback())
                    .awaitCompletion();
            return find(engine, name);
        } catch (DockerException | DockerClientException e) {
            throw new IOException(
                    "the Docker engine has no image '" + name + "', and cannot pull it (" + Engine.words(e)
                            + "): name one that 'docker images' lists, or load it first",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the image '" + name + "' was pulled", e);
        }
    }

    private static BaseImage find(Engine engine, String name) {
        return new BaseImage(engine.client().inspectImageCmd(name).exec().getId());
    }

    /** Without a tag or a digest, all of that name would come. */
    private static boolean hasVersion(String name) {
        return name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    String fingerprint() {
        String digits = id.substring(id.indexOf(':') + 1);
        return digits.substring(0, Math.min(DIGITS, digits.length()));
    }

    /** What the engine's words say of the image, when it tried Java there. */
    static Optional<String> whyUnfit(String name, String words) {
        if (words.contains("executable file not found") || words.contains("no such file or directory")) {
            return Optional.of("the image '" + name + "' has no java on its PATH: name one with Java 17 or newer");
        }
        return words.contains("returned a non-zero code")
                ? Optional.of("the Java of the image '" + name + "' cannot run ipc-demo: it takes Java 17 or newer")
                : Optional.empty();
    }
}
