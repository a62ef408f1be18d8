package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.statistics.Analysis;
import dev.ipcdemo.compare.statistics.RowCatalog;
import dev.ipcdemo.demo.spi.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Makes all forms of a report of cells that differ in a dimension called {@code hops}, without naming it in its code. */
public final class NewDimensionProbe {

    private static final RowCatalog CATALOG = new RowCatalog() {
        @Override
        public String description(String row) {
            return row;
        }

        @Override
        public RowTraits traits(String row) {
            return RowTraits.FLOOR;
        }
    };

    private NewDimensionProbe() {}

    /** All forms by name. */
    public static Map<String, String> forms(Path directory) throws IOException {
        Dimension<Integer> hops = hops();
        Cell flat = Cell.of(Pattern.ROUND_TRIP, "pipe", Scope.IN_PROCESS);
        Cell deep = flat.with(hops, 4);
        Report report = report(List.of(flat, deep));
        Map<String, String> forms = new HashMap<>();
        forms.put("json", JsonFile.write(report));
        forms.put("schema", JsonFile.schema());
        forms.put("csv", CsvFile.write(report));
        forms.put("page", HtmlPage.write(List.of(new HtmlPage.Run("run", report))));
        StringWriter table = new StringWriter();
        new TerminalTable(new PrintWriter(table), 100, Bars.ASCII).print(report);
        forms.put("table", table.toString());
        StringWriter changes = new StringWriter();
        ChangesTable.print(Comparison.changes(report, report, 0), true, new PrintWriter(changes), 100);
        forms.put("changes", changes.toString());
        forms.put(
                "plan",
                Plan.of("pipe")
                        .with(Cell.SCOPE, Scope.IN_PROCESS)
                        .with(Cell.PATTERN, Pattern.ROUND_TRIP, Pattern.THROUGHPUT)
                        .with(hops, 1, 4)
                        .within(Budget.QUICK)
                        .cells()
                        .toString());
        forms.put("between processes", sent(deep).toString());
        Path older = Files.writeString(
                directory.resolve("older.json"), forms.get("json").replaceAll(",\\s*\"hops\" : \\d", ""));
        forms.put("older", hops.of(JsonFile.read(older).rows().get(0).key()).toString());
        return forms;
    }

    private static Cell sent(Cell cell) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        cell.write(new DataOutputStream(bytes));
        return Cell.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @SuppressWarnings("unchecked")
    private static Dimension<Integer> hops() {
        return (Dimension<Integer>) Cell.DIMENSIONS.get(Cell.DIMENSIONS.size() - 1);
    }

    private static Report report(List<Cell> cells) {
        return Analysis.analyse(
                new Schedule(cells, List.of(), Settings.DEFAULT, Budget.QUICK),
                cells.stream().map(NewDimensionProbe::sample).toList(),
                CATALOG,
                new Environment(
                        "Linux 6", "a CPU", 2, "a JDK", List.of(), List.of(), 0, Optional.empty(), Optional.empty()),
                List.of(),
                Instant.EPOCH,
                true);
    }

    private static Sample sample(Cell cell) {
        Histogram latenciesNs = ClientResult.histogram();
        latenciesNs.recordValueWithCount(10_000, 1_000);
        return new Sample(
                cell,
                0,
                Setup.of(Place.pinnedTo(1), Place.pinnedTo(1)),
                latenciesNs,
                new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0),
                Rates.of(100_000, cell.messageBytes()),
                ResourceUse.UNKNOWN,
                Optional.empty());
    }
}
