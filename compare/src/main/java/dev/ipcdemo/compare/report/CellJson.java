package dev.ipcdemo.compare.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A cell as an object with a field for each dimension. */
final class CellJson {

    private CellJson() {}

    static SimpleModule module() {
        return new SimpleModule().addSerializer(Cell.class, new Writer()).addDeserializer(Cell.class, new Reader());
    }

    /** Adds what the JSON Schema says of the fields of a cell. */
    static void describe(ObjectNode fields) {
        Cell.COLUMNS.forEach(dimension -> fields.set(dimension.jsonName(), schema(dimension)));
    }

    /** What the JSON Schema says of the field of a dimension. */
    private static <T> ObjectNode schema(Dimension<T> dimension) {
        ObjectNode field = JsonNodeFactory.instance.objectNode();
        if (dimension.unit() != Dimension.Unit.WORD) {
            field.put("type", "integer").put("minimum", (Integer)
                    dimension.absent().map(Object.class::cast).orElse(1));
        } else if (dimension.values().isEmpty()) {
            field.put("type", "string").put("minLength", dimension.absent().isPresent() ? 0 : 1);
        } else {
            ArrayNode words = field.putArray("enum");
            dimension.values().forEach(value -> words.add(value.toString()));
        }
        return dimension.description().isEmpty() ? field : field.put("description", dimension.description());
    }

    private static final class Writer extends JsonSerializer<Cell> {
        @Override
        public void serialize(Cell cell, JsonGenerator json, SerializerProvider unused) throws IOException {
            json.writeStartObject();
            for (Dimension<?> dimension : Cell.COLUMNS) {
                json.writeFieldName(dimension.jsonName());
                if (dimension.of(cell) instanceof Integer number) {
                    json.writeNumber(number);
                } else {
                    json.writeString(dimension.of(cell).toString());
                }
            }
            json.writeEndObject();
        }
    }

    private static final class Reader extends JsonDeserializer<Cell> {
        @Override
        public Cell deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode fields = json.readValueAsTree();
            Map<Dimension<?>, Object> values = new HashMap<>();
            for (Dimension<?> dimension : Cell.COLUMNS) {
                values.put(dimension, value(dimension, fields.path(dimension.jsonName()), context));
            }
            return Cell.of(values::get);
        }

        /** A file that does not have a dimension may be older than it. */
        private static <T> T value(Dimension<T> dimension, JsonNode field, DeserializationContext context)
                throws IOException {
            if (field.isMissingNode() && dimension.absent().isPresent()) {
                return dimension.absent().get();
            }
            try {
                return dimension.parse(field.asText());
            } catch (IllegalArgumentException e) {
                throw InvalidFormatException.from(
                        context.getParser(), dimension.jsonName() + ": " + e.getMessage(), field.asText(), Cell.class);
            }
        }
    }
}
