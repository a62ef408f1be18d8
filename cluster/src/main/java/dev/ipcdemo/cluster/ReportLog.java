package dev.ipcdemo.cluster;

import dev.ipcdemo.compare.report.JsonDocument;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The log of a container that ran {@code compare --quiet --json -}: standard output and standard error in one, because the
 * API server tells them apart only in late versions. Lines of a failure, or of the JVM, may stand around the report.
 *
 * @param lines in the order in which they were written
 */
record ReportLog(List<String> lines) {

    private static final String PROGRAM = "ipc-demo: ";

    static ReportLog of(String text) {
        return new ReportLog(text.lines().toList());
    }

    /** What is between the first line that opens an object, and the last one that closes one. */
    private Optional<String> json() {
        int first = lines.indexOf("{");
        int last = lines.lastIndexOf("}");
        return first < 0 || last < first
                ? Optional.empty()
                : Optional.of(String.join("\n", lines.subList(first, last + 1)));
    }

    boolean hasReport() {
        return json().isPresent();
    }

    /**
     * Reads the report.
     *
     * @param where it comes from, for the failure
     * @throws IOException if there is none, or it is no report
     */
    Report report(String where) throws IOException {
        String json = json().orElseThrow(() -> new IOException(where + " has no report"));
        return JsonFile.read(JsonDocument.of(where, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the program said of a failure, else its last line. */
    Optional<String> lastWords() {
        List<String> sentences = lines.stream()
                .filter(line -> line.startsWith(PROGRAM))
                .map(line -> line.substring(PROGRAM.length()))
                .toList();
        List<String> all = sentences.isEmpty()
                ? lines.stream().filter(line -> !line.isBlank()).toList()
                : sentences;
        return all.isEmpty() ? Optional.empty() : Optional.of(ApiFailure.oneLine(all.get(all.size() - 1)));
    }
}
