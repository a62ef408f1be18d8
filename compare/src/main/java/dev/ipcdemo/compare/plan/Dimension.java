package dev.ipcdemo.compare.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One of the things in which cells differ, such as the message size. The constants in {@link Cell} are all there are, one
 * for each component of the record. Command line, JSON, CSV, table, baseline and page take from them how a dimension is
 * called, written, read and said.
 *
 * @param <T> the type of its values: an enum whose {@code toString} is the word for a value, {@link Integer}, {@link
 *     String} or {@link SizeMix}
 */
public final class Dimension<T> {

    /** What kind of thing the values are, which decides how they are shown. */
    public enum Unit {
        /** A word. */
        WORD,
        /** A number, shown with separators. */
        NUMBER,
        /** A number of bytes, shown as KiB where that is a whole number. */
        BYTES
    }

    private static final int KIB = 1024;

    private final String component;
    private final String jsonName;
    private final String title;
    private final Class<T> type;
    private final Function<Cell, T> value;
    private final Unit unit;
    private final String description;
    private final String phrase;
    private final Optional<T> absent;
    private final Optional<T> reference;
    private final Predicate<Pattern> patterns;

    private Dimension(
            String component,
            String jsonName,
            String title,
            Class<T> type,
            Function<Cell, T> value,
            Unit unit,
            String description,
            String phrase,
            Optional<T> absent,
            Optional<T> reference,
            Predicate<Pattern> patterns) {
        this.component = component;
        this.jsonName = jsonName;
        this.title = title;
        this.type = type;
        this.value = value;
        this.unit = unit;
        this.description = description;
        this.phrase = phrase;
        this.absent = absent;
        this.reference = reference;
        this.patterns = patterns;
    }

    /**
     * Describes a component of {@link Cell}: in JSON it has the component's name, every pattern has it, and its value is
     * said as it is.
     *
     * @param component the component's name
     * @param title what people call it, such as {@code Size}
     * @param type the type of its values
     * @param unit how they are shown
     * @param value the component's accessor
     */
    static <T> Dimension<T> of(String component, String title, Class<T> type, Unit unit, Function<Cell, T> value) {
        return new Dimension<>(
                component,
                component,
                title,
                type,
                value,
                unit,
                "",
                "%s",
                Optional.empty(),
                Optional.empty(),
                pattern -> true);
    }

    /** What the JSON Schema says of it, beyond its name. */
    Dimension<T> explained(String sentences) {
        return new Dimension<>(
                component, jsonName, title, type, value, unit, sentences, phrase, absent, reference, patterns);
    }

    /** In JSON it has another name than the component has, which cannot be called {@code wait}. */
    Dimension<T> inJson(String name) {
        return new Dimension<>(
                component, name, title, type, value, unit, description, phrase, absent, reference, patterns);
    }

    /** Values are said in a phrase, such as {@code cpus %s}. */
    Dimension<T> said(String words) {
        return new Dimension<>(
                component, jsonName, title, type, value, unit, description, words, absent, reference, patterns);
    }

    /**
     * Cells do without this dimension when they have a certain value of it: it is not said, and it is what a file means
     * that was written before the dimension existed.
     */
    Dimension<T> absentAs(T none) {
        return new Dimension<>(
                component,
                jsonName,
                title,
                type,
                value,
                unit,
                description,
                phrase,
                Optional.of(none),
                reference,
                patterns);
    }

    /** Only some patterns have it; the cells of the others have the value that stands for its absence. */
    Dimension<T> onlyFor(Predicate<Pattern> some) {
        return new Dimension<>(
                component, jsonName, title, type, value, unit, description, phrase, absent, reference, some);
    }

    /** The verdict compares rows with those that differ from them only in having this value. */
    Dimension<T> comparedWith(T usual) {
        return new Dimension<>(
                component,
                jsonName,
                title,
                type,
                value,
                unit,
                description,
                phrase,
                absent,
                Optional.of(usual),
                patterns);
    }

    /**
     * The component's name in {@link Cell}.
     *
     * @return such as {@code waiting}
     */
    String component() {
        return component;
    }

