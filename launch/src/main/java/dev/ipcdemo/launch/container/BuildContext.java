package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an image is built from: a Java runtime, linked from a JDK of this host or that of a base image, and a class path, which
 * is this JVM's unless another is given, without the libraries that talk to the engine.
 */
public final class BuildContext {

    /** Increment this when {@link #writeTo} makes something else from the same files. */
    private static final int EDITION = 3;

    /** The modules that the program and its libraries need. Before Java 22, TLS has its elliptic curves from jdk.crypto.ec. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.rmi,java.sql,java.xml,"
                    + "jdk.crypto.ec,jdk.management,jdk.net,jdk.unsupported";

    private static final Pattern ONLY_FOR_THE_ENGINE = Pattern.compile(
            "(testcontainers|docker-java|commons-(compress|codec|io|lang3)|duct-tape|kubernetes|zjsonpatch|snakeyaml-engine|jackson-datatype-jsr310"
                    + "|archunit|assertj|byte-buddy|awaitility|hamcrest|surefire)-.*\\.jar");

    /**
     * Lists the demos, which loads each. Fails if a base image has no Java, or one that is too old. It needs no shell in the
     * image.
     */
    private static final String TRIAL = "RUN [\"java\", \"dev.ipcdemo.cli.Main\", \"demo\"]";

