package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.plan.Cell;
import java.util.Optional;

/**
 * A pair, or a row of it, of which there are no figures.
 *
 * @param from the node of the client
 * @param to the node of the server
 * @param path the way between them
 * @param key the row; absent if nothing of the pair was measured
 * @param reason why not, such as {@code connect tcp://…: refused}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PairFailure(String from, String to, String path, Optional<Cell> key, String reason) {}
