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
import java.util.stream.IntStream;
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
                        "  client: bind(); sendto(1); recvfrom(9) = 1 instead of connect(); send(1); recv(9) = 1",
                        "d, compared with b:",
                        "  client: recvfrom(9): = 2 instead of = 1");
    }

    @Test
    void comparesOnlyTheVerbsOfCallsThatDifferInManyPlaces() {
        run(
                "a",
                IntStream.range(0, 40)
                        .mapToObj(i -> "send(" + i + "), then close()")
                        .toArray(String[]::new));
        run(
                "b",
                IntStream.range(0, 40)
                        .mapToObj(i -> "put(" + i + "), then close()")
                        .toArray(String[]::new));
        assertThat(lines()).containsExactly("b, compared with a:", "  client: put instead of send");
    }
}
