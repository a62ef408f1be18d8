package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Image;
import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --image-base}: somebody else's image to start from, made here because no registry is asked. */
@Tag("containers")
@Tag("once")
final class ImageBaseTest {

    @RegisterExtension
    static final Lab LAB = new Lab();

    private static final Pattern LIBRARY = Pattern.compile("\\s(/[^/\\s]+)/\\S+ \\(0x");
    private static final List<String> MADE = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterAll
    static void removeImages() {
        for (int i = MADE.size() - 1; i >= 0; i--) {
            LAB.client().removeImageCmd(MADE.get(i)).withForce(true).exec();
        }
    }

    @Test
    void aDemoRunsOnAnImageThatHasJavaOnItsPath() throws Exception {
        String base = base("COPY --from=ours /opt/java /usr/local/java", "ENV PATH=/usr/local/java/bin");
        String derived = "ipc-demo-test/derived:" + UUID.randomUUID();
        try (Program image = Program.ipcDemo("image", "--image-base", base, "--tag", derived)) {
            assertThat(image.exitStatus()).as(image.err()).isZero();
            MADE.add(image.out().strip());
        }
        assertThat(layers(derived)).containsSequence(layers(base));
        try (Program demo = Program.ipcDemo(
                "demo", "echo", "--transport", "tcp,junix", "--scope", "cross-host", "--image-base", base)) {
            assertThat(demo.exitStatus()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.out())
                    .containsSubsequence(
                            "echo over tcp", "container 198.18.", "checked:", "echo over junix", "checked:");
        }
    }

    /** The class path has classes for this host's Java, which are left out there. */
    @Test
    void aDemoRunsOnAnImageOfAnotherJdk() throws Exception {
        Optional<Path> other = Lab.otherJdk();
        assumeTrue(other.isPresent(), "this host has no other JDK that an image can be made from");
        String base = base(other.get(), "COPY --from=ours /opt/java /usr/local/java", "ENV PATH=/usr/local/java/bin");
        try (Program demo =
                Program.ipcDemo("demo", "echo", "--transport", "tcp", "--scope", "cross-host", "--image-base", base)) {
            assertThat(demo.exitStatus()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.out()).containsSubsequence("echo over tcp", "container 198.18.", "checked:");
        }
    }

    @Test
    void anImageWithoutJavaIsRefusedInOneSentence() throws Exception {
        String base = base("ENV PATH=/usr/local/java/bin");
        assertThat(refusal(base))
                .isEqualTo(
                        "ipc-demo: the image '" + base + "' has no java on its PATH: name one with Java 17 or newer\n");
    }

    @Test
    void anImageWhoseJavaCannotRunTheProgramIsRefusedInOneSentence() throws Exception {
        Files.createDirectory(directory.resolve("bin"));
        Files.copy(Path.of("/bin/false"), directory.resolve("bin/java"));
        String base = base("COPY bin/ /usr/local/java/bin/", "ENV PATH=/usr/local/java/bin");
        assertThat(refusal(base))
                .isEqualTo("ipc-demo: the Java of the image '" + base
                        + "' cannot run ipc-demo, which needs Java 17 or newer\n");
    }

    @Test
    void anImageThatIsNotThereAndCannotBePulledIsRefusedInOneSentence() throws Exception {
        assertThat(refusal("ipc-demo-test/no-such-image"))
                .startsWith(
                        "ipc-demo: the Docker engine does not have the image 'ipc-demo-test/no-such-image' and cannot pull it")
                .endsWith(": name one that 'docker images' lists, or load it first\n")
                .containsOnlyOnce("\n");
    }

    private static String refusal(String base) throws InterruptedException {
        try (Program demo = Program.ipcDemo("demo", "echo", "--scope", "cross-host", "--image-base", base)) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(demo.out()).isEmpty();
            return demo.err();
        }
    }

    /** An image with this system's C library, and what is said besides; its files are those of our own image. */
    private String base(String... lines) throws IOException {
        return base(Path.of(System.getProperty("java.home")), lines);
    }

    private String base(Path javaHome, String... lines) throws IOException {
        String ours = Image.ensure(LAB.engine(), BuildContext.fromJdk(javaHome)).tag();
        List<String> dockerfile = new ArrayList<>(List.of("FROM " + ours + " AS ours", "FROM scratch"));
        libraryDirectories().forEach(each -> dockerfile.add("COPY --from=ours " + each + " " + each));
        dockerfile.addAll(List.of(lines));
        Files.write(directory.resolve("Dockerfile"), dockerfile);
        String name = "ipc-demo-test/base:" + UUID.randomUUID();
        LAB.client()
                .buildImageCmd(directory.toFile())
                .withTags(Set.of(name))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        MADE.add(name);
        return name;
    }

    /** Such as {@code /lib} and {@code /lib64}. */
    private static Set<String> libraryDirectories() throws IOException {
        Process ldd = new ProcessBuilder("ldd", "/bin/false").start();
        String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher library = LIBRARY.matcher(output);
        Set<String> directories = new TreeSet<>();
        while (library.find()) {
            directories.add(library.group(1));
        }
        return directories;
    }

    private static List<String> layers(String image) {
        return LAB.client().inspectImageCmd(image).exec().getRootFS().getLayers();
    }
}
