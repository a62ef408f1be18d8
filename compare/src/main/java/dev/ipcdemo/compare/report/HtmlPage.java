package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.statistics.Baseline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports as one page for a browser, which holds all that it needs: figures, script, style and the chart library. */
public final class HtmlPage {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** The files of the page's script, which may use what stands in those before them. */
    private static final List<String> SCRIPTS = List.of(
            "rows",
            "selection",
            "reading",
            "runs",
            "answer",
            "cautions",
            "words",
            "plot",
            "picture",
            "charts",
            "tables",
            "saving",
            "page");

    private HtmlPage() {}

    /**
     * A report with what it is called on the page.
     *
     * @param name such as the name of its file
     * @param report the report
     */
    public record Run(String name, Report report) {}

    /**
     * Writes a page, on which runs may differ by as much as two of one build do.
     *
     * @param runs one report, or several to be compared with the first
     * @return HTML
     */
    public static String write(List<Run> runs) {
        return write(runs, Changes.BETWEEN_RUNS);
    }

    /**
     * Writes a page.
     *
     * @param runs one report, or several to be compared with the first
     * @param tolerated how far a row may differ from the same of the first run, such as 0.05 for 5 %
     * @return HTML
     */
    public static String write(List<Run> runs, double tolerated) {
        Report first = runs.get(0).report();
        Baseline baseline = new Baseline(first, tolerated);
        Stream<Run> compared = runs.stream()
                .map(run -> run.report() == first
                        ? run
                        : new Run(run.name(), run.report().comparedWith(baseline.compare(run.report()))));
        Map<String, String> parts = Map.of(
                "style", resource("page/page.css"),
                "script", script(SCRIPTS),
                "library", withoutSourceMap(resource("webjars/chart.umd.min.js")),
                "licence", resource("webjars/LICENSE.md"),
                "dimensions", dimensions(),
                "tolerated", Double.toString(tolerated),
                "schema", JsonFile.compactSchema(),
                "runs", compared.map(HtmlPage::json).collect(Collectors.joining(",\n", "[", "]")));
        return filled("page/page.html", parts);
    }

    /**
     * Fills a page.
     *
     * @param name the name of its resource, with places such as <code>{{style}}</code>
     * @param parts what comes in each place
     * @return HTML
     */
    public static String filled(String name, Map<String, String> parts) {
        return PLACE.matcher(resource(name)).replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    /**
     * Puts a script together.
     *
     * @param names of its files, each of which may use what stands in those before it
     * @return the script
     */
    public static String script(List<String> names) {
        return names.stream().map(name -> resource("page/" + name + ".js")).collect(Collectors.joining("\n"));
    }

    /**
     * What the script of a page has to know of the dimensions.
     *
     * @return JSON
     */
    public static String dimensions() {
        return JsonDocument.compact(
                Cell.DIMENSIONS.stream().map(HtmlPage::description).toList());
    }

    /** What the page has to know of a dimension. */
    private static <T> Map<String, Object> description(Dimension<T> dimension) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", dimension.jsonName());
        description.put("title", dimension.title());
        description.put("unit", dimension.unit().name());
        description.put("phrase", dimension.phrase());
        description.put("column", Cell.COLUMNS.indexOf(dimension));
        description.put(
                "values", dimension.values().stream().map(Object::toString).toList());
        dimension.absent().map(HtmlPage::inKey).ifPresent(absent -> description.put("absent", absent));
        return description;
    }

    /** As a row's key has it: a number, or a text. */
    private static Object inKey(Object value) {
        return value instanceof Integer ? value : value.toString();
    }

    private static String json(Run run) {
        return embedded(JsonDocument.compact(run));
    }

    /**
     * Makes JSON fit to stand in a script element: nothing in it can end that.
     *
     * @param json any JSON
     * @return the same with other characters
     */
    public static String embedded(String json) {
        return json.replace("<", "\\u003c");
    }

    /** A browser's tools would look for it beside the page. */
    private static String withoutSourceMap(String script) {
        return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    }

    /**
     * Reads a resource of this package.
     *
     * @param name the name of its file
     * @return its text
     */
    public static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the jar", e);
        }
    }
}
