package dev.ipcdemo.compare.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A condition under which a comparison is to fail, such as {@code unix p99 > 50us} or {@code tcp p50 > 1.1 x baseline}.
 *
 * @param text the condition as it was given
 * @param words which rows it is about: those that each word is a value of
 * @param figure what of them
 * @param isUpper whether it fails above the limit, and not below
 * @param limit in nanoseconds, messages a second or as a share; or how many times as much as what it is compared with
 * @param against what the limit is a multiple of
 */
public record Gate(String text, List<String> words, Figure figure, boolean isUpper, double limit, Against against) {

    private static final Pattern CONDITION = Pattern.compile("\\s*(.+?)\\s+(p50|p90|p99|throughput|loss)\\s*([<>])\\s*"
            + "(\\d+(?:\\.\\d+)?)\\s*(ns|us|µs|ms|s|%|k/s|M/s|/s|x\\s+(?:baseline|A|raw))?\\s*");

    private static final Map<String, Double> TIMES_NS = Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9);
    private static final Map<String, Double> RATES = Map.of("/s", 1.0, "k/s", 1e3, "M/s", 1e6);
    private static final Map<String, Double> SHARES = Map.of("%", 0.01);

    /** What is judged. */
    public enum Figure {
        /** The median latency. */
        P50(TIMES_NS),
        /** Nine of ten latencies are at most so long. */
        P90(TIMES_NS),
        /** Ninety-nine of a hundred are. */
        P99(TIMES_NS),
        /** Messages or connections a second, at the receiver. */
        THROUGHPUT(RATES),
        /** The share of messages that were sent and not received. */
        LOSS(SHARES);

        private final Map<String, Double> units;

        Figure(Map<String, Double> units) {
            this.units = units;
        }

        /** The word in a condition. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a limit is a multiple of. */
    public enum Against {
        /** Nothing: it is a figure. */
        NOTHING,
        /** The same row of an older report. */
        BASELINE,
        /** The same row of the other way of running. */
        A,
        /** The bare channel of the row. */
        RAW
    }

    /**
     * Reads a condition.
     *
     * @param text such as {@code inter-process tcp p99 > 80us}
     * @return the condition
     * @throws IllegalArgumentException if it cannot be read; the message says what can
     */
    public static Gate parse(String text) {
        Matcher parts = CONDITION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a condition; write rows, a figure (p50, p90, p99,"
                    + " throughput, loss), > or <, and a limit, such as 'unix p99 > 50us', 'udp loss > 1%' or"
                    + " 'tcp p50 > 1.1 x baseline'");
        }
        Figure figure = Figure.valueOf(parts.group(2).toUpperCase(Locale.ROOT));
        String unit = Optional.ofNullable(parts.group(5)).orElse("");
        double number = Double.parseDouble(parts.group(4));
        Against against = unit.startsWith("x")
                ? Against.valueOf(unit.substring(1).strip().toUpperCase(Locale.ROOT))
                : Against.NOTHING;
        if (against == Against.NOTHING && !figure.units.containsKey(unit)) {
            throw new IllegalArgumentException("'" + text + "': the unit of " + figure + " is one of "
                    + String.join(", ", figure.units.keySet().stream().sorted().toList())
                    + (unit.isEmpty() ? "" : ", and not " + unit));
        }
        if (against != Against.NOTHING && figure == Figure.LOSS) {
            throw new IllegalArgumentException("'" + text + "': loss is compared with a share only, such as 1%");
        }
        if (number == 0 && figure != Figure.LOSS) {
            throw new IllegalArgumentException("'" + text + "': the limit must be more than 0");
        }
        return new Gate(
                text.strip(),
                List.of(parts.group(1).split("\\s+")),
                figure,
                parts.group(3).equals(">"),
                against == Against.NOTHING ? number * figure.units.get(unit) : number,
                against);
    }

    /**
     * Whether it is about a cell.
     *
     * @param cell the cell
     * @return whether each word is a value of the cell, and the cell has the figure
     */
    public boolean isAbout(Cell cell) {
        boolean hasFigure = !cell.pattern().countsAtServer() || figure == Figure.THROUGHPUT || figure == Figure.LOSS;
        return hasFigure && cell.variant() != Variant.A && words.stream().allMatch(word -> isValue(word, cell));
    }

    private static boolean isValue(String word, Cell cell) {
        return Stream.concat(
                        Stream.of("all"),
                        Cell.DIMENSIONS.stream()
                                .filter(dimension -> dimension.isIn(cell))
                                .flatMap(dimension -> texts(dimension, cell)))
                .anyMatch(word::equalsIgnoreCase);
    }

    /** As in a report, but without spaces; and sizes as they are given, too. */
    private static <T> Stream<String> texts(Dimension<T> dimension, Cell cell) {
        String text = dimension.text(dimension.of(cell)).replace(" ", "");
        return dimension == Cell.MESSAGE_BYTES ? Stream.of(text, text.replaceFirst("iB$", "")) : Stream.of(text);
    }

    /**
     * A figure in the terms of the condition.
     *
     * @param value nanoseconds, messages a second, a share, or a ratio
     * @return with its unit, in as many digits as tell it from the limit
     */
    public String inWords(double value) {
        String text = rounded(value, 0);
        return value == limit || !text.equals(rounded(limit, 0)) ? text : rounded(value, 2);
    }

    private String rounded(double value, int more) {
        if (against != Against.NOTHING) {
            return String.format(Locale.ROOT, "%." + (2 + more) + "f", value);
        }
        return switch (figure) {
            case P50, P90, P99 -> String.format(Locale.ROOT, "%." + (1 + more) + "f µs", value / 1e3);
            case THROUGHPUT -> String.format(Locale.ROOT, "%,.0f/s", value);
            case LOSS -> String.format(Locale.ROOT, "%." + (2 + more) + "f %%", 100 * value);
        };
    }
}
