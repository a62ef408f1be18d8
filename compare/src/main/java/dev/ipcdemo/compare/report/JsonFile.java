package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON. */
public final class JsonFile {

    private static final String SCHEMA_FILE = "compare-1.schema.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(CellJson.module())
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JsonFile() {}

    /**
     * Writes a report.
     *
     * @param report the report
     * @return JSON under the schema
     */
    public static String write(Report report) {
        try {
            return MAPPER.writeValueAsString(report) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
    }

    /** Writes something that has reports in it, without white space, for a page. */
    static String compact(Object value) {
        try {
            return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
    }

    /**
     * Reads a report.
     *
     * @param file what {@link #write} wrote
     * @return the report
     * @throws IOException if it cannot be read, or is something else
     */
    public static Report read(Path file) throws IOException {
        Report report;
        try {
            report = MAPPER.readValue(Files.readString(file), Report.class);
        } catch (JacksonException e) {
            throw new IOException(file + " is not a report of 'ipc-demo compare --json': " + e.getOriginalMessage(), e);
        }
        if (report == null || !Report.SCHEMA.equals(report.schema())) {
            throw new IOException(file + " is not a report of schema " + Report.SCHEMA);
        }
        return OlderFile.completed(report);
    }

    /**
     * The JSON Schema of what {@link #write} writes.
     *
     * @return its text
     */
    public static String schema() {
        try (InputStream in = JsonFile.class.getResourceAsStream(SCHEMA_FILE)) {
            JsonNode schema = MAPPER.readTree(in);
            ObjectNode key = (ObjectNode) schema.at("/properties/rows/items/properties/key/properties");
            Cell.COLUMNS.forEach(dimension -> key.set(dimension.jsonName(), CellJson.schema(dimension)));
            return MAPPER.writeValueAsString(schema) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is not in the jar", e);
        }
    }
}
