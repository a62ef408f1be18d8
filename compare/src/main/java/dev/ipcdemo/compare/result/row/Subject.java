package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.plan.Cell;

/**
 * What a row is about.
 *
 * @param key what was measured
 * @param description what the carrier is
 * @param traits what kind of row it is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Subject(Cell key, String description, RowTraits traits) {

    /**
     * The same as another kind of row.
     *
     * @param other what kind
     * @return a subject
     */
    public Subject withTraits(RowTraits other) {
        return new Subject(key, description, other);
    }
}
