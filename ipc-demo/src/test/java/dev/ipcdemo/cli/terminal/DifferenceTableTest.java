package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Side;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DifferenceTableTest {

    private final StringWriter text = new StringWriter();
    private final Map<String, List<Event>> runs = new LinkedHashMap<>();

    private void run(String transport, String... calls) {
        runs.put(
                transport,
                Arrays.stream(calls)
                        .map(call -> call.split("="))
                        .map(call -> new Event(
                                Side.CLIENT, Kind.CALL, 1, 1, false, call[0], call.length > 1 ? call[1] : "", ""))
                        .toList());
    }

    private List<String> lines() {
        new DifferenceTable(new PrintWriter(text), 100, new Colours(Ansi.OFF)).print(runs);
        return text.toString().lines().toList();
    }

    @Test
    void comparesWithTheMostSimilarRunAndNamesEqualOnesTogether() {
        run("a", "connect()", "send(1)", "recv(9)=1", "close()");
        run("b", "bind()", "sendto(1)", "recvfrom(9)=1", "close()");
        run("c", "connect()", "send(1)", "recv(9)=1", "close()");
        run("d", "bind()", "sendto(1)", "recvfrom(9)=2", "close()");
        assertThat(lines())
                .containsExactly(
                        "a, c: the same calls",
                        "b, compared with a:",
                        "  client: bind() [bind]; sendto(1) [sendto]; recvfrom(9) = 1 instead of connect() [connect];"
                                + " send(1)",
                        "    [send]; recv(9) = 1",
                        "d, compared with b:",
                        "  client: recvfrom(9): = 2 instead of = 1");
    }

    @Test
    void comparesOnlyTheVerbsOfCallsThatDifferInManyPlaces() {
        run(
                "a", "send(1)", "x()", "send(2)", "x()", "send(3)", "x()", "send(4)", "x()", "send(5)", "x()",
                "send(6)", "x()", "send(7)", "x()", "send(8)", "x()", "send(9)");
        run(
                "b", "put(1)", "x()", "put(2)", "x()", "put(3)", "x()", "put(4)", "x()", "put(5)", "x()", "put(6)",
                "x()", "put(7)", "x()", "put(8)", "x()", "put(9)");
        assertThat(lines()).containsExactly("b, compared with a:", "  client: put instead of send");
    }
}
