package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the words that there are, which may be {@code all}; capitals do not matter, and of another word it says what was meant. */
public abstract class KnownWord implements ITypeConverter<String> {

    private final String kind;
    private final List<String> words;

    private KnownWord(String kind, Stream<String> words) {
        this.kind = kind;
        this.words = words.toList();
    }

    private static Stream<String> andAll(Stream<String> words) {
        return Stream.concat(words, Stream.of(Plan.ALL));
    }

    @Override
    public String convert(String text) {
        return words.stream()
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(Choice.refusal(kind, text, words)));
    }

    /** A row of the comparison. */
    public static final class Row extends KnownWord {
        /** Made by picocli. */
        public Row() {
            super("row", andAll(Plan.rowNames().stream()));
        }

        @Override
        public String convert(String text) {
            return Plan.namesOfFrameworks().stream()
                    .filter(row -> row.equalsIgnoreCase(text))
                    .findFirst()
                    .orElseGet(() -> super.convert(text)); // whether its jars are there, the plan finds out
        }
    }

    /** A module of rows that are there on request. */
    public static final class Module extends KnownWord {
        /** Made by picocli. */
        public Module() {
            super("module", Stream.of(Plan.FRAMEWORKS));
        }
    }

    /** A pattern of the comparison. */
    public static final class PatternWord extends KnownWord {
        /** Made by picocli. */
        public PatternWord() {
            super("pattern", andAll(Cell.PATTERN.values().stream().map(Object::toString)));
        }
    }

    /** The scheme of a transport. */
    public static final class Scheme extends KnownWord {
        /** Made by picocli. */
        public Scheme() {
            super("transport", Transports.all().stream().map(Transport::scheme));
        }
    }

    /** The scheme of a transport, or {@code all}. */
    public static final class SchemeOrAll extends KnownWord {
        /** Made by picocli. */
        public SchemeOrAll() {
            super("transport", andAll(Transports.all().stream().map(Transport::scheme)));
        }
    }
}
