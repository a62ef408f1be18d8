package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Row;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answer of a report, for people, on one screen where that is possible: the figures to choose by, what to choose, and one
 * line of caution. {@link TerminalTable} has all the rest.
 */
public final class TerminalSummary {

    /** Of more rows, those that say the least are only counted, so that the answer fits a screen of 24 lines. */
    static final int MOST_ROWS = 12;

    /** Where there are more tables than fit beside each other. */
    private static final int MOST_ROWS_OF_MANY_TABLES = 3;

    private static final int MOST_ROWS_OF_A_TABLE = 9;

    /** Of rows that failed in every round. */
    private static final int MOST_FAILURES = 4;

    private static final int GAP = 2;

    /** A claim names them; of the other dimensions, it names those that vary. */
    private static final Set<Dimension<?>> ALWAYS_SAID =
            Set.of(Cell.PATTERN, Cell.MESSAGE_BYTES, Cell.REPLY_BYTES, Cell.CLIENTS, Cell.SCOPE);

    /** What a size is the mean of is said with it. */
    private static final Map<Dimension<?>, Dimension<?>> MIXES =
            Map.of(Cell.MESSAGE_BYTES, Cell.REQUEST_MIX, Cell.REPLY_BYTES, Cell.REPLY_MIX);

    /** With room for bars. */
    private static final int COMFORTABLE_TABLE = 36;

    /** In a wider table the eye loses the line. */
    private static final int WIDEST_TABLE = 44;

    private static final java.util.regex.Pattern JAVA_VERSION =
            java.util.regex.Pattern.compile(" (\\d+(?:\\.\\d+)*)\\S*$");

    private final PrintWriter out;
    private final int width;
    private final Bars bars;
    private final Emphasis emphasis;

    /**
     * Prepares to print.
     *
     * @param out where to
     * @param width how many characters a line may have
     * @param bars which the terminal can show
     * @param emphasis how what matters stands out
     */
    public TerminalSummary(PrintWriter out, int width, Bars bars, Emphasis emphasis) {
        this.out = out;
        this.width = width;
        this.bars = bars;
        this.emphasis = emphasis;
    }

    /**
     * Prints it.
     *
     * @param report the report; if it was compared with another, the answer is what has changed
     */
    public void print(Report report) {
        out.println(emphasis.faint(measuredOn(report)));
        report.effectiveSocketOptions().forEach(line -> wrap(emphasis::faint, "socket options in effect: " + line));
        Common.explanations(report).forEach(line -> wrap(emphasis::faint, line));
        if (report.changes().isPresent()) {
            ChangesTable.print(report.changes().get(), false, out, width);
        } else if (!report.highestRates().isEmpty()) {
            HighestRatesTable.print(report, out, width);
        } else if (report.twoWays().isPresent()) {
            TwoWaysTable.print(report, report.twoWays().get(), MOST_ROWS, out, width);
        } else {
            printTables(report);
            printMemory(report.rows());
            printChoices(report);
        }
        GateLines.of(report.gates()).forEach(line -> wrap(emphasis::bold, line));
        printCaution(report);
        out.flush();
    }

    /** As much as fits into one line. */
    private String measuredOn(Report report) {
        Environment on = report.environment();
        Matcher version = JAVA_VERSION.matcher(on.jdk());
        List<String> parts = List.of(
                on.processors(),
                version.find() ? "Java " + version.group(1) : on.jdk(),
                on.kernel(),
                report.started().replaceFirst("T.*", ""));
        String line = "";
        for (String part : parts) {
            String longer = line.isEmpty() ? part : line + ", " + part;
            line = longer.length() <= width ? longer : line;
        }
        return line;
    }

