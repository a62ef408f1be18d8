package dev.ipcdemo.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a worker's JVM on this host is made of: a Java runtime and a build of this project, either of which may be another
 * than this JVM's own.
 *
 * @param javaHome the Java runtime's directory; empty for the one of this JVM
 * @param build where the classes are: a checkout that has been built, or a directory of jars; empty for those of this JVM
 */
public record JvmSource(Optional<Path> javaHome, Optional<Path> build) {

    /** The runtime and the classes of this JVM. */
    public static final JvmSource THIS = new JvmSource(Optional.empty(), Optional.empty());

    private static final int OLDEST_JAVA = 17;

    private static final Pattern LAUNCH = jarOf("launch");
    private static final Pattern COMMAND_LINE = jarOf("ipc-demo");

    private static Pattern jarOf(String module) {
        return Pattern.compile(module + "-\\d.*(?<!-sources|-javadoc|-tests)\\.jar");
    }

    /**
     * Whether such a JVM is like this one.
     *
     * @return whether nothing else was chosen
     */
    public boolean isThis() {
        return equals(THIS);
    }

    /**
     * Looks whether a JVM can be started.
     *
     * @return why not; empty if it can, as far as the files tell
     */
    public Optional<String> problem() {
        return javaHome.flatMap(JvmSource::problemOfJava).or(() -> build.flatMap(JvmSource::problemOfBuild));
    }

    private static Optional<String> problemOfJava(Path home) {
        if (!Files.isExecutable(java(home))) {
            return Optional.of(home + " is not the directory of a Java runtime: it has no bin/java");
        }
        return featureVersion(home)
                .filter(version -> version < OLDEST_JAVA)
                .map(version -> home + " is Java " + version + ", and " + OLDEST_JAVA + " or later is needed");
    }

    private static Optional<String> problemOfBuild(Path build) {
        List<Path> jars = jars(build);
        if (jars.isEmpty()) {
            return Optional.of(
                    build + " has no jars of this project: name a checkout in which bin/ipc-demo has been run,"
                            + " or a directory of its jars");
        }
        return Stream.of(LAUNCH, COMMAND_LINE)
                .map(module -> named(module, jars))
                .filter(versions -> versions.size() > 1)
                .map(versions -> build + " has jars of several versions of this project, "
                        + String.join(" and ", versions) + ": remove those that you do not mean")
                .findFirst();
    }

    /** The different names of a module's jars. */
    private static Set<String> named(Pattern module, List<Path> jars) {
        return jars.stream()
                .map(jar -> jar.getFileName().toString())
                .filter(module.asMatchPredicate())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The feature version of the runtime, such as 21.
     *
     * @return what this JVM or the runtime's file {@code release} says; empty if that file says nothing
     */
    public Optional<Integer> featureVersion() {
        return javaHome.isEmpty() ? Optional.of(Runtime.version().feature()) : featureVersion(javaHome.get());
    }

    private static Optional<Integer> featureVersion(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                    .map(version -> Runtime.Version.parse(version).feature())
                    .findFirst();
        } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
            return Optional.empty(); // the attempt will tell
        }
    }

    /** The program to start. */
    String java() {
        return java(javaHome.orElse(Path.of(System.getProperty("java.home")))).toString();
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** The class path to start it with. */
    String classPath() {
        return build.map(where -> jars(where).stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator"))))
                .orElse(System.getProperty("java.class.path"));
    }

    /** The jars that {@code bin/ipc-demo} would take, or all of a directory; none if there are none of this project. */
    private static List<Path> jars(Path build) {
        Path target = build.resolve("ipc-demo").resolve("target");
        List<Path> jars = new ArrayList<>(in(build.resolve("lib"), "*.jar"));
        jars.addAll(in(target.resolve("lib"), "*.jar"));
        jars.addAll(in(target, "ipc-demo-*.jar"));
        jars.addAll(in(build, "*.jar"));
        boolean isOurs =
                jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("launch-"));
        return isOurs ? List.copyOf(jars) : List.of();
    }

    private static List<Path> in(Path directory, String names) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
            files.forEach(found::add);
        } catch (IOException e) {
            return List.of(); // there is no such directory
        }
        Collections.sort(found);
        return found;
    }
}
