package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where libraries such as junixsocket and JNA unpack the native code in their jars, to load it from there. A file system
 * that is mounted with {@code noexec} forbids that, and a read-only one has no room for it.
 */
public final class NativeCode {

    /** System properties that name such directories, in the order in which they are tried. */
    private static final List<String> DIRECTORIES =
            List.of("org.newsclub.net.unix.library.tmpdir", "jna.tmpdir", "java.io.tmpdir", "user.home", "user.dir");

    private NativeCode() {}

    /**
     * Why native code can be loaded from none of the directories where libraries unpack it.
     *
     * @return a clause that says what to do; empty if it can be loaded from one of them
     */
    public static Optional<String> obstacle() {
        List<Path> directories = new ArrayList<>();
        for (String property : DIRECTORIES) {
            String directory = System.getProperty(property);
            if (directory != null) {
                directories.add(Path.of(directory));
            }
        }
        return obstacle(directories);
    }

    /** Puts a file into each directory in turn, until the system would let one of them be executed. */
    static Optional<String> obstacle(List<Path> directories) {
        String first = "";
        for (Path directory : directories) {
            Optional<String> obstacle = obstacle(directory);
            if (obstacle.isEmpty()) {
                return Optional.empty();
            }
            first = first.isEmpty() ? obstacle.get() : first;
        }
        return Optional.of(first + ": mount it with 'exec', as in 'docker run --tmpfs /tmp:exec', or name another"
                + " directory with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR");
    }

    private static Optional<String> obstacle(Path directory) {
        try {
            Path file = ProbeFile.create(directory, UserDirectory.mode(directory, "rwx------"));
            try {
                // access(2) with X_OK also fails where the mount forbids execution, and for root too.
                return Files.isExecutable(file)
                        ? Optional.empty()
                        : Optional.of("the file system of " + directory + " is mounted noexec");
            } finally {
                Files.delete(file);
            }
        } catch (IOException | SecurityException e) {
            return Optional.of("no file can be created in " + directory);
        }
    }
}
