package dev.ipcdemo.cli.option;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of options, so that a team keeps its question in its repository: a line for each, {@code KEY: VALUE}, where KEY is the
 * name of an option without its hyphens. Such a file is YAML, and a properties file too.
 *
 * @param name the file's name
 * @param entries what it sets, in its order
 */
public record ProfileFile(String name, List<Entry> entries) {

    private static final Pattern LINE = Pattern.compile("([\\w-]+)\\s*[:=]\\s*(.*)");

    /** Some editors begin a file with it. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final long MOST_BYTES = 64 << 10;

    /**
     * A line that sets something.
     *
     * @param key the name of an option, without its hyphens
     * @param value what the option is given
     */
    public record Entry(String key, String value) {

        /**
         * As an argument of a command.
         *
         * @return such as {@code --size=64,1K}
         */
        public String argument() {
            return "--" + key + "=" + value;
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @param keys the names that there are
     * @return what it sets
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is not understood; the message says which, and what was probably meant
     */
    public static ProfileFile read(Path file, Collection<String> keys) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a directory");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes: it is no profile");
        }
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                Optional<Entry> entry = entry(line.strip(), keys);
                if (entry.map(Entry::key).filter(key -> isSet(key, entries)).isPresent()) {
                    throw new IllegalArgumentException("'" + entry.get().key() + "' is set twice");
                }
                entry.ifPresent(entries::add);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return new ProfileFile(name, List.copyOf(entries));
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.substring(text.startsWith(BYTE_ORDER_MARK) ? 1 : 0)
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not text in UTF-8", e);
        }
    }

    private static boolean isSet(String key, List<Entry> entries) {
        return entries.stream().anyMatch(entry -> entry.key().equals(key));
    }

    private static Optional<Entry> entry(String line, Collection<String> keys) {
        if (line.isEmpty() || line.startsWith("#") || line.equals("---")) {
            return Optional.empty();
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + line + "' is not KEY: VALUE; several values stand in one line, as in size: 64, 1K");
        }
        String key = matcher.group(1);
        if (!keys.contains(key)) {
            throw new IllegalArgumentException(Choice.refusal("key", key, keys));
        }
        String value = value(matcher.group(2));
        if (value.isEmpty()) {
            throw new IllegalArgumentException("'" + key + "' has no value");
        }
        return Optional.of(new Entry(key, value));
    }

    /** Quotes keep what is between them; without, a comment may follow, and several values may stand in brackets. */
    private static String value(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (first == '"' || first == '\'') {
            int end = text.indexOf(first, 1);
            if (end < 0) {
                throw new IllegalArgumentException("the quote at the beginning of " + text + " has no end");
            }
            return text.substring(1, end);
        }
        return text.replaceFirst("(^|\\s)#.*", "")
                .strip()
                .replaceFirst("^\\[(.*)]$", "$1")
                .strip()
                .replaceAll("\\s*,\\s*", ",");
    }

    /**
     * Whether it sets something.
     *
     * @param key the name of an option, without its hyphens
     * @return whether a line does
     */
    public boolean sets(String key) {
        return isSet(key, entries);
    }

    /** Its name and what it sets, for a report. */
    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> entry.key() + ": " + entry.value())
                .collect(Collectors.joining("; ", name + " (", ")"));
    }
}