    /** The first Java that runs the program. */
    private static final int FLOOR = 17;

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"?(\\d{1,4}).*");

    static final String WORKING_DIRECTORY = "/tmp";

    private static final String ROOT = "root";
    private static final String RUNTIME_DIRECTORY = "opt/java";
    private static final String CLASSES_DIRECTORY = "app";

    private final Path javaHome;
    private final Optional<String> base;
    private final List<Path> classPath;
    private final String fingerprint;

    private BuildContext(Path javaHome, Optional<String> base, List<Path> classPath) throws IOException {
        this.javaHome = javaHome;
        this.base = base;
        this.classPath = classPath.stream()
                .filter(entry -> !ONLY_FOR_THE_ENGINE
                        .matcher(entry.getFileName().toString())
                        .matches())
                .toList();
        this.fingerprint = computeFingerprint();
    }

    /**
     * A runtime linked from a JDK of this host, in an image that starts from nothing.
     *
     * @param javaHome the JDK's home; if it has no jlink, as a runtime that came with the program, the JDK in the environment
     *     variable {@code JAVA_HOME} takes its place
     * @return what the image is built from
     * @throws IOException if this host or that JDK lacks something; the message says what else works
     */
    public static BuildContext fromJdk(Path javaHome) throws IOException {
        return fromJdk(javaHome, ofThisJvm());
    }

    /**
     * The same for another class path, for a JVM that has more than this program on its own, such as one that runs tests.
     *
     * @param javaHome the JDK's home, as above
     * @param classPath the jars and directories of the program
     * @return what the image is built from
     * @throws IOException if this host or that JDK lacks something; the message says what else works
     */
    public static BuildContext fromJdk(Path javaHome, List<Path> classPath) throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
            throw new IOException(
                    "the runtime of a container can only be made from this host on Linux: name an image that"
                            + " has a Java runtime with --image-base");
        }
        return new BuildContext(
                withJlink(javaHome, Optional.ofNullable(System.getenv("JAVA_HOME"))), Optional.empty(), classPath);
    }

    /**
     * The JDK that a runtime is linked from.
     *
     * @param javaHome where this JVM, or the JDK that was chosen, has its home
     * @param another the environment's JAVA_HOME, which bin/ipc-demo does not use where it has a runtime of its own
     * @throws IOException if neither has jlink and is new enough
     */
    static Path withJlink(Path javaHome, Optional<String> another) throws IOException {
        if (hasJlink(javaHome)) {
            return javaHome;
        }
        Optional<Path> jdk = another.filter(home -> !home.isEmpty())
                .map(home -> Path.of(home).toAbsolutePath());
        if (jdk.isPresent() && hasJlink(jdk.get()) && feature(jdk.get()) >= FLOOR) {
            return jdk.get();
        }
        throw new IOException("the runtime of a container is made with jlink, which " + javaHome
                + " does not have: set JAVA_HOME to a JDK, " + FLOOR
                + " or newer, or name an image that has a Java runtime with --image-base");
    }

    private static boolean hasJlink(Path javaHome) {
        return Files.isExecutable(javaHome.resolve("bin/jlink"));
    }

    /** The Java version that a JDK says it is; 0 if it does not say. */
    private static int feature(Path javaHome) throws IOException {
        Path release = javaHome.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.map(VERSION::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(version -> Integer.parseInt(version.group(1)))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** The same with the files as they are now. */
    BuildContext again() throws IOException {
        return new BuildContext(javaHome, base, classPath);
    }

    /**
     * The runtime of an image that the engine has or can pull.
     *
     * @param base the name of an image with {@code java} on its path
     * @return what the image is built from
     * @throws IOException if the class path cannot be read
     */
    public static BuildContext onBase(String base) throws IOException {
        return onBase(base, ofThisJvm());
    }

    /**
     * The same for another class path.
     *
     * @param base the name of an image with {@code java} on its path
     * @param classPath the jars and directories of the program
     * @return what the image is built from
     * @throws IOException if the class path cannot be read
     */
    public static BuildContext onBase(String base, List<Path> classPath) throws IOException {
        return new BuildContext(Path.of(System.getProperty("java.home")), Optional.of(base), classPath);
    }

    private static List<Path> ofThisJvm() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /**
     * Identifies the content.
     *
     * @return hexadecimal digits, the same for the same content
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** The image that it starts from; empty if the runtime is made from this host. */
    Optional<String> base() {
        return base;
    }

    String java() {
        return base.isPresent() ? "java" : "/" + RUNTIME_DIRECTORY + "/bin/java";
    }

    private String computeFingerprint() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
        digest.update((EDITION + MODULES + base.orElse("")).getBytes(StandardCharsets.UTF_8));
        List<Path> files = new ArrayList<>();
        if (base.isEmpty()) {
            files.add(javaHome.resolve("release"));
            files.addAll(NativeLibraries.of(NativeLibraries.binariesOf(javaHome)));
        }
        for (Path entry : classPath) {
            files.addAll(FileTree.filesOf(entry));
        }
        for (Path file : files) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /**
     * Writes the files that the engine builds from: a Dockerfile, and the root of the file system beside it.
     *
     * @throws IOException if it cannot, or if a file is not what it was when the fingerprint was taken, which others go by
     */
    void writeTo(Path context) throws IOException {
        Path root = Files.createDirectory(root(context));
        Path classes = Files.createDirectory(root.resolve(CLASSES_DIRECTORY));
        for (int i = 0; i < classPath.size(); i++) {
            FileTree.copy(classPath.get(i), classes.resolve(nameInImage(i)));
        }
        Path tmp = Files.createDirectory(root.resolve("tmp")); // a tmpfs that is mounted here gets its mode
        Files.setAttribute(tmp, "unix:mode", 01777);
        if (base.isEmpty()) {
            writeSystem(root);
        }
        Files.writeString(context.resolve("Dockerfile"), dockerfile());
        if (!again().fingerprint.equals(fingerprint)) {
            throw new IOException("the program or the JDK was replaced while an image was made of it: start it again");
        }
    }

    private String nameInImage(int index) {
        return String.format("%02d-%s", index, classPath.get(index).getFileName());
    }

    /** Where {@link #writeTo} has put the root of the file system. */
    static Path root(Path context) {
        return context.resolve(ROOT);
    }

    /** The image's only environment variable, with its value. */
    String environment() {
        return "CLASSPATH="
                + IntStream.range(0, classPath.size())
                        .mapToObj(i -> "/" + CLASSES_DIRECTORY + "/" + nameInImage(i))
                        .collect(Collectors.joining(":"));
    }

    /** The command that a container runs, before its arguments. */
    List<String> entryPoint() {
        return List.of(java(), "--enable-native-access=ALL-UNNAMED", "dev.ipcdemo.cli.Main");
    }

    static String userAndGroup() {
        return Container.USER + ":" + Container.USER;
    }

    private String dockerfile() {
        List<String> lines = new ArrayList<>(List.of(
                "FROM " + base.orElse("scratch"),
                "LABEL " + Image.LABEL + "=" + fingerprint, // first, so that the remains of a failed build have it too
                "COPY " + ROOT + "/ /",
                "ENV " + environment(),
                "USER " + userAndGroup(),
                "WORKDIR " + WORKING_DIRECTORY));
        if (base.isPresent()) {
            lines.add(TRIAL);
        }
        lines.add("ENTRYPOINT [\"" + String.join("\", \"", entryPoint()) + "\"]\n");
        return String.join("\n", lines);
    }

    /** The parts of a system that a Java runtime needs. */
    private void writeSystem(Path root) throws IOException {
        Path runtime = root.resolve(RUNTIME_DIRECTORY);
        Files.createDirectories(runtime.getParent());
        Subprocess.run(
                javaHome.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        Subprocess.run(runtime.resolve("bin/java").toString(), "-Xshare:dump");
        NativeLibraries.copyFor(runtime, classPath, root);
        Path etc = Files.createDirectory(root.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "root:x:0:0::/:\nipc-demo:x:" + userAndGroup() + "::/tmp:\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nipc-demo:x:" + Container.USER + ":\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    }
}
