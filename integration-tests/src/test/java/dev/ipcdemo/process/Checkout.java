package dev.ipcdemo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkout with the real {@code bin/ipc-demo}, one source, documents, and the module frameworks with one row. Its JDK
 * says that it is Java 25 and prints the arguments that it is started with, and {@code COLUMNS}; its Maven notes each
 * build, and waits in it while there is a gate.
 */
final class Checkout {

    /** A row of the module frameworks. */
    static final String FRAMEWORK = "tls:tcp";

    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' "$@" "COLUMNS=${COLUMNS:-}"
            """;

    private static final String MAVEN = """
            #!/bin/sh
            echo "$JAVA_HOME" >>builds
            echo "$*" >>commands
            [ -x "$JAVA_HOME/bin/javac" ] || exit 1
            [ ! -p gate ] || read -r opened <gate
            case $* in
              *'-pl frameworks '*)
                mkdir -p frameworks/target/lib
                : >frameworks/target/lib/netty-1.jar
                : >frameworks/target/frameworks-1.jar
                exit
                ;;
            esac
            mkdir -p ipc-demo/target/lib
            : >ipc-demo/target/lib/posix-1.jar
            : >ipc-demo/target/lib/new-family-1.jar
            : >ipc-demo/target/lib/library-2.jar
            : >ipc-demo/target/ipc-demo-1.jar
            """;

    private final Path tools;
    private final Path root;

    /** Makes one in a directory, which gets a directory of the checkout's name and another for the tools. */
    Checkout(Path directory, String name) throws IOException {
        tools = directory.resolve("tools");
        root = directory.resolve(name);
        executable(tools.resolve("jdk/bin/java"), JAVA);
        executable(tools.resolve("jdk/bin/javac"), JAVA);
        Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        executable(tools.resolve("bin/mvn"), MAVEN);
        Files.createDirectories(root.resolve("bin"));
        Files.copy(
                Program.launcher(),
                root.resolve("bin/ipc-demo"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(source().getParent());
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("module/pom.xml"), "<project/>");
        Files.writeString(source(), "one");
        for (String document : List.of(
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                "docs/a.md",
                "docs/a.svg",
                "docs/a.sh",
                "docs/ci/a",
                "docs/deploy/a")) {
            write(document);
        }
        Path frameworks = root.resolve("frameworks");
        Files.createDirectories(frameworks.resolve("src/main"));
        Files.writeString(frameworks.resolve("pom.xml"), "<project/>");
        Path names = root.resolve("compare/src/main/resources/dev/ipcdemo/compare/carrier/frameworks.txt");
        Files.createDirectories(names.getParent());
        Files.writeString(names, FRAMEWORK + "\n");
        Files.writeString(root.resolve("compare/pom.xml"), "<project/>");
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        file.toFile().setExecutable(true, false);
    }

    /** Writes a file, and makes its directories. */
    Path write(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "one");
    }

    Path root() {
        return root;
    }

    /** Where commands are started. */
    Path directory() {
        return tools;
    }

    Path source() {
        return root.resolve("module/src/main/Source.java");
    }

    /** The file that a start locks while it builds. */
    Path lock() {
        return root.resolve("ipc-demo/target/launcher/lock");
    }

    /** The same where there is no flock(1). */
    Path directoryThatLocks() {
        return root.resolve("ipc-demo/target/launcher/lock.d");
    }

    /** The {@code JAVA_HOME} of each build. */
    List<String> builds() throws IOException {
        Path builds = root.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    /** The module that each build was for. */
    List<String> modules() throws IOException {
        return Files.readAllLines(root.resolve("commands")).stream()
                .map(command -> command.replaceFirst(".* -pl ", "").replaceFirst(" .*", ""))
                .toList();
    }

    /** Lets builds wait until {@link #openGate}. */
    void closeGate() throws InterruptedException {
        try (Program mkfifo = Program.start("mkfifo", gate().toString())) {
            mkfifo.exitStatus();
        }
    }

    void openGate() throws IOException {
        Files.writeString(gate(), "open\n");
    }

    /** What builds wait for, where it is there. */
    Path gate() {
        return root.resolve("gate");
    }

    Program start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** Starts {@code bin/ipc-demo} in the directory of the tools. */
    Program start(Map<String, String> environment, String... arguments) {
        return startBy(List.of(), environment, arguments);
    }

    /** Does so by a program that takes a command, such as setpriv. */
    Program startBy(List<String> starter, Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(Map.of(
                "IPC_DEMO_NO_BUILD",
                "",
                "JAVA_HOME",
                tools.resolve("jdk").toString(),
                "PATH",
                tools.resolve("bin") + ":" + System.getenv("PATH")));
        all.putAll(environment);
        List<String> command = new ArrayList<>(starter);
        command.add(root.resolve("bin/ipc-demo").toString());
        command.addAll(List.of(arguments));
        return Program.start(tools, all, command.toArray(String[]::new));
    }
}
