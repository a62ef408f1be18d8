package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonDocument;
import java.util.List;
import java.util.Map;

/** A matrix as one page for a browser, which holds all that it needs. */
public final class MatrixPage {

    private MatrixPage() {}

    /**
     * Writes a page.
     *
     * @param report the report
     * @return HTML
     */
    public static String write(MatrixReport report) {
        return HtmlPage.filled(
                "page/matrix.html",
                Map.of(
                        "style", HtmlPage.resource("page/page.css") + HtmlPage.resource("page/matrix.css"),
                        "script", HtmlPage.script(List.of("rows", "matrix")),
                        "dimensions", HtmlPage.dimensions(),
                        "matrix", HtmlPage.embedded(JsonDocument.compact(report))));
    }
}
