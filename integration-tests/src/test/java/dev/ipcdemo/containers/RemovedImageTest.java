package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Container;
import dev.ipcdemo.launch.container.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An image that somebody removes while a run uses it, as a run on another JDK does with old ones. */
@Tag("containers")
@Tag("once")
final class RemovedImageTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(300);

    @RegisterExtension
    static final Lab LAB = new Lab();

    @TempDir
    private Path directory;

    @Test
    void isMadeAgainForTheNextContainer() throws Exception {
        Files.writeString(
                directory.resolve("nobody-else-has-this"), UUID.randomUUID().toString());
        Image image = Image.ensure(
                LAB.engine(), BuildContext.fromJdk(Path.of(System.getProperty("java.home")), List.of(directory)));
        remove(image);
        try (Container container = new Container.Builder(LAB.network(), image, "host", List.of("-version")).start()) {
            assertThat(container.await(LONG_ENOUGH)).isTrue();
            assertThat(container.exitStatus()).hasValue(0);
        }
        remove(image);
    }

    private static void remove(Image image) {
        LAB.client().removeImageCmd(image.tag()).withForce(true).exec();
    }
}
