package dev.ipcdemo.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The small files in which a kernel tells about itself.
 *
 * @param root the directory that has {@code proc} and {@code sys}
 */
public record KernelFiles(Path root) {

    /** Those of the running kernel. */
    public static final KernelFiles HERE = new KernelFiles(Path.of("/"));

    /**
     * Reads a file of one line.
     *
     * @param path from the root, without a leading slash
     * @return the line; empty if there is no such file, or nothing in it
     */
    Optional<String> line(String path) {
        return lines(path).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst();
    }

    /**
     * Reads a file.
     *
     * @param path from the root, without a leading slash
     * @return its lines; none if there is no such file
     */
    List<String> lines(String path) {
        try {
            return Files.readAllLines(root.resolve(path));
        } catch (IOException e) {
            return List.of(); // this kernel does not tell, or not us
        }
    }

    /**
     * Lists a directory.
     *
     * @param path from the root, without a leading slash
     * @return the names in it, in alphabetical order; none if there is no such directory
     */
    List<String> names(String path) {
        try (Stream<Path> files = Files.list(root.resolve(path))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
