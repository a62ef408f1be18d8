package dev.ipcdemo.relay;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a relay does wrong in one direction, on purpose.
 *
 * <pre>{@code
 * Faults.NONE.with(Faults.DELAY, Duration.ofMillis(50)).with(Faults.LOSS, 0.1)
 * Faults.parse("delay=50ms loss=10%")
 * }</pre>
 *
 * <p>Chance decides message by message. On a stream, which has no messages, {@link #LOSS}, {@link #DUPLICATE}, {@link
 * #REORDER} and {@link #TRUNCATE} make no sense, and a relay refuses them.
 *
 * <p>Immutable. Two are equal if all settings have equal values.
 */
public final class Faults {

    private static final Pattern TIME = Pattern.compile("(\\d{1,14})(ns|us|ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})([kmg])|\\d{1,19}");
    private static final Pattern SHARE_OF_ALL = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Map<String, Setting<?>> SETTINGS = new LinkedHashMap<>();

    /** How long everything is held back, at most a day. */
    public static final Setting<Duration> DELAY = time("delay");

    /** By how much the delay varies at most, up and down. The order is kept. */
    public static final Setting<Duration> JITTER = time("jitter");

    /** How many bytes pass in a second, for each client; 0, the default, for as many as can. */
    public static final Setting<Long> BANDWIDTH = bytes("bandwidth", 0L);

    /** The probability that a message is lost, from 0 to 1. */
    public static final Setting<Double> LOSS = probability("loss", 0.0);

    /** The probability that a message is sent twice, from 0 to 1. */
    public static final Setting<Double> DUPLICATE = probability("duplicate", 0.0);

    /**
     * The probability that a message is sent after the one behind it, from 0 to 1. If none comes within 100 ms, it is sent
     * then.
     */
    public static final Setting<Double> REORDER = probability("reorder", 0.0);

    /**
     * The probability, from 0 to 1, that one bit of a message is changed. A stream is taken in blocks of 1 KiB, and the bit
     * is one of a block's first byte: so the same bytes are changed again, however the stream is cut into pieces.
     */
    public static final Setting<Double> CORRUPT = probability("corrupt", 0.0);

    /** The probability that the end of a message, but not all of it, is cut off, from 0 to 1. */
    public static final Setting<Double> TRUNCATE = probability("truncate", 0.0);

    /**
     * After how many bytes of a client the direction {@linkplain #ENDING ends}: when more come. −1, the default, for no
     * limit; but with an ending other than {@link Ending#CLOSE} it is 0.
     */
    public static final Setting<Long> LIMIT = bytes("limit", -1L);

    /** What happens at the {@link #LIMIT}; {@link Ending#CLOSE} by default. Among datagrams all are {@code SILENCE}. */
    public static final Setting<Ending> ENDING =
            new Setting<>("ending", Ending.CLOSE, "close, reset, half-close or silence", Faults::ending, any -> true);

    /** How long after everything else the end of a stream is passed on, or a connection closed; at most a day. */
    public static final Setting<Duration> SLOW_CLOSE = time("slow-close");

    /**
     * Whether new clients are turned away: a connection is reset as soon as it is accepted, and a new address' datagrams
     * are dropped. It counts in either direction.
     */
    public static final Setting<Boolean> REFUSE =
            new Setting<>("refuse", false, "yes or no", Faults::yesOrNo, any -> true);

    /** The share of clients that meet these faults, from 0 to 1; 1 by default. The others meet none. */
    public static final Setting<Double> SHARE = probability("share", 1.0);

    /** No faults. */
    public static final Faults NONE = new Faults(Map.of());

    private final Map<Setting<?>, Object> values;

    private Faults(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /**
     * One fault, or how it is bounded.
     *
     * @param <T> the type of its values
     */
    public static final class Setting<T> {

        private final String name;
        private final T defaultValue;
        private final String form;
        private final Function<String, T> reader;
        private final Predicate<T> isAllowed;

        private Setting(String name, T defaultValue, String form, Function<String, T> reader, Predicate<T> isAllowed) {
            this.name = name;
            this.defaultValue = defaultValue;
            this.form = form;
            this.reader = reader;
            this.isAllowed = isAllowed;
            SETTINGS.put(name, this);
        }

        private T checked(T value) {
            if (!isAllowed.test(value)) {
                throw wrong(value.toString());
            }
            return value;
        }

        private T read(String text) {
            try {
                return checked(reader.apply(text));
            } catch (IllegalArgumentException e) {
                throw wrong("'" + text + "'");
            }
        }

        private WrongFaultException wrong(String value) {
            return new WrongFaultException(names -> names.of(this) + " must be " + form + ", not " + value);
        }

        /** The setting's name, as in {@link Faults#parse}. */
        @Override
        public String toString() {
            return name;
        }
    }

    private static Setting<Duration> time(String name) {
        return new Setting<>(
                name,
                Duration.ZERO,
                "a time of at most 24 hours, such as 50ms or 2s",
                Faults::duration,
                value -> !value.isNegative() && value.compareTo(LONGEST) <= 0);
    }

    private static Setting<Long> bytes(String name, Long defaultValue) {
        return new Setting<>(
                name,
                defaultValue,
                "a number of bytes, such as 500 or 64k",
                Faults::size,
                value -> value >= defaultValue);
    }

    private static Setting<Double> probability(String name, Double defaultValue) {
        return new Setting<>(
                name, defaultValue, "from 0% to 100%", Faults::share, value -> value >= 0.0 && value <= 1.0);
    }

    /**
     * Reads faults.
     *
     * @param text words of the form {@code SETTING=VALUE}, separated by spaces or commas: {@code delay=50ms loss=10%
     *     bandwidth=64k ending=reset refuse=yes}. None are {@link #NONE}
     * @return the faults
     * @throws WrongFaultException if a value makes no sense
     * @throws IllegalArgumentException if the text has another form; the message says what was expected
     */
    public static Faults parse(String text) {
        return NONE.changedBy(text);
    }

    /**
     * These faults, with some settings changed.
     *
     * @param text what to change, in the form of {@link #parse}
     * @return the changed faults
     * @throws IllegalArgumentException if the text has another form; the message says what was expected
     */
    public Faults changedBy(String text) {
        Faults faults = this;
        for (String word : text.strip().split("[\\s,]+")) {
            if (!word.isEmpty()) {
                faults = faults.withWord(word);
            }
        }
        return faults;
    }

    private Faults withWord(String word) {
        String[] parts = word.split("=", 2);
        Setting<?> setting = SETTINGS.get(parts[0]);
        if (setting == null || parts.length < 2) {
            throw new IllegalArgumentException("'" + word + "' is no fault: write SETTING=VALUE, with one of "
                    + String.join(", ", SETTINGS.keySet()));
        }
        return withText(setting, parts[1]);
    }

    /**
     * These faults, with one setting changed to what a text says.
     *
     * @param <T> the type of the setting's values
     * @param setting the setting
     * @param text its new value, as it stands behind the {@code =} in {@link #parse}
     * @return the changed faults
     * @throws WrongFaultException if the setting cannot have this value
     */
    public <T> Faults withText(Setting<T> setting, String text) {
        return with(setting, setting.read(text));
    }

    private static Duration duration(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return text.equals("0") ? Duration.ZERO : refused(text);
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ns" -> Duration.ofNanos(amount);
            case "us" -> Duration.of(amount, ChronoUnit.MICROS);
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static Long size(String text) {
        Matcher parts = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return refused(text);
        }
        return parts.group(1) == null
                ? Long.parseLong(text)
                : Long.parseLong(parts.group(1)) << 10 * ("kmg".indexOf(parts.group(2)) + 1);
    }

    private static Double share(String text) {
        Matcher parts = SHARE_OF_ALL.matcher(text);
        return parts.matches() ? Double.parseDouble(parts.group(1)) / 100 : Double.valueOf(text);
    }

    private static Ending ending(String text) {
        for (Ending ending : Ending.values()) {
            if (ending.toString().equals(text)) {
                return ending;
            }
        }
        return refused(text);
    }

    private static Boolean yesOrNo(String text) {
        return text.equals("yes") ? Boolean.TRUE : text.equals("no") ? Boolean.FALSE : refused(text);
    }

    private static <T> T refused(String text) {
        throw new IllegalArgumentException(text);
    }

    /**
     * The value of a setting.
     *
     * @param <T> the type of its values
     * @param setting the setting
     * @return what it was set to, or its default
     */
    @SuppressWarnings("unchecked") // with puts in only what has the setting's type
    public <T> T get(Setting<T> setting) {
        return (T) values.getOrDefault(setting, setting.defaultValue);
    }

    /**
     * These faults, with one setting changed.
     *
     * @param <T> the type of the setting's values
     * @param setting the setting
     * @param value its new value
     * @return the changed faults
     * @throws WrongFaultException if the setting cannot have this value
     */
    public <T> Faults with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(setting, setting.checked(value));
        changed.remove(setting, setting.defaultValue);
        return new Faults(Map.copyOf(changed));
    }

    /** After how many bytes the direction ends. */
    long limitBytes() {
        long limit = get(LIMIT);
        if (limit >= 0) {
            return limit;
        }
        return get(ENDING) == Ending.CLOSE ? Long.MAX_VALUE : 0;
    }

    /** Whether anything has to wait, so that it cannot be passed on where it is received. */
    boolean delay() {
        return !get(DELAY).isZero() || !get(JITTER).isZero() || get(REORDER) > 0;
    }

    /** Those that only messages can meet, of those that are set. */
    List<Setting<Double>> forMessagesOnly() {
        List<Setting<Double>> set = new ArrayList<>(List.of(LOSS, DUPLICATE, REORDER, TRUNCATE));
        set.removeIf(setting -> get(setting) == 0);
        return set;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults faults && faults.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The settings that do not have their defaults, as {@link #parse} reads them; empty if there are none. */
    @Override
    public String toString() {
        return SETTINGS.values().stream()
                .filter(values::containsKey)
                .map(setting -> setting + "=" + text(values.get(setting)))
                .collect(Collectors.joining(" "));
    }

    private static String text(Object value) {
        if (value instanceof Duration time) {
            boolean hasWholeMs = time.equals(Duration.ofMillis(time.toMillis()));
            return hasWholeMs ? time.toMillis() + "ms" : time.toNanos() + "ns";
        }
        return value instanceof Boolean ? "yes" : value.toString();
    }
}
