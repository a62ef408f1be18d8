package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Way;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a way of running: {@code as-is}, or what is different about it, such as {@code no-delay=false} or
 * {@code java=/usr/lib/jvm/b,jvm-args=-Xint -Xmx1g}.
 */
public final class WayParser {

    private WayParser() {}

    /** What can be set. */
    private enum Key {
        JAVA("java"),
        JVM_ARGS("jvm-args"),
        BUILD("build"),
        NO_DELAY("no-delay"),
        SEND_BUFFER("send-buffer"),
        RECV_BUFFER("recv-buffer"),
        THREADS("threads");

        private final String word;

        Key(String word) {
            this.word = word;
        }

        static String words(String separator) {
            return Stream.of(values()).map(key -> key.word).collect(Collectors.joining(separator));
        }
    }

    /** A comma separates only where a key follows, because JVM options have commas too. */
    private static final Pattern SEPARATOR = Pattern.compile(",(?=(?:" + Key.words("|") + ")=)");

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
        Set<Key> seen = new HashSet<>();
        for (String assignment : SEPARATOR.split(text)) {
            Key key = key(assignment);
            if (!seen.add(key)) {
                throw new IllegalArgumentException("'" + text + "' sets " + key.word + " twice");
            }
            changed = with(changed, key, assignment.substring(key.word.length() + 1));
        }
        return changed;
    }

    private static Key key(String assignment) {
        return Stream.of(Key.values())
                .filter(each -> assignment.startsWith(each.word + "="))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + assignment + "' is not a way of running: write "
                        + Way.AS_IS + ", or KEY=VALUE with commas between several; the keys are " + Key.words(", ")));
    }

    private static Way with(Way way, Key key, String value) {
        return switch (key) {
            case JAVA -> way.withJava(new PathConverter().convert(required(key, value)));
            case JVM_ARGS ->
                way.withJvmOptions(Stream.concat(way.jvmOptions().stream(), jvmOptions(value).stream())
                        .toList());
            case BUILD -> way.withBuild(new PathConverter().convert(required(key, value)));
            case NO_DELAY -> way.withSettings(way.settings().withNoDelay(choice(key, value, "false", "true")));
            case SEND_BUFFER -> way.withSettings(way.settings().withSendBuffer(bytes(value)));
            case RECV_BUFFER -> way.withSettings(way.settings().withRecvBuffer(bytes(value)));
            case THREADS -> way.withSettings(threads(way.settings(), value));
        };
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

    private static String required(Key key, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key.word + "= names no directory");
        }
        return value;
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

    private static boolean choice(Key key, String value, String no, String yes) {
        if (!value.equals(no) && !value.equals(yes)) {
            throw new IllegalArgumentException(key.word + "=" + value + ": choose " + no + " or " + yes);
        }
        return value.equals(yes);
    }
}
