package dev.ipcdemo.cli;

import dev.ipcdemo.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The files that a command writes at its end. One that cannot be written does not keep the others from being written. */
final class OutputFiles {

    private final Map<String, Path> files = new LinkedHashMap<>();

    /** Adds a file that an option names. */
    void add(String option, Optional<Path> file) {
        file.ifPresent(path -> files.put(option, path));
    }

    /**
     * What is in the way, perhaps an hour before the files are written.
     *
     * @param precious what may not be overwritten, by its description
     */
    Optional<String> obstacle(Map<String, Path> precious) {
        Map<String, Path> others = new LinkedHashMap<>(precious);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Optional<String> obstacle = FileFailure.whyNotWritable(file.getValue())
                    .or(() -> overwritten(file.getValue(), others)
                            .map(other -> file.getValue() + " would overwrite " + other));
            if (obstacle.isPresent()) {
                return Optional.of(file.getKey() + ": " + obstacle.get());
            }
            others.put("the file of " + file.getKey(), file.getValue());
        }
        return Optional.empty();
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

    /** Writes the file of an option, if it was given; false if it cannot be written, which is said. */
    boolean write(String option, Supplier<String> text, PrintWriter err) {
        if (!files.containsKey(option)) {
            return true;
        }
        try {
            AtomicFile.write(files.get(option), text.get());
            return true;
        } catch (IOException e) {
            err.println("ipc-demo: " + option + ": " + FileFailure.words(e));
            return false;
        }
    }
}
