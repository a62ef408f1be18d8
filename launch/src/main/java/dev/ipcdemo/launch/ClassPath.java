package dev.ipcdemo.launch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The files that this JVM's classes come from. A worker gets the same class path, so if a build replaces them, the worker
 * would run other code than its starter.
 */
final class ClassPath {

    /** As this JVM found it. Later is too late: a build may be under way. */
    private static final Map<Path, State> AT_START = look(System.getProperty("java.class.path"));

    /** What a replaced file differs in. */
    private record State(long bytes, long modifiedMs, Object key) {
        static State of(BasicFileAttributes file) {
            return new State(file.size(), file.lastModifiedTime().toMillis(), file.fileKey());
        }
    }

    private ClassPath() {}

    /** Loads this class, and so remembers the files. */
    static void remember() {
        Objects.requireNonNull(AT_START);
    }

    static void requireUnchanged() throws ChangedClassPathException {
        if (!look(System.getProperty("java.class.path")).equals(AT_START)) {
            throw new ChangedClassPathException();
        }
    }

    /** The files of a class path, with those in its directories; what is not there is left out. */
    static Map<Path, State> look(String classPath) {
        Map<Path, State> files = new HashMap<>();
        for (String entry : classPath.split(System.getProperty("path.separator"))) {
            if (entry.isEmpty()) {
                continue; // the working directory, where classes of ours are not
            }
            try {
                Files.walkFileTree(Path.of(entry), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.put(file, State.of(attributes));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                // as if it were not there, which is what the JVM does
            }
        }
        return files;
    }
}
