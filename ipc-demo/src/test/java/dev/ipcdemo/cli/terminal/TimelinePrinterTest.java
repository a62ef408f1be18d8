package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Side;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class TimelinePrinterTest {

    private static final int WIDTH = 100;
    private static final int SERVER_COLUMN = 11;
    private static final int CLIENT_COLUMN = 56;

    private final StringWriter text = new StringWriter();
    private final TimelinePrinter printer = new TimelinePrinter(new PrintWriter(text), WIDTH, new Colours(Ansi.OFF));

    /** So late that all is held back until the end. */
    private static final long BASE_NS = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    /** An event at so many milliseconds. */
    private static Event event(Side side, Kind kind, double startMs, double endMs, boolean waits, String call) {
        return new Event(
                side, kind, BASE_NS + (long) (startMs * 1e6), BASE_NS + (long) (endMs * 1e6), waits, call, "", "");
    }

    private static Event call(Side side, double atMs, String call) {
        return event(side, Kind.CALL, atMs, atMs, false, call);
    }

    private List<String> lines() {
        printer.finish();
        return text.toString().lines().toList();
    }

    @Test
    void givesEachSideItsColumnBehindTheTime() {
        printer.head("server, process 1", "client, process 2");
        printer.add(call(Side.SERVER, 0, "listen(any)"));
        printer.add(call(Side.CLIENT, 1.5, "connect(there)"));
        assertThat(lines())
                .containsExactly(
                        "       ms  server, process 1" + " ".repeat(CLIENT_COLUMN - SERVER_COLUMN - 17)
                                + "client, process 2",
                        "    0.000  listen(any)",
                        "    1.500" + " ".repeat(CLIENT_COLUMN - 9) + "connect(there)")
                .allMatch(line -> line.length() <= WIDTH);
    }

    @ParameterizedTest
    @CsvSource({
        "99999.999, 99999.999",
        "101826.085, 101826.08",
        "9999999.9, 9999999.9",
        "12345678, ' 12345678'",
        "123456789, 123456789"
    })
    void aLateTimeLeavesTheColumnsWhereTheyAre(double ms, String time) {
        printer.add(call(Side.SERVER, 0, "first"));
        printer.add(call(Side.SERVER, ms, "late"));
        assertThat(lines()).last().isEqualTo(time + "  late");
    }

    @Test
    void whatAPeerIsCalledCannotSteerTheTerminal() {
        printer.add(call(Side.SERVER, 0, "recvfrom(unixgram:@\u001b[2J\u009b\u202e)"));
        assertThat(lines()).containsExactly("    0.000  recvfrom(unixgram:@?[2J??)");
    }

    @Test
    void coloursTheTwoSidesApartAndLeavesTheColumnsWhereTheyAre() {
        TimelinePrinter coloured = new TimelinePrinter(new PrintWriter(text), WIDTH, new Colours(Ansi.ON));
        coloured.head("server", "client");
        coloured.add(call(Side.SERVER, 0, "listen(any)"));
        coloured.add(call(Side.CLIENT, 1.5, "connect(there)"));
        coloured.finish();
        assertThat(text.toString().lines())
                .anyMatch(line -> line.endsWith("\u001b[38;5;63mlisten(any)\u001b[0m"))
                .anyMatch(line -> line.endsWith("\u001b[38;5;131mconnect(there)\u001b[0m"));
        assertThat(text.toString().replaceAll("\u001b\\[[\\d;]+m", "").lines())
                .allMatch(line -> line.startsWith("c", CLIENT_COLUMN) || line.endsWith("  listen(any)"));
    }

    @Test
    void ordersByTimeHoweverLateAnEventBecomesKnown() {
        printer.add(call(Side.SERVER, 3, "third"));
        printer.add(call(Side.CLIENT, 1, "first"));
        printer.add(call(Side.SERVER, 2, "second"));
        printer.finish();
        assertThat(text.toString()).containsSubsequence("first", "second", "third");
    }

    @Test
    void holdsBackWhatSomethingEarlierMayStillComeBefore() {
        long nowNs = System.nanoTime();
        printer.add(new Event(Side.SERVER, Kind.CALL, nowNs, nowNs, false, "just now", "", ""));
        assertThat(text.toString()).isEmpty();
        long longAgoNs = nowNs - TimeUnit.SECONDS.toNanos(10);
        printer.add(new Event(Side.CLIENT, Kind.CALL, longAgoNs, longAgoNs, false, "long ago", "", ""));
        assertThat(text.toString()).contains("long ago").doesNotContain("just now");
        printer.finish();
        assertThat(text.toString()).containsSubsequence("long ago", "just now");
    }

    @Test
    void putsACallThatWaitedBehindWhatItWaitedFor() {
        printer.add(event(Side.SERVER, Kind.CALL, 0, 10, true, "accept()"));
        printer.add(event(Side.CLIENT, Kind.CALL, 8, 12, false, "connect(there)"));
        assertThat(lines().get(0)).contains("connect(there)");
        assertThat(lines().get(1)).endsWith("accept() (waited 10 ms)").contains("10.000".substring(0, 2));
    }

    @Test
    void saysOfACallThatDoesNotWaitOnlyWhenItTookLong() {
        printer.add(event(Side.SERVER, Kind.CALL, 0, 20, false, "send(a)"));
        printer.add(event(Side.SERVER, Kind.CALL, 20, 140, false, "send(b)"));
        assertThat(lines()).containsExactly("    0.000  send(a)", "   20.000  send(b) (took 120 ms)");
    }

    @Test
    void showsResultsFailuresSystemCallsAndNotes() {
        printer.add(new Event(Side.SERVER, Kind.CALL, 1, 1, false, "listen(any)", "here", "socket + bind"));
        printer.add(new Event(Side.SERVER, Kind.FAILED_CALL, 2, 2, false, "accept()", "closed", ""));
        printer.add(new Event(Side.SERVER, Kind.NOTE, 3, 3, false, "that was all", "", ""));
        assertThat(lines())
                .extracting(line -> line.substring(SERVER_COLUMN))
                .containsExactly("listen(any) = here [socket + bind]", "accept() ! closed", "— that was all");
    }

    @Test
    void showsAPauseAsAPauseWithItsReason() {
        printer.add(call(Side.SERVER, 0, "listen(any)"));
        printer.add(event(Side.CLIENT, Kind.JVM_START, 180, 180, false, ""));
        printer.add(call(Side.CLIENT, 191, "connect(there)"));
        printer.add(call(Side.CLIENT, 290, "send(a)"));
        printer.add(call(Side.CLIENT, 1_500, "close(connection)"));
        assertThat(lines())
                .filteredOn(line -> line.contains("—"))
                .containsExactly(
                        " ".repeat(SERVER_COLUMN) + "— 191 ms: the client's JVM starts —",
                        " ".repeat(SERVER_COLUMN) + "— 1,210 ms —");
    }

    @Test
    void theKeyExplainsTheMarksThatOccur() {
        List<Event> plain = List.of(call(Side.SERVER, 0, "listen(any)"));
        TimelineKey.print(new PrintWriter(text), WIDTH, new Colours(Ansi.OFF), plain);
        assertThat(text.toString())
                .startsWith("Key:\nA call that waits")
                .contains("first calls of a JVM are cold")
                .doesNotContain("  !");
        TimelineKey.print(
                new PrintWriter(text),
                WIDTH,
                new Colours(Ansi.OFF),
                List.of(new Event(Side.SERVER, Kind.FAILED_CALL, 0, 0, false, "#2 recv(1)", "closed", "a + b")));
        assertThat(text.toString().lines())
                .anyMatch(line -> line.startsWith("  !   how the call failed"))
                .anyMatch(line -> line.startsWith("  #2  the side's second socket"))
                .anyMatch(line -> line.startsWith("  [ ] the system calls"))
                .noneMatch(line -> line.startsWith("  =   "))
                .allMatch(line -> line.length() <= WIDTH);
    }

    @Test
    void wrapsAtWordsAndIndentsWhatContinues() {
        printer.add(call(Side.CLIENT, 0, "send(\"" + "x".repeat(30) + "\") is more than fits"));
        List<String> lines = lines();
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= WIDTH);
        assertThat(lines.get(0)).endsWith("\") is");
        assertThat(lines.get(1)).isEqualTo(" ".repeat(CLIENT_COLUMN + 2) + "more than fits");
    }

    @Test
    void printsClaimsAndThenConclusionsAtTheEndAndSaysWhetherAllHeld() {
        printer.add(event(Side.CLIENT, Kind.CONCLUSION, 1, 1, false, "So it is."));
        printer.add(event(Side.CLIENT, Kind.CLAIM, 2, 2, false, "Water is wet."));
        printer.add(call(Side.SERVER, 3, "close(socket)"));
        assertThat(printer.finish()).isTrue();
        assertThat(text.toString().lines())
                .containsExactly("    0.000  close(socket)", "", "checked: Water is wet.", "So it is.");
    }

    @Test
    void saysWhenAClaimDoesNotHold() {
        printer.add(event(Side.SERVER, Kind.FALSE_CLAIM, 1, 1, false, "Water is dry."));
        printer.add(event(Side.SERVER, Kind.CLAIM, 2, 2, false, "Water is wet."));
        assertThat(printer.finish()).isFalse();
        assertThat(text.toString()).contains("FALSE:   Water is dry.").contains("checked: Water is wet.");
    }
}
