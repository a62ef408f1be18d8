package dev.ipcdemo.cli.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few values, each written as its {@code toString} says; capitals do not matter.
 *
 * @param <T> the type of the values
 */
public final class Choice<T> implements ITypeConverter<T> {

    /** More slips of the pen make another word. */
    private static final int MOST_SLIPS = 2;

    private final String kind;
    private final List<T> values;

    /**
     * Makes a converter.
     *
     * @param kind what a value is called, such as {@code scope}
     * @param values all that there are
     */
    public Choice(String kind, T[] values) {
        this.kind = kind;
        this.values = List.of(values);
    }

    @Override
    public T convert(String text) {
        return values.stream()
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(refusal(kind, text, values)));
    }

    /**
     * What to say of a word that is none of those there are.
     *
     * @param kind what they are called, such as {@code demo}
     * @param text what was written
     * @param all what there is
     * @return a sentence that names what was probably meant, and all that there is
     */
    public static String refusal(String kind, String text, Collection<?> all) {
        List<String> words = all.stream().map(Object::toString).toList();
        return "there is no " + kind + " '" + text + "'"
                + meant(text, words)
                        .map(word -> " (did you mean " + word + "?)")
                        .orElse("")
                + words.stream().collect(Collectors.joining(", ", "; choose from ", ""));
    }

    private static Optional<String> meant(String text, List<String> words) {
        LevenshteinDistance slips = LevenshteinDistance.getDefaultInstance();
        int most = Math.min(MOST_SLIPS, (text.length() + 1) / 2); // two letters that changed places are two slips
        return words.stream()
                .filter(word -> slips.apply(word, text) <= most)
                .min(Comparator.comparing(word -> slips.apply(word, text)));
    }
}
