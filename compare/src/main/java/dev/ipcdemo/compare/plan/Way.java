package dev.ipcdemo.compare.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How cells are run: in which JVMs, and with which settings.
 *
 * @param words what is special about it, for people
 * @param java the directory of the Java runtime; empty for the one that runs the comparison
 * @param jvmOptions options of the JVMs, which take precedence over those that they get anyway
 * @param build another build of this project: its checkout, or a directory of its jars; empty for the one that runs the
 *     comparison
 * @param settings what all cells share
 */
public record Way(String words, Optional<Path> java, List<String> jvmOptions, Optional<Path> build, Settings settings) {

    /** What is special about a way in which nothing is. */
    public static final String AS_IS = "as-is";

    /** The runtime and the build that run the comparison, and {@link Settings#DEFAULT}. */
    public static final Way DEFAULT = of(Settings.DEFAULT);

    /**
     * A way in which only the settings may be special.
     *
     * @param settings what all cells share
     * @return the runtime and the build that run the comparison
     */
    public static Way of(Settings settings) {
        return new Way(AS_IS, Optional.empty(), List.of(), Optional.empty(), settings);
    }

    /**
     * The same in other words.
     *
     * @param text what is special about it
     * @return a way
     */
    public Way called(String text) {
        return new Way(text, java, jvmOptions, build, settings);
    }

    /**
     * The same in another Java runtime.
     *
     * @param home the runtime's directory
     * @return a way
     */
    public Way withJava(Path home) {
        return new Way(words, Optional.of(home), jvmOptions, build, settings);
    }

    /**
     * The same with other JVM options.
     *
     * @param options each of them
     * @return a way
     */
    public Way withJvmOptions(List<String> options) {
        return new Way(words, java, List.copyOf(options), build, settings);
    }

    /**
     * The same with another build of this project.
     *
     * @param directory a checkout, or a directory of jars
     * @return a way
     */
    public Way withBuild(Path directory) {
        return new Way(words, java, jvmOptions, Optional.of(directory), settings);
    }

    /**
     * The same with other settings.
     *
     * @param other what all cells share
     * @return a way
     */
    public Way withSettings(Settings other) {
        return new Way(words, java, jvmOptions, build, other);
    }

    /**
     * Whether its JVMs are unlike the one that runs the comparison in more than options.
     *
     * @return whether it names a runtime or a build
     */
    public boolean namesAnotherJvm() {
        return java.isPresent() || build.isPresent();
    }

    /**
     * Whether its JVMs have to be tried before anything is measured, because a user has chosen something about them.
     *
     * @return whether it names a runtime, a build or options
     */
    public boolean choosesJvm() {
        return namesAnotherJvm() || !jvmOptions.isEmpty();
    }
}
