package dev.ipcdemo.launch;

import java.util.List;
import java.util.stream.Stream;

/**
 * The options of this JVM that another JVM of ours has to be started with; {@code bin/ipc-demo} says which they are, one
 * a line.
 */
final class JvmOptions {

    private static final String PROPERTY = "ipc-demo.jvm.options";

    private JvmOptions() {}

    static List<String> ofThisJvm() {
        String options = System.getProperty(PROPERTY, "--enable-native-access=ALL-UNNAMED");
        return options.lines().toList();
    }

    /** Those that make sense on another host too: they name no file of this one. */
    static List<String> forAnotherHost() {
        return Stream.concat(
                        ofThisJvm().stream().filter(option -> !option.contains("=/")),
                        // the JVM's own remarks would go to standard output, which is the link
                        Stream.of("-Xlog:disable", "-Xlog:all=error:stderr"))
                .distinct()
                .toList();
    }
}
