package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcdemo.compare.result.Report;
import java.io.IOException;
import java.nio.file.Path;

/** Reports as JSON. */
public final class JsonFile {

    private static final String SCHEMA_FILE = "compare-1.schema.json";

    private JsonFile() {}

    /**
     * Writes a report.
     *
     * @param report the report
     * @return JSON under the schema
     */
    public static String write(Report report) {
        return JsonDocument.write(report);
    }

    /**
     * Reads a report.
     *
     * @param file what {@link #write} wrote
     * @return the report
     * @throws IOException if it cannot be read, or is something else
     */
    public static Report read(Path file) throws IOException {
        return read(JsonDocument.read(file));
    }

    /**
     * Reads a report.
     *
     * @param document what {@link #write} wrote
     * @return the report
     * @throws IOException if it is something else
     */
    public static Report read(JsonDocument document) throws IOException {
        return OlderFile.completed(document.as(Report.class, Report.SCHEMA, schemaTree()));
    }

    /**
     * The JSON Schema of what {@link #write} writes.
     *
     * @return its text
     */
    public static String schema() {
        return JsonDocument.write(schemaTree());
    }

    /** The schema without white space, for a page. */
    static String compactSchema() {
        return JsonDocument.compact(schemaTree());
    }

    private static JsonNode schemaTree() {
        return JsonDocument.schema(SCHEMA_FILE, "/properties/rows/items/properties/key/properties");
    }
}
