package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A row as one flat object: each part writes its own fields, and finds them again among those of the others. */
final class RowJson {

    /**
     * The fields that rows had before they were made of parts, in their order of then, so that a report is still written as
     * it was. Others follow them in the order of the parts, so nothing is to be added here.
     */
    private static final List<String> FIRST = List.of(
            "key",
            "description",
            "clientPlace",
            "serverPlace",
            "buffers",
            "rounds",
            "messages",
            "latencyNs",
            "perSecond",
            "bytesPerSecond",
            "achievedPerSecond",
            "cpuNsPerMessage",
            "allocatedBytesPerMessage",
            "overRaw",
            "histogram",
            "traits",
            "versusA",
            "medians",
            "obstacle",
            "calls",
            "socketOptions",
            "memoryPerConnection",
            "receivedPerSecond");

    /**
     * What has a name of its own in the row.
     *
     * @param rounds each round
     * @param messages what became of the messages
     */
    record Named(List<Round> rounds, Messages messages) {}

    private RowJson() {}

    static final class Writer extends JsonSerializer<Row> {
        @Override
        public void serialize(Row row, JsonGenerator json, SerializerProvider context) throws IOException {
            ObjectMapper mapper = (ObjectMapper) json.getCodec();
            ObjectNode parts = mapper.createObjectNode();
            Stream.of(
                            row.subject(),
                            row.setup(),
                            new Named(row.rounds(), row.messages()),
                            row.latency(),
                            row.rates(),
                            row.costs(),
                            row.intervals())
                    .forEach(part -> parts.setAll(mapper.<ObjectNode>valueToTree(part)));
            ObjectNode fields = mapper.createObjectNode();
            FIRST.stream().filter(parts::has).forEach(name -> fields.set(name, parts.remove(name)));
            fields.setAll(parts);
            fields.serialize(json, context); // writeTree would indent, for a page too
        }
    }

    static final class Reader extends JsonDeserializer<Row> {
        @Override
        public Row deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode fields = context.readTree(json);
            Named named = context.readTreeAsValue(fields, Named.class);
            return new Row(
                    context.readTreeAsValue(fields, Subject.class),
                    context.readTreeAsValue(fields, Setup.class),
                    named.rounds(),
                    named.messages(),
                    context.readTreeAsValue(fields, Latency.class),
                    context.readTreeAsValue(fields, Rates.class),
                    context.readTreeAsValue(fields, Costs.class),
                    context.readTreeAsValue(fields, Intervals.class));
        }
    }
}
