package dev.ipcdemo.peer;

import java.util.List;

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
}
