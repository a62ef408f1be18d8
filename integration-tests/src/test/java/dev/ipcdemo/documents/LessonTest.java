package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.process.Program;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lesson has all that there is to learn from, in order, and the programs that it begins with run as it says. */
@Tag("once")
class LessonTest {

    private static final Path ROOT = Program.projectRoot();
    private static final Path LESSON = ROOT.resolve("docs/lesson.md");
    private static final Pattern DEMO = Pattern.compile("(?ms)^#### (.+?)\\n(.*?)(?=^#)");
    private static final Pattern PARTS = Pattern.compile("(?s)\\s+\\*\\*Predict\\.\\*\\* .+\\?.*"
            + "\\*\\*Run\\.\\*\\*\\s+```sh\\nbin/ipc-demo demo (\\S+) --transport (\\S+)\\n```\\s+"
            + "\\*\\*Explain\\.\\*\\* .+\\s*");

    @TempDir
    private Path directory;

    private static String lesson() throws IOException {
        return Files.readString(LESSON);
    }

    private static Map<String, String> demos() throws IOException {
        Map<String, String> demos = new TreeMap<>();
        DEMO.matcher(lesson()).results().forEach(demo -> demos.put(demo.group(1), demo.group(2)));
        return demos;
    }

    @Test
    void hasEveryDemoOnceAndBeginsWithEcho() throws IOException {
        List<String> names =
                DEMO.matcher(lesson()).results().map(demo -> demo.group(1)).toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Demos.all().stream()
                        .filter(demo -> !isOfTheCalls(demo))
                        .map(Demo::name)
                        .toList())
                .startsWith("echo", "address", "boundaries")
                .containsSubsequence("backlog", "timeout", "nonblocking", "threads")
                .containsSubsequence("close", "chat", "socket-file", "descriptors");
    }

    /** The module posix and its demos are there on Java 22 and later. */
    private static boolean isOfTheCalls(Demo demo) {
        return demo.getClass().getPackageName().startsWith("dev.ipcdemo.posix");
    }

    /** Their texts are there on any Java. */
    @Test
    void namesTheDemosOfTheCallsInTheirChapter() throws IOException {
        String chapter = lesson().substring(lesson().indexOf("## The calls themselves"));
        try (Stream<Path> texts = Files.list(ROOT.resolve("posix/src/main/resources/dev/ipcdemo/posix/demo"))) {
            assertThat(texts.map(text -> text.getFileName().toString().replace(".md", "")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(chapter).containsPattern("demo " + name + "\\b|`" + name + "`"));
        }
    }

    @Test
    void asksAndRunsAndExplainsEachDemoOverTransportsThatItIsFor() throws IOException {
        assertThat(demos()).isNotEmpty().allSatisfy((name, text) -> {
            Matcher parts = PARTS.matcher(text.replaceAll("(?s)\\n### .*", "\n"));
            assertThat(parts.matches()).as(text).isTrue();
            assertThat(parts.group(1)).isEqualTo(name);
            assertThat(parts.group(2).split(","))
                    .allMatch(scheme -> Demos.byName(name).appliesTo(Transports.byScheme(scheme)));
        });
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString()
                            .matches(".*/src/main/java/.*/example/Echo\\w+\\.java|"
                                    + ".*/src/main/java/.*/example/\\w+Echo\\w+\\.java"))
                    .map(ROOT::relativize)
                    .filter(file -> file.getName(1).toString().equals("src"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void linksEveryExampleBeforeAnythingElse(Path example) throws IOException {
        String start = lesson().substring(0, lesson().indexOf("## What a socket is"));
        assertThat(start).contains("](../" + example + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inet-tcp/src/main/java/dev/ipcdemo/tcp/example/Echo",
                "inet-udp/src/main/java/dev/ipcdemo/udp/example/Echo"
            })
    void examplesWithPortsRunAsTheyAre(String prefix) throws InterruptedException {
        try (Program server =
                Program.start(java(), ROOT.resolve(prefix + "Server.java").toString())) {
            URI address =
                    URI.create("any://" + server.awaitOut("listening on (.*)$").group(1));
            assertAnswers(prefix + "Client.java", address.getHost(), Integer.toString(address.getPort()));
        }
    }

    @Test
    void examplesWithPathsRunAsTheyAre() throws InterruptedException {
        String prefix = "unix-domain/src/main/java/dev/ipcdemo/unix/example/UnixEcho";
        String path = directory.resolve("s").toString();
        try (Program server =
                Program.start(java(), ROOT.resolve(prefix + "Server.java").toString(), path)) {
            server.awaitOut("listening on (.*)$");
            assertAnswers(prefix + "Client.java", path);
        }
    }

    private static void assertAnswers(String client, String... address) throws InterruptedException {
        String[] command = Stream.of(
                        Stream.of(java(), ROOT.resolve(client).toString()), Stream.of(address), Stream.of("hello"))
                .flatMap(words -> words)
                .toArray(String[]::new);
        try (Program program = Program.start(command)) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            assertThat(program.out()).isEqualTo("hello\n");
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".svg"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void picturesAreWellFormedAndHaveANameAndTwoColourSchemes(Path picture) throws Exception {
        String svg = Files.readString(picture);
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(svg).contains("<title>", "role=\"img\"", "prefers-color-scheme: dark");
        assertThat(lesson()).contains("](" + picture.getFileName() + ")");
    }

    @Test
    void theSequenceDiagramIsWhatTheCommandDraws() throws Exception {
        Path drawn = directory.resolve("echo.svg");
        try (Program program = Program.ipcDemo(
                "demo", "echo", "--transport", "tcp", "--scope", "inter-process", "--svg", drawn.toString())) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
        }
        assertThat(calls(ROOT.resolve("docs/echo-tcp.svg")))
                .isEqualTo(calls(drawn))
                .isNotEmpty();
    }

    /** The calls, without ports and times. Sorted, because two sides that run at once may be shown in another order. */
    private static List<String> calls(Path picture) throws IOException {
        return Pattern.compile("<title>((?:server|client): .*)")
                .matcher(Files.readString(picture))
                .results()
                .map(call -> call.group(1).replaceAll("127\\.0\\.0\\.1:[1-9]\\d+", "127.0.0.1:#"))
                .distinct()
                .sorted()
                .toList();
    }
}
