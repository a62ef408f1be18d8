package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Strace.SystemCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a timeline shows is what the kernel was asked for: nothing is made up, and nothing goes unshown.
 *
 * <p>Left out are {@code close} over junixsocket, which closes a descriptor inside the call that finds the peer gone, while
 * the channel still says that it is open; {@code chat} over connections, whose server has threads that close at the same
 * time; {@code abstract} and {@code socket-file}, where listening fails or replaces a stale file, of which the timeline
 * does not show each step; and {@code descriptors}, whose sockets come from another process.
 */
class TimelineTruthTest {

    /** So wide that no cell is wrapped. */
    private static final int WIDTH = 1013;

    private static final int TIME_WIDTH = 11;
    private static final int COLUMN = (WIDTH - 13) / 2;

    private static final Pattern HEAD = Pattern.compile("server, process (\\d+) +client, process (\\d+)");
    private static final Pattern CALL = Pattern.compile("(listen|bind|connect|accept|shutdown|close)\\(([^)]*)\\).*");
    private static final Pattern FUSED = Pattern.compile(".*\\[([a-z +]+)\\].*");
    /** What a timeline shows though the kernel made no socket, or was not asked at all. */
    private static final Pattern NOT_ASKED =
            Pattern.compile(".*accept\\(\\) (!|= nobody waits).*|.*shutdown\\(.*\\) !.*");

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
        "credentials, unix",
        "credentials, junix",
        "credentials, unixpacket",
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
            assertThat(strace.socketCalls(Long.parseLong(head.group(1))))
                    .as("the server's side of\n" + program.out())
                    .isEqualTo(shown(program.out(), TIME_WIDTH, transport));
            assertThat(strace.socketCalls(Long.parseLong(head.group(2))))
                    .as("the client's side of\n" + program.out())
                    .isEqualTo(shown(program.out(), TIME_WIDTH + COLUMN + 2, transport));
        }
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
        Matcher call = CALL.matcher(alone.replaceFirst("^#\\d+ ", ""));
        if (!call.matches() || NOT_ASKED.matcher(alone).matches()) {
            return List.of();
        }
        Matcher fused = FUSED.matcher(call.group());
        List<String> names = fused.matches() ? List.of(fused.group(1).split(" \\+ ")) : List.of(call.group(1));
        String argument = call.group(2).replaceFirst(",.*", "");
        Matcher result = RESULT.matcher(call.group());
        String address = argument.equals("any") && result.matches() ? result.group(1) : argument;
        return names.stream()
                .map(name -> new SystemCall(name, detail(name, call.group(1), address, transport)))
                .toList();
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
