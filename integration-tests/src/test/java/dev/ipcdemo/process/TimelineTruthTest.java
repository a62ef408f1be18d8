package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Strace.SystemCall;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a timeline shows is what the kernel was asked for: nothing is made up, and nothing goes unshown. */
class TimelineTruthTest {

    /** So wide that no cell is wrapped. */
    private static final int WIDTH = 1013;

    private static final int TIME_WIDTH = 11;
    private static final int COLUMN = (WIDTH - 13) / 2;

    private static final Pattern HEAD = Pattern.compile("server, process (\\d+) +client, process (\\d+)");
    private static final List<String> TRACED =
            List.of("socket", "bind", "listen", "accept", "connect", "shutdown", "dup", "close", "unlink");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(([^)]*)\\).*");
    private static final Pattern FUSED = Pattern.compile(".*\\[([a-z +…]+)\\].*");
    private static final Pattern TOGETHER = Pattern.compile(".*\\[([\\d,]+ × .+)].*");
    private static final Pattern COUNTED = Pattern.compile("([\\d,]+) × \\(?([a-z +]+)\\)?");

    /** What a timeline shows though the kernel made no socket, or was not asked at all, or was asked about a file. */
    private static final Pattern NOT_ASKED = Pattern.compile(
            ".*accept\\(\\) (!|= nobody waits).*|.*shutdown\\(.*\\) !.*"
                    + "|(listen|bind)\\([^\\[]* ! [^\\[]*|close\\(.*\\) = was closed before.*|close\\(letter\\).*|unlink\\(letter\\).*");

    private static final Pattern RESULT = Pattern.compile(".*? = (?:#\\d+ )?([^ ]+).*");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "echo, tcp",
        "echo, udp",
        "echo, unix",
        "echo, junix",
        "echo, unixgram",
        "echo, unixpacket",
        "abstract, junix",
        "abstract, unixgram",
        "abstract, unixpacket",
        "address, tcp",
        "address, udp",
        "address, unix",
        "address, junix",
        "address, unixgram",
        "address, unixpacket",
        "backlog, tcp",
        "backlog, unix",
        "backlog, junix",
        "backlog, unixpacket",
        "boundaries, tcp",
        "boundaries, udp",
        "boundaries, unix",
        "boundaries, junix",
        "boundaries, unixgram",
        "boundaries, unixpacket",
        "broadcast, udp",
        "close, tcp",
        "close, udp",
        "close, unix",
        "close, junix",
        "close, unixgram",
        "close, unixpacket",
        "credentials, unix",
        "credentials, junix",
        "credentials, unixpacket",
        "descriptors, junix",
        "descriptors, unixpacket",
        "inherited, tcp",
        "inherited, unix",
        "inherited, junix",
        "loss, tcp",
        "loss, udp",
        "loss, unix",
        "loss, junix",
        "loss, unixgram",
        "loss, unixpacket",
        "multicast, udp",
        "nagle, tcp",
        "nonblocking, tcp",
        "nonblocking, udp",
        "nonblocking, unix",
        "nonblocking, junix",
        "nonblocking, unixgram",
        "nonblocking, unixpacket",
        "reset, tcp",
        "socket-file, unix",
        "socket-file, junix",
        "socket-file, unixgram",
        "socket-file, unixpacket",
        "timeout, tcp",
        "timeout, udp",
        "timeout, unix",
        "timeout, junix",
        "timeout, unixgram",
        "timeout, unixpacket",
        "truncation, tcp",
        "truncation, udp",
        "truncation, unix",
        "truncation, junix",
        "truncation, unixgram",
        "truncation, unixpacket",
        "unreachable, udp",
        "chat, udp",
        "chat, unixgram",
    })
    void showsEachCallWithItsAddressInOrderAndNoneIsMissing(String demo, String transport) throws Exception {
        assumeTrue(Program.isInstalled("strace"), "strace is not installed");
        Path log = directory.resolve("strace.log");
        List<String> command = new ArrayList<>(Strace.COMMAND);
        command.addAll(List.of("-o", log.toString(), Program.launcher().toString()));
        command.addAll(List.of("demo", demo, "--transport", transport, "--scope", "inter-process"));
        try (Program program = Program.start(
                Path.of("."),
                Map.of("COLUMNS", Integer.toString(WIDTH), "IPC_DEMO_NO_BUILD", "1"),
                command.toArray(String[]::new))) {
            assertThat(program.exitStatus()).as(program.out() + program.err()).isZero();
            Matcher head = HEAD.matcher(program.out());
            assertThat(head.find()).as(program.out()).isTrue();
            Strace strace = Strace.read(log);
            holds(strace, head.group(1), "server", program.out(), TIME_WIDTH, transport);
            holds(strace, head.group(2), "client", program.out(), TIME_WIDTH + COLUMN + 2, transport);
        }
    }

    private static void holds(Strace strace, String pid, String side, String timeline, int column, String transport) {
        List<SystemCall> asked = strace.socketCalls(Long.parseLong(pid));
        assertThat(filled(shown(timeline, column, transport), asked))
                .as("what is shown of the " + side + "'s side, against the kernel; of\n" + timeline)
                .isEqualTo(asked);
    }

    /** The system calls that one column of a timeline shows. */
    private static List<SystemCall> shown(String timeline, int column, String transport) {
        List<SystemCall> calls = new ArrayList<>();
        timeline.lines()
                .filter(line -> line.length() > column && line.charAt(column) != ' ')
                .map(line -> line.substring(column).strip())
                .forEach(cell -> calls.addAll(systemCalls(cell, transport)));
        return calls;
    }

    private static List<SystemCall> systemCalls(String cell, String transport) {
        String alone = cell.contains("  ") ? cell.substring(0, cell.indexOf("  ")) : cell;
        Matcher together = TOGETHER.matcher(alone);
        if (together.matches()) {
            return counted(together.group(1));
        }
        Matcher call = CALL.matcher(alone.replaceFirst("^(#\\d+|\\w+:) ", ""));
        if (!call.matches() || NOT_ASKED.matcher(alone).matches()) {
            return List.of();
        }
        String argument = call.group(2).replaceFirst(",.*", "");
        Matcher result = RESULT.matcher(call.group());
        String address = argument.equals("any") && result.matches() ? result.group(1) : argument;
        return names(call).stream()
                .map(name -> new SystemCall(name, detail(name, call.group(1), address, transport)))
                .toList();
    }

    private static List<String> names(Matcher call) {
        Matcher fused = FUSED.matcher(call.group());
        Stream<String> names = fused.matches() ? Stream.of(fused.group(1).split(" \\+ ")) : Stream.of(call.group(1));
        return names.filter(name -> TRACED.contains(name) || name.equals(SystemCalls.UNKNOWN))
                .toList();
    }

    /** Of many calls that stand in one line; what they were given, it does not say. */
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

    /** With what the kernel was asked for in place of what the library hid. */
    private static List<SystemCall> filled(List<SystemCall> shown, List<SystemCall> asked) {
        int at = shown.indexOf(new SystemCall(SystemCalls.UNKNOWN, ""));
        int hidden = asked.size() - (shown.size() - 1);
        if (at < 0 || hidden < 0 || hidden > 2) {
            return shown;
        }
        List<SystemCall> filled = new ArrayList<>(shown);
        filled.remove(at);
        filled.addAll(at, asked.subList(at, at + hidden));
        return filled;
    }

    private static String detail(String systemCall, String verb, String address, String transport) {
        return switch (systemCall) {
            case "bind", "connect" ->
                address.replaceFirst("^\\[(.*?)(%.*)?]", "$1"); // strace shows the scope elsewhere
            case "shutdown" -> verb.equals("shutdown") ? address : closesWith(transport);
            default -> "";
        };
    }

    /** How a library shuts down what it is about to close. */
    private static String closesWith(String transport) {
        return List.of("tcp", "unix").contains(transport) ? "SHUT_WR" : "SHUT_RDWR";
    }
}
