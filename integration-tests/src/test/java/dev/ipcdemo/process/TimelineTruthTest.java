package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.process.Strace.SystemCall;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A timeline shows exactly what the kernel was asked for: nothing is made up, and nothing is left out. */
class TimelineTruthTest {

    /** So wide that no cell is wrapped. */
    private static final int WIDTH = 1013;

    private static final int TIME_WIDTH = 11;
    private static final int COLUMN = (WIDTH - 13) / 2;

    private static final Pattern HEAD =
            Pattern.compile("server, process (\\d+) +client, (?:process (\\d+)|same process)");
    private static final List<String> TRACED = List.of(
            "socket", "socketpair", "bind", "listen", "accept", "connect", "shutdown", "dup", "close", "unlink");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(([^)]*)\\).*");
    private static final Pattern RESULT = Pattern.compile(".*? = (?:#\\d+ )?([^ ]+).*");
    private static final Pattern FUSED = Pattern.compile(".*\\[([a-z\\d +…]+)\\].*");

    /** How junixsocket duplicates a descriptor: what the first call opens is not the socket that is shown. */
    private static final String DUPLICATION = "socket + dup2 + ";

    private static final Pattern TOGETHER = Pattern.compile(".*\\[([\\d,]+ × .+)].*");
    private static final Pattern COUNTED = Pattern.compile("([\\d,]+) × \\(?([a-z +]+)\\)?");

    /** Calls for which the kernel made no socket, was not asked, or was asked about a file. */
    private static final Pattern NOT_ASKED = Pattern.compile(String.join(
            "|",
            ".*accept\\(\\) (!|= no connection waiting).*",
            ".*shutdown\\(.*\\) !.*",
            "(listen|bind)\\([^\\[]* ! [^\\[]*",
            "close\\(.*\\) = already closed.*",
            ".*socket\\(.*\\) !.*",
            "(unlink|close)\\((letter|pidfd)\\).*"));

    private static final Pattern OPENED = Pattern.compile("(listen|accept|connect)\\(.*?\\) = (?:#(\\d+) )?.*");
    private static final Pattern USED = Pattern.compile("(?:#(\\d+) )?(?:send|recv|shutdown)\\(.*");
    private static final Pattern CLOSED = Pattern.compile("close\\((\\w+)(?: #(\\d+))?\\).*");

    private static final SystemCall CLOSE = new SystemCall("close", "");

    @TempDir
    private Path directory;

    private static Stream<Arguments> runs(BiPredicate<Demo, Transport> wanted) {
        return Demos.all().stream()
                .flatMap(demo -> Transports.all().stream()
                        .filter(demo::appliesTo)
                        .filter(transport -> wanted.test(demo, transport))
                        .map(transport -> Arguments.of(demo.name(), transport.scheme())));
    }

    /** Whose system calls are those of a native library, and the same on each JDK. */
    private static boolean isOfJunixsocket(Transport transport) {
        return transport.implementation().startsWith("junixsocket");
    }

    private static boolean makesAThousandCalls(Demo demo) {
        return demo.name().equals("threads");
    }

    private static boolean hasThreadsThatShareASide(Demo demo, Transport transport) {
        return demo.name().equals("chat") && transport instanceof StreamTransport;
    }

    private static boolean hasAnOrder(Demo demo, Transport transport) {
        return !makesAThousandCalls(demo) && !hasThreadsThatShareASide(demo, transport);
    }

    static Stream<Arguments> runsInOrder() {
        return runs((demo, transport) -> !isOfJunixsocket(transport) && hasAnOrder(demo, transport));
    }

    static Stream<Arguments> runsInOrderByJunixsocket() {
        return runs((demo, transport) -> isOfJunixsocket(transport) && hasAnOrder(demo, transport));
    }

    static Stream<Arguments> runsWithThreadsThatShareASide() {
        return runs((demo, transport) -> !isOfJunixsocket(transport) && hasThreadsThatShareASide(demo, transport));
    }

    static Stream<Arguments> runsWithThreadsThatShareASideByJunixsocket() {
        return runs((demo, transport) -> isOfJunixsocket(transport) && hasThreadsThatShareASide(demo, transport));
    }

    static Stream<Arguments> runsOfAThousandCalls() {
        return runs((demo, transport) -> !isOfJunixsocket(transport) && makesAThousandCalls(demo));
    }

    static Stream<Arguments> runsOfAThousandCallsByJunixsocket() {
        return runs((demo, transport) -> isOfJunixsocket(transport) && makesAThousandCalls(demo));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsInOrder")
    void showsWhatTheKernelWasAskedForInOrder(String demo, String transport) throws Exception {
        for (Traced side : run(demo, transport)) {
            holdsInOrder(side, transport);
        }
    }

    @Tag("once")
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsInOrderByJunixsocket")
    void showsWhatJunixsocketAskedTheKernelForInOrder(String demo, String transport) throws Exception {
        showsWhatTheKernelWasAskedForInOrder(demo, transport);
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsWithThreadsThatShareASide")
    void showsWhatTheKernelWasAskedForOnEachSocket(String demo, String transport) throws Exception {
        for (Traced side : run(demo, transport)) {
            holdsForEachSocket(side, transport);
        }
    }

    @Tag("once")
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsWithThreadsThatShareASideByJunixsocket")
    void showsWhatJunixsocketAskedTheKernelForOnEachSocket(String demo, String transport) throws Exception {
        showsWhatTheKernelWasAskedForOnEachSocket(demo, transport);
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsOfAThousandCalls")
    void showsHowOftenTheKernelWasAsked(String demo, String transport) throws Exception {
        for (Traced side : run(demo, transport)) {
            holdsInNumber(side, transport);
        }
    }

    @Tag("once")
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runsOfAThousandCallsByJunixsocket")
    void showsHowOftenJunixsocketAskedTheKernel(String demo, String transport) throws Exception {
        showsHowOftenTheKernelWasAsked(demo, transport);
    }

    @Test
    void readsWhatEndsACallThatBeganWithADuplicate() {
        assertThat(systemCalls("#3 recv(1025) ! reset by peer [socket + dup2 + recv + close] (waited 174 ms)", "junix"))
                .extracting(SystemCall::name)
                .containsExactly("close");
    }

    private static void holdsInOrder(Traced side, String transport) {
        List<SystemCall> asked = side.strace().socketCalls(side.pid());
        List<SystemCall> shown = side.cells()
                .flatMap(cell -> systemCalls(cell, transport).stream())
                .toList();
        assertThat(filled(shown, asked)).as(side.timeline()).isEqualTo(asked);
    }

    /** The calls that were shown, with a call that was made, or none, for each that the library hid. */
    private static List<SystemCall> filled(List<SystemCall> shown, List<SystemCall> asked) {
        int at = shown.indexOf(new SystemCall(SystemCalls.UNKNOWN, ""));
        if (at < 0 || at > asked.size()) {
            return shown;
        }
        return Stream.of(asked.subList(at, at), asked.subList(at, Math.min(at + 1, asked.size())))
                .map(hidden -> filled(replaced(shown, at, hidden), asked))
                .filter(asked::equals)
                .findFirst()
                .orElse(shown);
    }

    private static List<SystemCall> replaced(List<SystemCall> calls, int at, List<SystemCall> replacement) {
        List<SystemCall> replaced = new ArrayList<>(calls);
        replaced.remove(at);
        replaced.addAll(at, replacement);
        return replaced;
    }

    /** Calls of threads that run at the same time may be seen in either order, so each socket is compared by itself. */
    private static void holdsForEachSocket(Traced side, String transport) {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        side.cells()
                .filter(cell -> !systemCalls(cell, transport).isEmpty())
                .forEach(cell -> shown.computeIfAbsent(socketOf(cell), socket -> new ArrayList<>())
                        .add(cell));
        List<List<SystemCall>> asked = side.strace().callsBySocket(side.pid());
        assertThat(shown).as(side.timeline()).hasSameSizeAs(asked);
        Iterator<List<SystemCall>> ofSocket = asked.iterator();
        assertThat(shown.values()).as(side.timeline()).allSatisfy(cells -> {
            List<SystemCall> made = ofSocket.next();
            List<List<SystemCall>> orders = orders(cells, transport);
            assertThat(orders.stream()
                            .map(order -> filled(order, made))
                            .filter(made::equals)
                            .findFirst()
                            .orElse(orders.get(0)))
                    .isEqualTo(made);
        });
    }

    /**
     * The orders in which calls that are shown may have been made, first the one that is shown. A send or recv that finds the
     * peer gone closes a descriptor when it ends, which may be after calls of other threads that began later.
     */
    private static List<List<SystemCall>> orders(List<String> cells, String transport) {
        List<SystemCall> others = new ArrayList<>();
        List<Integer> earliest = new ArrayList<>();
        for (String cell : cells) {
            List<SystemCall> calls = systemCalls(cell, transport);
            if (USED.matcher(cell).matches() && calls.equals(List.of(CLOSE))) {
                earliest.add(0, others.size());
            } else {
                others.addAll(calls);
            }
        }
        Stream<List<SystemCall>> orders = Stream.of(others);
        for (int from : earliest) {
            orders = orders.flatMap(order -> IntStream.rangeClosed(from, order.size())
                    .mapToObj(at -> Stream.of(order.subList(0, at), List.of(CLOSE), order.subList(at, order.size()))
                            .flatMap(List::stream)
                            .toList()));
        }
        return orders.toList();
    }

    @Test
    void aCloseThatEndsASendMayComeAfterCallsOfOtherThreads() {
        List<String> cells = List.of(
                "accept() = #3 unnamed",
                "#3 send(\"* bob\") ! closed [send + close]",
                "close(connection #3) [shutdown + close]");

        assertThat(orders(cells, "unixpacket").stream()
                        .map(order -> order.stream().map(SystemCall::name).toList())
                        .distinct())
                .containsExactly(
                        List.of("accept", "close", "shutdown", "close"),
                        List.of("accept", "shutdown", "close", "close"));
    }

    @Test
    void otherCallsStandWhereTheyWereMade() {
        List<String> cells =
                List.of("connect(/s) = from unnamed [socket + connect]", "close(connection) [shutdown + close]");

        assertThat(orders(cells, "unix")).hasSize(1);
    }

    /** A line that stands for a thousand calls does not show their arguments. */
    private static void holdsInNumber(Traced side, String transport) {
        Stream<SystemCall> shown = side.cells().flatMap(cell -> systemCalls(cell, transport).stream());
        assertThat(counts(shown)).as(side.timeline()).isEqualTo(counts(side.strace().socketCalls(side.pid()).stream()));
    }

    private static Map<String, Long> counts(Stream<SystemCall> calls) {
        return calls.collect(Collectors.groupingBy(SystemCall::name, TreeMap::new, Collectors.counting()));
    }

    /**
     * A side of a demo that ran under strace.
     *
     * @param timeline what the demo printed
     * @param column where this side's column begins
     * @param pid its process
     * @param strace what both processes did
     */
    private record Traced(String timeline, int column, long pid, Strace strace) {
        /** What this side's column shows, without the remarks on time. */
        Stream<String> cells() {
            return timeline.lines()
                    .filter(line -> line.length() > column && line.charAt(column) != ' ')
                    .map(line -> line.substring(column).strip().replaceFirst("  .*", ""));
        }
    }

    /** Runs a demo under strace. Returns its sides, or the server where both are one process. */
    private List<Traced> run(String demo, String transport) throws Exception {
        assumeTrue(Program.isInstalled("strace"), "strace is not installed");
        Availability availability = Transports.byScheme(transport).availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        boolean hasProcesses = Demos.byName(demo).scopes().contains(Scope.INTER_PROCESS);
        Scope scope = hasProcesses ? Scope.INTER_PROCESS : Scope.IN_PROCESS;
        Path log = directory.resolve("strace.log");
        List<String> command = new ArrayList<>(Strace.COMMAND);
        command.addAll(List.of("-o", log.toString(), Program.launcher().toString()));
        command.addAll(List.of("demo", demo, "--transport", transport, "--scope", scope.toString()));
        try (Program program = Program.start(
                Path.of("."),
                Map.of("COLUMNS", Integer.toString(WIDTH), "IPC_DEMO_NO_BUILD", "1"),
                command.toArray(String[]::new))) {
            assertThat(program.exitStatus()).as(program.out() + program.err()).isZero();
            Matcher head = HEAD.matcher(program.out());
            assertThat(head.find()).as(program.out()).isTrue();
            Strace strace = Strace.read(log);
            Traced server = new Traced(program.out(), TIME_WIDTH, Long.parseLong(head.group(1)), strace);
            return Stream.concat(
                            Stream.of(server),
                            Stream.ofNullable(head.group(2))
                                    .map(pid -> new Traced(
                                            program.out(), TIME_WIDTH + COLUMN + 2, Long.parseLong(pid), strace)))
                    .toList();
        }
    }

    /** What the timeline calls the socket that a call opens or uses. */
    private static String socketOf(String cell) {
        Matcher closed = CLOSED.matcher(cell);
        if (closed.matches()) {
            return closed.group(1) + Optional.ofNullable(closed.group(2)).orElse("1");
        }
        Matcher opened = OPENED.matcher(cell);
        if (opened.matches()) {
            String noun = opened.group(1).equals("listen") ? "listener" : "connection";
            return noun + Optional.ofNullable(opened.group(2)).orElse("1");
        }
        Matcher used = USED.matcher(cell);
        assertThat(used.matches()).as(cell).isTrue();
        return "connection" + Optional.ofNullable(used.group(1)).orElse("1");
    }

    private static List<SystemCall> systemCalls(String cell, String transport) {
        Matcher together = TOGETHER.matcher(cell);
        if (together.matches()) {
            return counted(together.group(1));
        }
        if (NOT_ASKED.matcher(cell).matches()) {
            return List.of();
        }
        Matcher call = CALL.matcher(cell.replaceFirst("^(#\\d+|\\w+:) ", ""));
        String verb = call.matches() ? call.group(1) : "";
        String argument = call.matches() ? call.group(2).replaceFirst(",.*", "") : "";
        Matcher result = RESULT.matcher(cell);
        String address = argument.equals("any") && result.matches() ? result.group(1) : argument;
        Matcher fused = FUSED.matcher(cell.replace(DUPLICATION, ""));
        return Stream.of(fused.matches() ? fused.group(1).split(" \\+ ") : new String[] {verb})
                .filter(called -> TRACED.contains(called) || called.equals(SystemCalls.UNKNOWN))
                .map(name -> new SystemCall(name, detail(name, verb, address, transport)))
                .toList();
    }

    /** The calls that a line counts, without their arguments. */
    private static List<SystemCall> counted(String many) {
        List<SystemCall> calls = new ArrayList<>();
        Matcher counted = COUNTED.matcher(many);
        while (counted.find()) {
            int times = Integer.parseInt(counted.group(1).replace(",", ""));
            for (String name : counted.group(2).split(" \\+ ")) {
                if (TRACED.contains(name)) {
                    calls.addAll(Collections.nCopies(times, new SystemCall(name, "")));
                }
            }
        }
        return calls;
    }

    private static String detail(String systemCall, String verb, String address, String transport) {
        return switch (systemCall) {
            case "bind", "connect" ->
                address.replaceFirst("^\\[(.*?)(%.*)?]", "$1"); // strace shows the scope elsewhere
            case "shutdown" -> verb.equals("shutdown") ? address : closesWith(transport);
            default -> "";
        };
    }

    /** How a library shuts down a socket that it is about to close. */
    private static String closesWith(String transport) {
        return List.of("tcp", "unix").contains(transport) ? "SHUT_WR" : "SHUT_RDWR";
    }
}
