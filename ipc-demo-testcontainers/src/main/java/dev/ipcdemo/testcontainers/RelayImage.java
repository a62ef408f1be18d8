package dev.ipcdemo.testcontainers;

import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.launch.container.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.utility.LazyFuture;

/**
 * The image of ipc-demo, made when its name is asked for. Of the class path of this JVM, which has the tests on it and much
 * that they need, it takes what ipc-demo itself consists of.
 */
final class RelayImage extends LazyFuture<String> {

    /** Testcontainers puts no registry's prefix before such a name. */
    private static final String HERE = "localhost/";

    private static final String COMMAND_LINE = "ipc-demo";

    private volatile Optional<String> base = Optional.empty();

    /** Makes it from this image, instead of from this host's JDK. */
    void startFrom(String name) {
        base = Optional.of(name);
    }

    @Override
    protected String resolve() {
        try (Engine engine = Engine.open()) {
            List<Path> jars = jars();
            BuildContext context = base.isPresent()
                    ? BuildContext.onBase(base.get(), jars)
                    : BuildContext.fromJdk(Path.of(System.getProperty("java.home")), jars);
            Image image = Image.ensure(engine, context);
            String name = HERE + image.tag();
            image.nameAlso(engine, name);
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException("the image of the relay cannot be made: " + e.getMessage(), e);
        }
    }

    private static List<Path> jars() throws IOException {
        Set<String> needed = libraries();
        List<Path> jars = classPath()
                .filter(jar -> needed.contains(artifact(jar)))
                .filter(Files::isRegularFile)
                .toList();
        if (jars.stream().noneMatch(jar -> artifact(jar).equals(COMMAND_LINE))) {
            throw new IOException("the jar of ipc-demo is not on the class path, as it is where a build tool puts"
                    + " ipc-demo-testcontainers with all that it depends on; a RelayContainer also takes an image that"
                    + " 'ipc-demo image --tag NAME' has made");
        }
        return jars;
    }

    private static Stream<Path> classPath() {
        String separator = System.getProperty("path.separator");
        return Stream.of("java.class.path", "jdk.module.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(separator)))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of);
    }

    /** The name of a jar without its version: {@code jackson-core} of {@code jackson-core-2.22.4.jar}. */
    static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("(-\\d.*)?\\.jar$", "");
    }

    /** The names that the build has written, without versions: a project may have others of some. */
    static Set<String> libraries() throws IOException {
        try (InputStream list = RelayImage.class.getResourceAsStream("libraries.txt")) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split(":"))
                    .map(name -> artifact(Path.of(name)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
