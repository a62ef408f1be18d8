package dev.ipcdemo.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options that JVMs of ours are started with. Those that the user has put into the environment take precedence: {@code
 * JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS}, which every JVM reads.
 */
public final class JvmOptions {

    /** Says which options this JVM was started with, one a line; set by {@code bin/ipc-demo}. */
    private static final String PROPERTY = "ipc-demo.jvm.options";

    private static final String NO_REMARKS = "-Xlog:disable";

    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** For options of ours by their beginning: options of the user's that ours would contradict. */
    private static final Map<String, Pattern> CHOICES = new LinkedHashMap<>();

    static {
        CHOICES.put("-XX:+UseSerialGC", Pattern.compile("-XX:\\+Use\\w+GC"));
        CHOICES.put("-XX:-UsePerfData", Pattern.compile("-XX:[+-]UsePerfData"));
        CHOICES.put("-Xms", Pattern.compile("-Xm[sx].*|-XX:(Initial|Min|Max)(HeapSize|RAM).*"));
    }

    private JvmOptions() {}

    /** Those of this JVM. The JVM's own remarks are switched off, because standard output is the link. */
    static List<String> ofThisJvm() {
        String options = System.getProperty(PROPERTY, "--enable-native-access=ALL-UNNAMED");
        return Stream.concat(options.lines(), Stream.of(NO_REMARKS)).distinct().toList();
    }

    /** Those that make sense on another host too: they name no file of this one. */
    static List<String> forAnotherHost() {
        return Stream.concat(
                        ofThisJvm().stream().filter(option -> !option.contains("=/")),
                        Stream.of("-Xlog:all=error:stderr"))
                .toList();
    }

    /**
     * What a JVM on this host is started with: some options of ours, and the user's.
     *
     * @param ours any options
     * @return those of ours that no choice of the user's contradicts, and then the user's; of properties and agents, whose
     *     values may be secret, only the names
     */
    public static List<String> withUsers(List<String> ours) {
        return withUsers(ours, System.getenv());
    }

    static List<String> withUsers(List<String> ours, Map<String, String> environment) {
        return Stream.concat(
                        unlessChosen(ours, environment).stream(),
                        users(environment).map(JvmOptions::withoutSecret))
                .toList();
    }

    /** Those that no choice of the user's contradicts. */
    static List<String> unlessChosen(List<String> ours) {
        return unlessChosen(ours, System.getenv());
    }

    private static List<String> unlessChosen(List<String> ours, Map<String, String> environment) {
        return ours.stream()
                .filter(option -> CHOICES.entrySet().stream()
                        .filter(choice -> option.startsWith(choice.getKey()))
                        .noneMatch(choice -> users(environment)
                                .anyMatch(users ->
                                        choice.getValue().matcher(users).matches())))
                .toList();
    }

    private static Stream<String> users(Map<String, String> environment) {
        return VARIABLES.stream()
                .flatMap(variable ->
                        Stream.of(environment.getOrDefault(variable, "").strip().split("\\s+")))
                .filter(option -> !option.isEmpty());
    }

    private static String withoutSecret(String option) {
        return option.startsWith("-X") ? option : option.replaceFirst("=.*", "=…");
    }
}