    private void printTables(Report report) {
        Map<Pattern, Map<Cell, List<Row>>> sections = report.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.key().pattern(),
                        LinkedHashMap::new,
                        Collectors.groupingBy(row -> row.key().group(), LinkedHashMap::new, Collectors.toList())));
        int tables = sections.values().stream().mapToInt(Map::size).sum();
        sections.values().forEach(groups -> printSection(groups, tables));
    }

    private void printSection(Map<Cell, List<Row>> groups, int tables) {
        Dimension<?>[] common = Common.dimensions(groups.keySet());
        wrap(emphasis::bold, Common.words(groups.keySet().iterator().next(), common));
        List<HeadlineTable> all = groups.entrySet().stream()
                .map(group -> new HeadlineTable(Common.differences(group.getKey(), common), group.getValue(), bars))
                .toList();
        int least = all.stream().mapToInt(HeadlineTable::leastWidth).max().orElse(0);
        int comfortable = Math.max(least, COMFORTABLE_TABLE);
        int abreast = Math.max(1, Math.min(all.size(), Math.max(fitting(comfortable), Math.min(2, fitting(least)))));
        int most = tables > abreast ? MOST_ROWS_OF_MANY_TABLES : MOST_ROWS_OF_A_TABLE;
        int tableWidth = Math.min(WIDEST_TABLE, (width + GAP) / abreast - GAP);
        boolean isTitleApart = tables > abreast && !all.stream().allMatch(table -> table.hasRoomForTitle(tableWidth));
        for (int i = 0; i < all.size(); i += abreast) {
            printBeside(all.subList(i, Math.min(i + abreast, all.size())), tableWidth, most, isTitleApart);
            if (tables > abreast) {
                out.println();
            }
        }
        if (tables <= abreast) {
            String scales = beside(all.stream().map(HeadlineTable::scale).toList(), tableWidth);
            Stream.of(scales).filter(line -> !line.isEmpty()).forEach(line -> out.println(emphasis.faint(line)));
        }
    }

    /** What each of many connections takes up, those that take the least of the kernel's memory first. */
    private void printMemory(List<Row> all) {
        List<Row> rows = all.stream()
                .filter(row -> row.costs().memoryPerConnection().isPresent())
                .sorted(Comparator.comparing(row -> memory(row).kernelBytes().orElse(0.0)))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        Dimension<?>[] common = Common.dimensions(rows.stream().map(Row::key).toList());
        List<String> lines = new Columns()
                .text("bytes for a connection", cells(rows, row -> row.key().words(common)), 24, Columns.ALWAYS)
                .numbers("server's heap", cells(rows, row -> bytes(memory(row).heapBytes())), 14, Columns.ALWAYS)
                .numbers("server's JVM", cells(rows, row -> bytes(memory(row).residentBytes())), 13, 1)
                .numbers(
                        "kernel, both ends",
                        cells(rows, row -> bytes(memory(row).kernelBytes())),
                        18,
                        Columns.ALWAYS)
                .lines(width);
        int shown = Math.min(lines.size(), 1 + MOST_ROWS_OF_A_TABLE);
        out.println(emphasis.bold(lines.get(0)));
        lines.subList(1, shown).forEach(out::println);
        if (shown < lines.size()) {
            out.println("+ " + (lines.size() - shown) + " more");
        }
    }

    private static List<String> cells(List<Row> rows, Function<Row, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private static MemoryPerConnection memory(Row row) {
        return row.costs().memoryPerConnection().orElseThrow();
    }

    private static String bytes(double bytes) {
        return Figures.number(bytes, 0);
    }

    private static String bytes(Optional<Double> bytes) {
        return bytes.map(TerminalSummary::bytes).orElse(Figures.NONE);
    }

    /** How many tables of a width fit beside each other. */
    private int fitting(int tableWidth) {
        return (width + GAP) / (tableWidth + GAP);
    }

    private void printBeside(List<HeadlineTable> tables, int tableWidth, int mostRows, boolean isTitleApart) {
        List<List<String>> blocks = tables.stream()
                .map(table -> table.lines(tableWidth, mostRows, isTitleApart))
                .toList();
        int lines = blocks.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < lines; i++) {
            int line = i;
            String text = beside(
                    blocks.stream()
                            .map(block -> line < block.size() ? block.get(line) : "")
                            .toList(),
                    tableWidth);
            out.println(i == 0 ? emphasis.bold(text) : text);
        }
    }

    private static String beside(List<String> cells, int cellWidth) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(" ".repeat(Math.max(0, i * (cellWidth + GAP) - line.length())))
                    .append(cells.get(i));
        }
        return line.toString().stripTrailing();
    }

    private void printChoices(Report report) {
        List<ChoiceLines.Line> lines = ChoiceLines.of(report, bars);
        if (lines.isEmpty()) {
            return;
        }
        wrap(emphasis::bold, "What to choose: " + scope(report));
        lines.forEach(line -> wrap(line.isClaim() ? emphasis::good : text -> text, line.text()));
    }

    /** Where what is said holds: of each dimension that matters, every value that there is. */
    private static String scope(Report report) {
        return Cell.DIMENSIONS.stream()
                .filter(dimension -> !Cell.NAMING.contains(dimension) && !MIXES.containsValue(dimension))
                .map(dimension -> values(dimension, report))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static <T> String values(Dimension<T> dimension, Report report) {
        List<String> words = report.rows().stream()
                .map(Row::key)
                .filter(dimension::isIn)
                .map(key -> Common.words(key, dimension, MIXES.getOrDefault(dimension, dimension)))
                .distinct()
                .toList();
        return words.size() > 1 || ALWAYS_SAID.contains(dimension) ? String.join(", ", words) : "";
    }

    private void printCaution(Report report) {
        List<String> warnings = report.warnings();
        warnings.stream().limit(1).forEach(warning -> wrap(emphasis::bad, "! " + warning));
        printFailures(report);
        List<String> more = new ArrayList<>();
        if (warnings.size() > 1) {
            more.add(counted(warnings.size() - 1, "more warning"));
        }
        if (!report.refused().isEmpty()) {
            more.add(counted(report.refused().size(), "row") + " not measured");
        }
        more.add("bare channels");
        more.add("every figure");
        wrap(emphasis::faint, "--details: " + String.join(", ", more));
    }

    /** Why there is nothing to see of a row that was asked for. */
    private void printFailures(Report report) {
        report.rows().stream()
                .filter(row -> !row.hasFigures())
                .limit(MOST_FAILURES)
                .forEach(row -> row.rounds().stream()
                        .flatMap(round -> round.failure().stream())
                        .findFirst()
                        .ifPresent(why -> wrap(emphasis::bad, "! " + row.key().words() + ": " + why)));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void wrap(UnaryOperator<String> style, String text) {
        WordWrap.wrap(text, width, "  ").forEach(line -> out.println(style.apply(line)));
    }
}
