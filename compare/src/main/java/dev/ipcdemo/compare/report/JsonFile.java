package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.files.BoundedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports as JSON. */
public final class JsonFile {

    private static final String SCHEMA_FILE = "compare-1.schema.json";

    /** More than any run of ours writes; less where there is little memory, of which a report takes a multiple. */
    private static final int MAX_BYTES =
            (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

    private static final long MAX_TOKENS =
            Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 256);

    /** What gzip(1) begins a file with. */
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
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
        return read(file.toString(), BoundedFile.read(file, MAX_BYTES));
    }

    /**
     * Reads a report that is not in a file.
     *
     * @param source where it comes from, for the message of a failure
     * @param bytes what {@link #write} wrote, in UTF-8
     * @return the report
     * @throws IOException if it is too large, or something else
     */
    public static Report read(String source, byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(source + " has more than " + MAX_BYTES + " bytes");
        }
        JsonNode json = parse(source, bytes);
        if (!Report.SCHEMA.equals(json.path("schema").textValue())) {
            throw new IOException(source + " is not a report of schema " + Report.SCHEMA);
        }
        requireComplete(source, json);
        Report report;
        try {
            report = MAPPER.treeToValue(json, Report.class);
        } catch (JsonMappingException e) {
            throw notAReport(source, "what stands at " + path(e) + " cannot be read", e);
        } catch (JacksonException e) {
            throw notAReport(source, "it cannot be read", e);
        }
        return OlderFile.completed(report);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
    }

    private static JsonNode parse(String source, byte[] bytes) throws IOException {
        if (bytes.length >= GZIP.length && Arrays.equals(bytes, 0, GZIP.length, GZIP, 0, GZIP.length)) {
            throw new IOException(source + " is compressed: unpack it with gunzip");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw notAReport(source, "it has more in it than any report", e);
        } catch (JacksonException e) {
            throw notAReport(source, "it is not JSON" + place(e), e);
        }
        if (json.isMissingNode()) {
            throw new IOException(source + " is not a report of 'ipc-demo compare --json': it is empty");
        }
        return json;
    }

    private static String place(JacksonException e) {
        JsonLocation place = e.getLocation();
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static IOException notAReport(String source, String why, JacksonException cause) {
        return new IOException(source + " is not a report of 'ipc-demo compare --json': " + why, cause);
    }

    /** Tells only the first violation: of a file that is something else there are millions. */
    private static void requireComplete(String source, JsonNode json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tolerantSchema());
        Optional<String> violation =
                schema.validate(json, context -> context.executionConfig(config -> config.failFast(true))).stream()
                        .map(Error::toString)
                        .findFirst();
        if (violation.isPresent()) {
            String visible = violation.get().replaceAll("\\p{C}", "\uFFFD"); // it names what is in the file
            throw new IOException(source + " is not a complete report: " + visible);
        }
    }

    /** A later version of this program may have written more than the schema knows. */
    private static JsonNode tolerantSchema() {
        JsonNode schema = schemaTree();
        for (JsonNode object : schema.findParents("additionalProperties")) {
            ((ObjectNode) object).remove("additionalProperties");
        }
        return schema;
    }

    /**
     * The JSON Schema of what {@link #write} writes.
     *
     * @return its text
     */
    public static String schema() {
        try {
            return MAPPER.writeValueAsString(schemaTree()) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("the schema cannot be written", e);
        }
    }

    /** The schema without white space, for a page. */
    static String compactSchema() {
        return compact(schemaTree());
    }

    private static JsonNode schemaTree() {
        try (InputStream in = JsonFile.class.getResourceAsStream(SCHEMA_FILE)) {
            JsonNode schema = MAPPER.readTree(in);
            ObjectNode key = (ObjectNode) schema.at("/properties/rows/items/properties/key/properties");
            Cell.COLUMNS.forEach(dimension -> key.set(dimension.jsonName(), CellJson.schema(dimension)));
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is not in the jar", e);
        }
    }
}
