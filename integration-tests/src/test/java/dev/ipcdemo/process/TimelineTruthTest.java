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

/** What a timeline shows is what the kernel was asked for: nothing is made up, and nothing goes unshown. */
class TimelineTruthTest {

    /** So wide that no cell is wrapped. */
    private static final int WIDTH = 1013;

    private static final int TIME_WIDTH = 11;
    private static final int COLUMN = (WIDTH - 13) / 2;

    private static final Pattern HEAD = Pattern.compile("server, process (\\d+) +client, process (\\d+)");
    private static final Pattern CALL = Pattern.compile("(listen|bind|connect|accept|shutdown|close)\\(([^)]*)\\).*");
    private static final Pattern FUSED = Pattern.compile(".*\\[([a-z +]+)\\].*");
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
        "boundaries, tcp",
        "boundaries, udp",
        "boundaries, unix",
        "boundaries, junix",
        "boundaries, unixgram",
        "boundaries, unixpacket",
        "truncation, tcp",
        "truncation, udp",
        "truncation, unix",
        "truncation, junix",
        "truncation, unixgram",
        "truncation, unixpacket",
        "close, tcp",
        "close, unix",
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
                    .isEqualTo(shown(program.out(), TIME_WIDTH));
            assertThat(strace.socketCalls(Long.parseLong(head.group(2))))
                    .as("the client's side of\n" + program.out())
                    .isEqualTo(shown(program.out(), TIME_WIDTH + COLUMN + 2));
        }
    }

    /** The system calls that one column of a timeline shows. */
    private static List<SystemCall> shown(String timeline, int column) {
        List<SystemCall> calls = new ArrayList<>();
        timeline.lines()
                .filter(line -> line.length() > column && line.charAt(column) != ' ')
                .map(line -> line.substring(column).strip())
                .forEach(cell -> calls.addAll(systemCalls(cell)));
        return calls;
    }

    private static List<SystemCall> systemCalls(String cell) {
        String alone = cell.contains("  ") ? cell.substring(0, cell.indexOf("  ")) : cell;
        Matcher call = CALL.matcher(alone.replaceFirst("^#\\d+ ", ""));
        if (!call.matches()) {
            return List.of();
        }
        Matcher fused = FUSED.matcher(call.group());
        List<String> names = fused.matches() ? List.of(fused.group(1).split(" \\+ ")) : List.of(call.group(1));
        String argument = call.group(2).replaceFirst(",.*", "");
        Matcher result = RESULT.matcher(call.group());
        String address = argument.equals("any") && result.matches() ? result.group(1) : argument;
        return names.stream()
                .map(name -> new SystemCall(name, detail(name, call.group(1), address)))
                .toList();
    }

    private static String detail(String systemCall, String verb, String address) {
        return switch (systemCall) {
            case "bind", "connect" -> address;
            case "shutdown" -> verb.equals("close") ? "SHUT_RDWR" : address;
            default -> "";
        };
    }
}
