package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.DifferenceTable;
import dev.ipcdemo.cli.terminal.Sentences;
import dev.ipcdemo.cli.terminal.TimelinePrinter;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.runner.RecordedRun;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a demo over several transports, and prints one timeline, what differs from it over the others, and each sentence
 * once.
 */
final class DemoSurvey {

    private final PrintWriter out;
    private final LaunchTargets targets;
    private final Colours colours = Colours.ifTerminal();
    private final int width = Width.ofOutput();

    DemoSurvey(PrintWriter out, LaunchTargets targets) {
        this.out = out;
        this.targets = targets;
    }

    /** Runs it over transports that are available, at least one. */
    List<RecordedRun> run(Demo demo, Scope scope, List<Transport> transports) throws IOException, InterruptedException {
        List<RecordedRun> runs = new ArrayList<>();
        runs.add(runWithTimeline(demo, scope, transports.get(0)));
        for (Transport transport : transports.subList(1, transports.size())) {
            runs.add(RecordedRun.of(demo, transport, targets, scope, places -> {}, event -> {}));
        }
        if (runs.size() > 1) {
            out.println();
            Map<String, List<Event>> events = new LinkedHashMap<>();
            runs.forEach(run -> events.put(run.transport().scheme(), run.events()));
            new DifferenceTable(out, width, colours).print(events);
        }
        out.println();
        printSentences(runs);
        out.println();
        return runs;
    }

    private RecordedRun runWithTimeline(Demo demo, Scope scope, Transport transport)
            throws IOException, InterruptedException {
        out.println(colours.bold(RecordedRun.title(demo, transport, scope)));
        TimelinePrinter printer = new TimelinePrinter(out, width, colours);
        RecordedRun run = RecordedRun.of(
                demo,
                transport,
                targets,
                scope,
                places -> printer.head("server, " + places.server(), "client, " + places.client()),
                printer::add);
        printer.finishCalls();
        return run;
    }

    /** What was said over some of the transports only names them. */
    private void printSentences(List<RecordedRun> runs) {
        for (Kind kind : List.of(Kind.CLAIM, Kind.FALSE_CLAIM, Kind.CONCLUSION)) {
            Map<String, List<String>> schemes = new LinkedHashMap<>();
            Map<String, Event> sentences = new LinkedHashMap<>();
            for (RecordedRun run : runs) {
                for (Event said : run.events(kind)) {
                    sentences.putIfAbsent(said.text(), said);
                    schemes.computeIfAbsent(said.text(), text -> new ArrayList<>())
                            .add(run.transport().scheme());
                }
            }
            sentences.forEach((text, said) -> {
                List<String> by = schemes.get(text).stream().distinct().toList();
                new Sentences(out, width, colours).print(said, by.size() == runs.size() ? "" : String.join(", ", by));
            });
        }
        runs.forEach(run -> run.failure()
                .ifPresent(why -> out.println(
                        colours.bad("FAILED") + " over " + run.transport().scheme() + ": " + why)));
    }

    /** Prints what came of all of them in a line. */
    static void printSummary(PrintWriter out, List<RecordedRun> runs) {
        long demos = runs.stream().map(run -> run.demo().name()).distinct().count();
        long claims =
                runs.stream().mapToInt(run -> run.events(Kind.CLAIM).size()).sum();
        long failed = runs.stream()
                .mapToInt(run -> run.events(Kind.FALSE_CLAIM).size())
                .sum();
        long brokenOff = runs.stream().filter(run -> run.failure().isPresent()).count();
        out.println(demos + " demos, " + (claims + failed) + " claims checked, " + failed + " failed"
                + (brokenOff == 0 ? "" : ", " + brokenOff + " of " + runs.size() + " runs broken off"));
    }
}
