package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image with a Java runtime that is not ours.
 *
 * @param id the engine's id of its content; its name may mean another image tomorrow
 */
record BaseImage(String id) {

    private static final Logger LOG = LoggerFactory.getLogger(BaseImage.class);
    private static final int DIGITS = 12;

    /** Finds the image in the engine, or else pulls it from a registry, which takes as long as the download. */
    static BaseImage ensure(Engine engine, String name) throws IOException {
        try {
            return find(engine, name);
        } catch (NotFoundException missing) {
            LOG.info("pulling the image {}", name);
        }
        try {
            engine.client()
                    .pullImageCmd(hasVersion(name) ? name : name + ":latest")
                    .exec(new Pull())
                    .awaitCompletion()
                    .requireNoFailure();
            return find(engine, name);
        } catch (DockerException | DockerClientException e) {
            throw new IOException(
                    "the Docker engine does not have the image '" + name + "' and cannot pull it (" + Engine.words(e)
                            + "): name one that 'docker images' lists, or load it first",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pulling the image '" + name + "'", e);
        }
    }

    /** That of docker-java takes it for granted that each line of the answer has a status, which Podman's do not have. */
    private static final class Pull extends ResultCallbackTemplate<Pull, PullResponseItem> {

        private volatile Optional<String> failure = Optional.empty();

        @Override
        public void onNext(PullResponseItem item) {
            failure = failure.or(
                    () -> Optional.ofNullable(item.getErrorDetail()).map(ResponseItem.ErrorDetail::getMessage));
        }

        void requireNoFailure() {
            failure.ifPresent(why -> {
                throw new DockerClientException(why);
            });
        }
    }

    private static BaseImage find(Engine engine, String name) {
        return new BaseImage(engine.client().inspectImageCmd(name).exec().getId());
    }

    /** Without a tag or a digest, the engine pulls every image of that name. */
    private static boolean hasVersion(String name) {
        return name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    String fingerprint() {
        String digits = id.substring(id.indexOf(':') + 1);
        return digits.substring(0, Math.min(DIGITS, digits.length()));
    }

    /** Why the image cannot be used, as far as the engine's message tells: it has tried to run Java there. */
    static Optional<String> whyUnfit(String name, String words) {
        if (words.contains("java")
                && (words.contains("executable file not found") || words.contains("no such file or directory"))) {
            return Optional.of("the image '" + name + "' has no java on its PATH: name one with Java 17 or newer");
        }
        return words.contains("returned a non-zero code")
                ? Optional.of("the Java of the image '" + name + "' cannot run ipc-demo, which needs Java 17 or newer")
                : Optional.empty();
    }
}
