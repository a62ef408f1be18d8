package dev.ipcdemo.compare.report.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.report.JsonDocument;
import java.io.IOException;

/** Matrices as JSON. */
public final class MatrixJson {

    private MatrixJson() {}

    /**
     * Whether a document is one of a matrix.
     *
     * @param document any report
     * @return whether {@link #read} can read it
     */
    public static boolean isMatrix(JsonDocument document) {
        return document.isOf(MatrixReport.SCHEMA);
    }

    /**
     * Writes a report.
     *
     * @param report the report
     * @return JSON under the schema
     */
    public static String write(MatrixReport report) {
        return JsonDocument.write(report);
    }

    /**
     * Reads a report.
     *
     * @param document what {@link #write} wrote
     * @return the report
     * @throws IOException if it is something else
     */
    public static MatrixReport read(JsonDocument document) throws IOException {
        return document.as(MatrixReport.class, MatrixReport.SCHEMA, schemaTree());
    }

    /**
     * The JSON Schema of what {@link #write} writes.
     *
     * @return its text
     */
    public static String schema() {
        return JsonDocument.write(schemaTree());
    }

    private static JsonNode schemaTree() {
        return JsonDocument.schema("matrix-1.schema.json", "/$defs/key/properties");
    }
}
