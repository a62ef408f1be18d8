package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that the figures say.
 *
 * @param about what it is about, such as a group of rows or a question; empty if the text says so itself
 * @param texts what is found, as clauses of one sentence; one, or several of equal rank
 * @param details what belongs to it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Finding(String about, List<String> texts, List<Finding> details) {

    private static final String INDENT = "  ";

    /**
     * Makes a finding; what a file leaves out is empty.
     *
     * @param about what it is about
     * @param texts what is found
     * @param details what belongs to it
     */
    public Finding {
        about = about == null ? "" : about;
        texts = texts == null ? List.of() : List.copyOf(texts);
        details = details == null ? List.of() : List.copyOf(details);
    }

    /**
     * A finding without details.
     *
     * @param about what it is about
     * @param texts what is found
     * @return a finding
     */
    public static Finding of(String about, List<String> texts) {
        return new Finding(about, texts, List.of());
    }

    /**
     * The finding in sentences, one for itself and one for each detail.
     *
     * @return those of details begin with spaces
     */
    public List<String> sentences() {
        return sentences("").toList();
    }

    private Stream<String> sentences(String indent) {
        String own = indent + (about.isEmpty() ? "" : about + ": ") + String.join("; ", texts) + ".";
        return Stream.concat(Stream.of(own), details.stream().flatMap(detail -> detail.sentences(indent + INDENT)));
    }
}
