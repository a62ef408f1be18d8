package dev.ipcdemo.compare.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Under which conditions it was measured.
 *
 * @param facts what is known of the machine and of the program, by name, for people
 * @param disturbed the rounds in which something else than the measurements made demands on it
 */
public record Conditions(Map<String, String> facts, List<Disturbed> disturbed) {

    /**
     * A round that was disturbed.
     *
     * @param round which, from 0
     * @param by what happened, in clauses
     */
    public record Disturbed(int round, List<String> by) {}

    /**
     * What disturbed the run, in a sentence.
     *
     * @return such as {@code Disturbed rounds: 3 (other work took 23 % of its CPUs).}; empty if nothing did
     */
    public Optional<String> warning() {
        return disturbed.isEmpty()
                ? Optional.empty()
                : Optional.of(disturbed.stream()
                        .map(each -> each.round() + 1 + " (" + String.join("; ", each.by()) + ")")
                        .collect(Collectors.joining(", ", "Disturbed rounds: ", ".")));
    }
}
