package dev.ipcdemo.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options of JVMs that this one starts: those it was started with itself, which {@code bin/ipc-demo} passes on one a
 * line, and those that a user has put into the environment, which win over ours.
 */
public final class JvmOptions {

    /** Says which options this JVM was started with, one a line; set by {@code bin/ipc-demo}. */
    private static final String PROPERTY = "ipc-demo.jvm.options";

    /** Why a JVM does not start, or crashes, it says on standard output, which is a worker's link. */
    private static final String SPEAK_ON_STANDARD_ERROR = "-XX:+DisplayVMOutputToStderr";

    /** The variables that a JVM or its launcher takes options from. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC");
    private static final Pattern HEAP_SIZE =
            Pattern.compile("-Xm[sx].*|-XX:(Initial|Min|Max)(HeapSize|RAMPercentage)=.*|-XX:MaxRAM=.*");
    private static final Pattern FLAG = Pattern.compile("-XX:[+-]?(\\w+).*");

    private JvmOptions() {}

    /** For a worker on this host: the options of this JVM that are for every other JVM of ours too. */
    static List<String> forThisHost() {
        String options = System.getProperty(PROPERTY, "--enable-native-access=ALL-UNNAMED");
        return withoutOverridden(
                Stream.concat(options.lines(), Stream.of(SPEAK_ON_STANDARD_ERROR))
                        .toList(),
                ofUser());
    }

    /**
     * For a worker on this host that has another runtime or other classes than this JVM: those that name no file, such as
     * an archive of classes, which would not fit.
     */
    static List<String> forAnotherJvm() {
        return Stream.concat(
                        forThisHost().stream().filter(option -> !option.contains("=/")),
                        Stream.of("--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=error:stderr"))
                .distinct()
                .toList();
    }

    /** For a worker on another host: those that name no file of this one; a user's among them. */
    static List<String> forAnotherHost() {
        return Stream.of(
                        forThisHost().stream().filter(option -> !option.contains("=/")),
                        ofUser().stream().filter(option -> option.startsWith("-X") && !option.contains("/")),
                        // logging goes to standard output otherwise
                        Stream.of("-Xlog:disable", "-Xlog:all=error:stderr"))
                .flatMap(options -> options)
                .distinct()
                .toList();
    }

    /**
     * The options that the user's environment gives to every JVM started on this host.
     *
     * @return in the order in which a JVM reads them
     */
    public static List<String> ofUser() {
        return VARIABLES.stream()
                .map(System::getenv)
                .filter(Objects::nonNull)
                .flatMap(value -> Stream.of(value.strip().split("\\s+")))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /**
     * What a JVM on this host is started with, to be shown: options of ours that no choice of the user's contradicts, and
     * then the user's.
     *
     * @param ours any options
     * @param chosen options that were chosen for this JVM, which are a user's too
     * @return of properties and agents, whose values may be secret, only the names
     */
    public static List<String> shown(List<String> ours, List<String> chosen) {
        return shownWith(ours, Stream.concat(ofUser().stream(), chosen.stream()).toList());
    }

    static List<String> shownWith(List<String> ours, List<String> users) {
        return Stream.concat(
                        withoutOverridden(ours, users).stream(), users.stream().map(JvmOptions::withoutSecret))
                .toList();
    }

    private static String withoutSecret(String option) {
        return option.startsWith("-X") ? option : option.replaceFirst("=.*", "=…");
    }

    /**
     * Options of ours that can stand beside a user's. A JVM does not start with two collectors, nor with a heap that is
     * larger at first than at most, so an option of ours goes if the user has set the same thing.
     *
     * @param ours what a JVM would be started with
     * @param users what {@link #ofUser} found
     * @return what is left of ours
     */
    public static List<String> withoutOverridden(List<String> ours, List<String> users) {
        List<String> set = users.stream().map(JvmOptions::subject).toList();
        List<String> left = new ArrayList<>(ours);
        left.removeIf(option -> set.contains(subject(option)));
        return List.copyOf(left);
    }

    /** What an option sets. */
    private static String subject(String option) {
        if (COLLECTOR.matcher(option).matches()) {
            return "collector";
        }
        if (HEAP_SIZE.matcher(option).matches()) {
            return "heap size";
        }
        Matcher flag = FLAG.matcher(option);
        return flag.matches() ? flag.group(1) : option;
    }
}
