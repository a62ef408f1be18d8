package dev.ipcdemo.cli.file;

import dev.ipcdemo.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files that a command writes at its end. One that cannot be written does not keep the others from being written. The name
 * {@code -} stands for standard output.
 */
public final class OutputFiles {

    private static final Path OUTPUT = Path.of("-");

    private static final String[] UNITS = {"kB", "MB", "GB"};

    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Optional<PrintWriter> output;

    private OutputFiles(Optional<PrintWriter> output) {
        this.output = output;
    }

    /**
     * No files yet.
     *
     * @param out standard output, to which the file {@code -} is written
     */
    public OutputFiles(PrintWriter out) {
        this(Optional.of(out));
    }

    /**
     * For a command whose standard output cannot be one of its files: {@code -} is an {@link #obstacle}.
     *
     * @return no files yet
     */
    public static OutputFiles notOnOutput() {
        return new OutputFiles(Optional.empty());
    }

    /**
     * Whether a file is not one, but standard output.
     *
     * @param file what an option names
     * @return true for {@code -}
     */
    public static boolean isOutput(Path file) {
        return file.equals(OUTPUT);
    }

    /**
     * Whether standard output is one of the files, and so belongs to nothing else.
     *
     * @return true after {@link #add} of {@code -}
     */
    public boolean isOutputTaken() {
        return files.containsValue(OUTPUT);
    }

    /**
     * Adds a file that an option names.
     *
     * @param option such as {@code --json}
     * @param file its value, if it was given
     */
    public void add(String option, Optional<Path> file) {
        file.ifPresent(path -> files.put(option, path));
    }

    /**
     * What is in the way, perhaps an hour before the files are written.
     *
     * @param precious what may not be overwritten, by its description
     * @return a sentence that begins with the option, or nothing
     */
    public Optional<String> obstacle(Map<String, Path> precious) {
        Map<String, Path> others = new LinkedHashMap<>(precious);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Optional<String> obstacle = whyNotWritable(file.getValue())
                    .or(() -> overwritten(file.getValue(), others)
                            .map(other -> file.getValue() + " would overwrite " + other));
            if (obstacle.isPresent()) {
                return Optional.of(file.getKey() + ": " + obstacle.get());
            }
            others.put("the file of " + file.getKey(), file.getValue());
        }
        return Optional.empty();
    }

    private Optional<String> whyNotWritable(Path file) {
        if (isOutput(file)) {
            return output.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "this cannot be written to standard output; name a file, or ./- for one of that name");
        }
        return FileFailure.whyNotWritable(file);
    }

    private static Optional<String> overwritten(Path file, Map<String, Path> others) {
        return others.entrySet().stream()
                .filter(other -> isSame(file, other.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What is no regular file, such as a terminal, may be written to twice. */
    private static boolean isSame(Path file, Path other) {
        try {
            return Files.exists(file) && Files.exists(other)
                    ? Files.isRegularFile(file) && Files.isSameFile(file, other)
                    : file.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false; // reading or writing it will say why
        }
    }

    /**
     * Writes the file of an option, if it was given, and says what was written, or why it cannot be.
     *
     * @param option as it was {@linkplain #add added}
     * @param text what is to be in the file; asked for only if it was given
     * @param err where that is said
     * @return false if it cannot be written
     */
    public boolean write(String option, Supplier<String> text, PrintWriter err) {
        if (!files.containsKey(option)) {
            return true;
        }
        Path file = files.get(option);
        try {
            String content = text.get();
            if (isOutput(file)) {
                PrintWriter out = output.orElseThrow();
                out.print(content);
                out.flush();
            } else {
                AtomicFile.write(file, content);
                err.println("wrote " + file + " (" + size(content.getBytes(StandardCharsets.UTF_8).length) + ")");
            }
            return true;
        } catch (IOException e) {
            err.println("ipc-demo: " + option + ": " + FileFailure.words(e));
            return false;
        }
    }

    /** Such as 812 B or 1.2 MB. */
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes / 1e3;
        int unit = 0;
        while (size >= 999.95 && unit < UNITS.length - 1) {
            size /= 1e3;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
