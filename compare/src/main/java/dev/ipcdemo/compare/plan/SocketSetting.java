package dev.ipcdemo.compare.plan;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Options.Option;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A socket option that a comparison can set, and that each row tells of. This is the only place that lists them: options of
 * the command line, the keys of {@code --ab}, messages between processes and reports are made of {@link #ALL}.
 *
 * @param <T> the type of its values
 */
public final class SocketSetting<T> {

    private static final Map<String, Integer> DSCP_NAMES = dscpNames();

    /** All of them, in the order in which they are explained. */
    public static final List<SocketSetting<?>> ALL = List.of(
            new SocketSetting<>("congestion", Options.CONGESTION, "NAME", SocketSetting::name, Function.identity()),
            new SocketSetting<>(
                    "dscp", Options.DSCP, "0-63 or a name such as EF", SocketSetting::dscp, String::valueOf),
            new SocketSetting<>(
                    "max-segment", Options.MAX_SEGMENT_BYTES, "BYTES", SocketSetting::number, String::valueOf),
            ofSwitch("quick-ack", Options.QUICK_ACK),
            new SocketSetting<>(
                    "busy-poll",
                    Options.BUSY_POLL,
                    "TIME",
                    SocketSetting::time,
                    time -> in(time, ChronoUnit.MICROS, "us")),
            ofSwitch("reuse-port", Options.REUSE_PORT),
            new SocketSetting<>(
                    "keep-alive-idle", Options.KEEP_ALIVE_IDLE, "TIME", SocketSetting::time, SocketSetting::seconds),
            new SocketSetting<>(
                    "keep-alive-interval",
                    Options.KEEP_ALIVE_INTERVAL,
                    "TIME",
                    SocketSetting::time,
                    SocketSetting::seconds),
            new SocketSetting<>(
                    "keep-alive-probes", Options.KEEP_ALIVE_PROBES, "N", SocketSetting::number, String::valueOf),
            new SocketSetting<>(
                    "user-timeout",
                    Options.USER_TIMEOUT,
                    "TIME",
                    SocketSetting::time,
                    time -> in(time, ChronoUnit.MILLIS, "ms")));

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(us|µs|ms|s)");

    private final String key;
    private final Option<T> option;
    private final String form;
    private final Function<String, T> reading;
    private final Function<T, String> writing;

    private SocketSetting(
            String key, Option<T> option, String form, Function<String, T> reading, Function<T, String> writing) {
        this.key = key;
        this.option = option;
        this.form = form;
        this.reading = reading;
        this.writing = writing;
    }

    private static SocketSetting<Boolean> ofSwitch(String key, Option<Boolean> option) {
        return new SocketSetting<>(key, option, "true|false", SocketSetting::isOn, on -> on ? "true" : "false");
    }

    /**
     * Sets an option as a text says.
     *
     * @param options what is not mentioned stays as it is there
     * @param key the key of a setting
     * @param text its value
     * @return the changed options
     * @throws IllegalArgumentException if there is no such setting, or it does not have such a value
     */
    public static Options set(Options options, String key, String text) {
        return ALL.stream()
                .filter(setting -> setting.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no socket option '" + key + "'; choose from " + keys(", ")))
                .set(options, text);
    }

    /**
     * The keys of all settings.
     *
     * @param separator what stands between two
     * @return such as {@code congestion, dscp}
     */
    public static String keys(String separator) {
        return ALL.stream().map(SocketSetting::key).collect(Collectors.joining(separator));
    }

    /**
     * The settings that are not left to the system.
     *
     * @param options the options
     * @return the value of each by its key, as {@link #set} takes it
     */
    public static Map<String, String> changed(Options options) {
        Map<String, String> changed = new LinkedHashMap<>();
        ALL.stream()
                .filter(setting -> options.changes(setting.option))
                .forEach(setting -> changed.put(setting.key, setting.textIn(options)));
        return changed;
    }

    /**
     * What it is called.
     *
     * @return such as {@code congestion}
     */
    public String key() {
        return key;
    }

    /**
     * What its value looks like.
     *
     * @return such as {@code BYTES}
     */
    public String form() {
        return form;
    }

    /**
     * What the system calls it.
     *
     * @return such as {@code TCP_CONGESTION}
     */
    public String systemName() {
        return option.toString();
    }

    /**
     * Reads the value that a socket has for an option.
     *
     * @param <E> what is thrown if it cannot be read
     */
    @FunctionalInterface
    public interface Reader<E extends Exception> {

        /**
         * Reads it.
         *
         * @param option the option
         * @param <V> the type of its values
         * @return its value; empty if the socket does not have the option
         * @throws E if it cannot be read
         */
        <V> Optional<V> read(Option<V> option) throws E;
    }

    /**
     * Reads all of them.
     *
     * @param <E> what reading throws
     * @param reader reads one
     * @return the values that there are, by the names that the system has for them
     * @throws E if one cannot be read
     */
    public static <E extends Exception> Map<String, String> readAll(Reader<E> reader) throws E {
        Map<String, String> values = new LinkedHashMap<>();
        for (SocketSetting<?> setting : ALL) {
            setting.read(reader).ifPresent(value -> values.put(setting.systemName(), value));
        }
        return values;
    }

    private <E extends Exception> Optional<String> read(Reader<E> reader) throws E {
        return reader.read(option).map(writing);
    }

    private Options set(Options options, String text) {
        try {
            return options.with(option, reading.apply(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + "=" + text + ": " + e.getMessage(), e);
        }
    }

    private String textIn(Options options) {
        return writing.apply(options.get(option));
    }

    private static String name(String text) {
        if (!text.matches("[\\w-]{1,15}")) {
            throw new IllegalArgumentException("this is not the name of an algorithm");
        }
        return text;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("this is not a number");
        }
        return Integer.parseInt(text);
    }

    private static boolean isOn(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("choose false or true");
        }
        return text.equals("true");
    }

    private static Duration time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("write a time like 50us, 500ms or 10s");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "ms" -> Duration.ofMillis(amount);
            default -> Duration.of(amount, ChronoUnit.MICROS);
        };
    }

    private static String in(Duration time, ChronoUnit unit, String word) {
        return time.dividedBy(unit.getDuration()) + word;
    }

    /** As the kernel takes it: rounded up. */
    private static String seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds() + "s";
    }

    private static int dscp(String text) {
        Integer named = DSCP_NAMES.get(text.toUpperCase(Locale.ROOT));
        if (named == null && !text.matches("\\d{1,2}")) {
            throw new IllegalArgumentException("write 0 to 63, or one of " + String.join(", ", DSCP_NAMES.keySet()));
        }
        return named == null ? Integer.parseInt(text) : named;
    }

    /** Class selectors (RFC 2474), assured forwarding (RFC 2597), expedited forwarding (RFC 3246), lower effort (RFC 8622). */
    private static Map<String, Integer> dscpNames() {
        Map<String, Integer> names = new TreeMap<>(Map.of("EF", 46, "LE", 1));
        for (int selector = 0; selector < 8; selector++) {
            names.put("CS" + selector, selector * 8);
        }
        for (int group = 1; group <= 4; group++) {
            for (int drop = 1; drop <= 3; drop++) {
                names.put("AF" + group + drop, group * 8 + drop * 2);
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return key;
    }
}
