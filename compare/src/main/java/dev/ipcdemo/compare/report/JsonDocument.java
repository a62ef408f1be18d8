package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ipcdemo.files.BoundedFile;
import dev.ipcdemo.sockets.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON of any kind of report: how it is written, and what of a file is believed. */
public final class JsonDocument {

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
                    .addDecorator((factory, json) -> new FiniteNumbers(json))
                    .build())
            .addModule(new Jdk8Module())
            .addModule(CellJson.module())
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Jackson writes what is no number as a text, which no schema of ours takes when it is read again. */
    private static final class FiniteNumbers extends JsonGeneratorDelegate {

        FiniteNumbers(JsonGenerator json) {
            super(json, false); // so that objects are written by this one, too
        }

        @Override
        public void writeNumber(double number) throws IOException {
            if (!Double.isFinite(number)) {
                throw new JsonGenerationException("JSON has no number for " + number, this);
            }
            super.writeNumber(number);
        }
    }

    private final String source;
    private final JsonNode json;

    private JsonDocument(String source, JsonNode json) {
        this.source = source;
        this.json = json;
    }

    /**
     * Reads a file, whatever it is a report of.
     *
     * @param file what {@link #write} wrote
     * @return the document
     * @throws IOException if it cannot be read, or is something else than JSON
     */
    public static JsonDocument read(Path file) throws IOException {
        return of(file.toString(), BoundedFile.read(file, MAX_BYTES));
    }

    /**
     * Reads what does not come from a file.
     *
     * @param source where it comes from, for the message of a failure
     * @param bytes what {@link #write} wrote, in UTF-8
     * @return the document
     * @throws IOException if it is too large, or something else than JSON
     */
    public static JsonDocument of(String source, byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(source + " has more than " + MAX_BYTES + " bytes");
        }
        return new JsonDocument(source, parse(source, bytes));
    }

    /**
     * Whether it says that it has a schema.
     *
     * @param schema the name and version
     * @return whether it is to be read by that
     */
    public boolean isOf(String schema) {
        return schema.equals(json.path("schema").textValue());
    }

    /**
     * Reads what it says. Whoever wrote the file may have put anything into a text, and any text may be shown at a terminal,
     * so each has '?' in place of what is not printable.
     *
     * @param type the type of the report
     * @param name the name and version of its schema
     * @param schema the schema, which what is read has to conform to, but for what a later version may have added
     * @param <T> the type of the report
     * @return the report
     * @throws IOException if it is something else
     */
    public <T> T as(Class<T> type, String name, JsonNode schema) throws IOException {
        if (!isOf(name)) {
            throw new IOException(source + " is not a report of schema " + name);
        }
        requireComplete(schema);
        try {
            return MAPPER.treeToValue(printable(json), type);
        } catch (JsonMappingException e) {
            throw notAReport(source, "what stands at " + path(e) + " cannot be read", e);
        } catch (JacksonException e) {
            throw notAReport(source, "it cannot be read", e);
        }
    }

    /**
     * Writes a report.
     *
     * @param value the report, or a schema
     * @return JSON with line breaks
     * @throws IllegalStateException if a figure is infinite or not a number
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
    }

    /**
     * Writes something that has reports in it, for a page.
     *
     * @param value anything
     * @return JSON without white space
     * @throws IllegalStateException if a figure is infinite or not a number
     */
    public static String compact(Object value) {
        try {
            return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
    }

    /**
     * Reads a JSON Schema of this package.
     *
     * @param name the name of its file
     * @param cell a pointer to where the fields of a cell are to stand, which it does not list itself
     * @return the schema
     */
    public static JsonNode schema(String name, String cell) {
        try (InputStream in = JsonDocument.class.getResourceAsStream(name)) {
            JsonNode schema = MAPPER.readTree(in);
            CellJson.describe((ObjectNode) schema.at(cell));
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is not in the jar", e);
        }
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

    /** Changes the tree, which may be large, rather than to make another; names are those of fields, or keys of a map. */
    private static JsonNode printable(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(Printable.text(node.textValue()));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, printable(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(Printable.text(name), printable(object.remove(name))));
        }
        return node;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String place(JacksonException e) {
        JsonLocation place = e.getLocation();
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static IOException notAReport(String source, String why, JacksonException cause) {
        return new IOException(source + " is not a report of 'ipc-demo compare --json': " + why, cause);
    }

    /** Tells only the first violation: of a file that is something else there are millions. */
    private void requireComplete(JsonNode strict) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tolerant(strict));
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
    private static JsonNode tolerant(JsonNode strict) {
        JsonNode schema = strict.deepCopy();
        for (JsonNode object : schema.findParents("additionalProperties")) {
            ((ObjectNode) object).remove("additionalProperties");
        }
        return schema;
    }
}