    /**
     * Its name in JSON.
     *
     * @return such as {@code messageBytes}
     */
    public String jsonName() {
        return jsonName;
    }

    /**
     * The name of its column in CSV.
     *
     * @return the JSON name in lower case with underscores, such as {@code message_bytes}
     */
    public String csvName() {
        return jsonName.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /**
     * What people call it.
     *
     * @return such as {@code Size}
     */
    public String title() {
        return title;
    }

    /**
     * How its values are shown.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * What there is to say of it.
     *
     * @return sentences; empty if its name says everything
     */
    public String description() {
        return description;
    }

    /**
     * The phrase in which a value is said.
     *
     * @return with {@code %s} in place of the value
     */
    public String phrase() {
        return phrase;
    }

    /**
     * The value that stands for the absence of this dimension.
     *
     * @return a value; empty for a dimension that every cell has
     */
    public Optional<T> absent() {
        return absent;
    }

    /**
     * The value with which the verdict compares the others.
     *
     * @return a value; empty for a dimension whose values are not compared
     */
    public Optional<T> reference() {
        return reference;
    }

    /**
     * Whether cells of a pattern have this dimension.
     *
     * @param pattern the pattern
     * @return false if such cells all have the value that stands for its absence
     */
    public boolean appliesTo(Pattern pattern) {
        return patterns.test(pattern);
    }

    /**
     * The value that a cell has.
     *
     * @param cell the cell
     * @return its value
     */
    public T of(Cell cell) {
        return value.apply(cell);
    }

    /**
     * Whether a cell says something about this dimension.
     *
     * @param cell the cell
     * @return false if its value stands for the absence of the dimension
     */
    public boolean isIn(Cell cell) {
        return !absent.equals(Optional.of(of(cell)));
    }

    /**
     * The values that there can be.
     *
     * @return in the order in which they are shown; empty for numbers and names
     */
    public List<T> values() {
        return type.isEnum() ? List.of(type.getEnumConstants()) : List.of();
    }

    /**
     * Reads a value.
     *
     * @param text a word or a number, as {@code toString} writes it
     * @return the value
     * @throws IllegalArgumentException if there is no such value; the message lists those that there are
     */
    public T parse(String text) {
        if (type == String.class) {
            return type.cast(text);
        }
        if (type == Integer.class) {
            return type.cast(Integer.valueOf(text));
        }
        if (type == SizeMix.class) {
            return type.cast(SizeMix.named(text));
        }
        return values().stream()
                .filter(known -> known.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a "
                        + title.toLowerCase(Locale.ROOT) + "; choose from "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Object::toString)
                                        .toList())));
    }

    /**
     * A value for people.
     *
     * @param shown the value
     * @return such as {@code 16 KiB}
     */
    public String text(T shown) {
        return shown instanceof Integer number ? text(number) : shown.toString();
    }

    private String text(int number) {
        if (unit == Unit.BYTES && number == 0) {
            return "same size"; // of a reply
        }
        if (unit == Unit.BYTES) {
            return number >= KIB && number % KIB == 0 ? number / KIB + " KiB" : number + " B";
        }
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * A value in its phrase.
     *
     * @param said the value
     * @return such as {@code cpus same} or {@code 1 client}
     */
    public String words(T said) {
        boolean isOneOfMany = Integer.valueOf(1).equals(said) && phrase.matches("%s [a-z]+s");
        return (isOneOfMany ? phrase.replaceFirst("s$", "") : phrase).replace("%s", text(said));
    }

    /** What {@link #words} says of a cell's value. */
    String wordsIn(Cell cell) {
        return words(of(cell));
    }

    /** Writes a cell's value for another process: all that is needed to measure, which may be more than its text. */
    void write(Cell cell, DataOutput out) throws IOException {
        if (of(cell) instanceof SizeMix mix) {
            mix.write(out);
        } else {
            out.writeUTF(of(cell).toString());
        }
    }

    /** Reads what {@link #write} wrote. */
    T read(DataInput in) throws IOException {
        return type == SizeMix.class ? type.cast(SizeMix.read(in)) : parse(in.readUTF());
    }

    /** Its name in JSON. */
    @Override
    public String toString() {
        return jsonName;
    }
}
