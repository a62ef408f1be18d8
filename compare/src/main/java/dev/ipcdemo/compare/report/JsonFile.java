package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.statistics.Warnings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents as JSON. */
public final class JsonFile {

    private static final String SCHEMA_FILE = "compare-1.schema.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JsonFile() {}

    /**
     * Writes a document.
     *
     * @param document the report
     * @return JSON under the schema
     */
    public static String write(Report document) {
        try {
            return MAPPER.writeValueAsString(document) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("a document cannot be written", e);
        }
    }

    /** Writes what has documents in it, without white space; of what a program puts into a page. */
    static String compact(Object value) {
        try {
            return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalStateException("a document cannot be written", e);
        }
    }

    /**
     * Reads a document.
     *
     * @param file what {@link #write} wrote
     * @return the report
     * @throws IOException if it cannot be read, or is something else
     */
    public static Report read(Path file) throws IOException {
        Report document;
        try {
            document = MAPPER.readValue(Files.readString(file), Report.class);
        } catch (JacksonException e) {
            throw new IOException(file + " is no report of 'ipc-demo compare --json': " + e.getOriginalMessage(), e);
        }
        if (document == null || !Report.SCHEMA.equals(document.schema())) {
            throw new IOException(file + " is no report of schema " + Report.SCHEMA);
        }
        return document.warnings() == null ? Warnings.setApart(document) : document;
    }

    /**
     * The JSON Schema of what {@link #write} writes.
     *
     * @return its text
     */
    public static String schema() {
        try (InputStream in = JsonFile.class.getResourceAsStream(SCHEMA_FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is not in the jar", e);
        }
    }
}
