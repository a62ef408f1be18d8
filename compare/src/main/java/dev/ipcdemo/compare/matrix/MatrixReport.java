package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A comparison between all pairs of nodes, or a sample of them, as it is written to JSON.
 *
 * @param schema the name and version of the schema
 * @param started when the run started, in UTC, as ISO 8601
 * @param complete whether it came to its end, and was not stopped before
 * @param nodes the nodes
 * @param expected how many results were asked for: one for each pair and path
 * @param matrices the figures, one matrix for each path and row
 * @param failures what was tried and has no figures, with the reasons
 * @param missing what was asked for and was neither measured nor tried; at most {@link #MOST_MISSING} of them
 * @param missingCount how many these are in all
 * @param warnings what makes figures doubtful, each with the number of results of which it was said
 * @param findings what stands out, in sentences, what matters most first
 */
@JsonPropertyOrder({"schema", "started", "complete", "findings"})
public record MatrixReport(
        String schema,
        String started,
        boolean complete,
        List<Node> nodes,
        long expected,
        List<Matrix> matrices,
        List<PairFailure> failures,
        List<MissingPair> missing,
        long missingCount,
        Map<String, Integer> warnings,
        List<String> findings) {

    /** The version of the schema that this program writes and reads. */
    public static final String SCHEMA = "ipc-demo.matrix/1";

    /** More missing pairs are only counted: of a run that was stopped soon, there could be a million. */
    public static final int MOST_MISSING = 10_000;

    /**
     * A node.
     *
     * @param name its name
     * @param environment what it is, for people; empty if it has not said so
     */
    public record Node(String name, String environment) {}

    /**
     * A pair without a result.
     *
     * @param from the node of the client
     * @param to the node of the server
     * @param path the way between them
     * @param reason why there is none; absent in older reports
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record MissingPair(String from, String to, String path, Optional<String> reason) {}

    /**
     * The names of the nodes.
     *
     * @return in the order in which they were given
     */
    public List<String> names() {
        return nodes.stream().map(Node::name).toList();
    }
}
