package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.compare.plan.Way;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a way of running: {@code as-is}, or what is different about it, such as {@code no-delay=false} or
 * {@code java=/usr/lib/jvm/b,jvm-args=-Xint -Xmx1g}.
 */
public final class WayParser {

    private WayParser() {}

    /** Changes a way, as a value says. */
    @FunctionalInterface
    private interface Change {
        Way of(Way way, String value);
    }

    /** What can be set, by its key. */
    private static final Map<String, Change> CHANGES = changes();

    private static Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("java", (way, value) -> way.withJava(directory("java", value)));
        changes.put(
                "jvm-args",
                (way, value) -> way.withJvmOptions(Stream.concat(way.jvmOptions().stream(), jvmOptions(value).stream())
                        .toList()));
        changes.put("build", (way, value) -> way.withBuild(directory("build", value)));
        putSetting(changes, "no-delay", (settings, value) -> settings.withNoDelay(isTrue("no-delay", value)));
        putSetting(changes, "send-buffer", (settings, value) -> settings.withSendBuffer(bytes(value)));
        putSetting(changes, "recv-buffer", (settings, value) -> settings.withRecvBuffer(bytes(value)));
        putSetting(changes, "threads", WayParser::threads);
        for (SocketSetting<?> setting : SocketSetting.ALL) {
            putSetting(
                    changes,
                    setting.key(),
                    (settings, value) -> settings.withSocketOptions(
                            SocketSetting.set(settings.socketOptions(), setting.key(), value)));
        }
        return changes;
    }

    private static void putSetting(
            Map<String, Change> changes, String key, BiFunction<Settings, String, Settings> change) {
        changes.put(key, (way, value) -> way.withSettings(change.apply(way.settings(), value)));
    }

    /** A comma separates only where a key follows, because JVM options have commas too. */
    private static final Pattern SEPARATOR = Pattern.compile(",(?=(?:" + String.join("|", CHANGES.keySet()) + ")=)");

    /**
     * Changes a way as a text says.
     *
     * @param way what is not mentioned stays as it is there; JVM options are added to those that are there
     * @param text {@code as-is}, or KEY=VALUE with commas between several
     * @return a way that has the text for its words
     * @throws IllegalArgumentException if the text cannot be read; the message says what can
     */
    public static Way change(Way way, String text) {
        if (text.isBlank() || text.equals(Way.AS_IS)) {
            return way.called(Way.AS_IS);
        }
        Way changed = way.called(text);
        Set<String> seen = new HashSet<>();
        for (String assignment : SEPARATOR.split(text)) {
            String key = key(assignment);
            if (!seen.add(key)) {
                throw new IllegalArgumentException("'" + text + "' sets " + key + " twice");
            }
            changed = CHANGES.get(key).of(changed, assignment.substring(key.length() + 1));
        }
        return changed;
    }

    private static String key(String assignment) {
        return CHANGES.keySet().stream()
                .filter(key -> assignment.startsWith(key + "="))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + assignment + "' is not a way of running: write "
                        + Way.AS_IS + ", or KEY=VALUE with commas between several; the keys are "
                        + String.join(", ", CHANGES.keySet())));
    }

    /**
     * Reads options for a JVM.
     *
     * @param text options with white space between them
     * @return each of them
     */
    public static List<String> jvmOptions(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Path directory(String key, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + "= names no directory");
        }
        return new PathConverter().convert(value);
    }

    private static int bytes(String value) {
        return new SizeConverter().convert(value);
    }

    private static Settings threads(Settings settings, String value) {
        return switch (value) {
            case "platform" -> settings.withVirtualThreads(false).withEventLoop(false);
            case "virtual" -> settings.withVirtualThreads(true).withEventLoop(false);
            case "event-loop" -> settings.withVirtualThreads(false).withEventLoop(true);
            default ->
                throw new IllegalArgumentException("threads=" + value + ": choose platform, virtual or event-loop");
        };
    }

    private static boolean isTrue(String key, String value) {
        if (!value.equals("false") && !value.equals("true")) {
            throw new IllegalArgumentException(key + "=" + value + ": choose false or true");
        }
        return value.equals("true");
    }
}
