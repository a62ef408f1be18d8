package dev.ipcdemo.launch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that classes come from: this JVM's and those of workers. If a build replaces them, a worker that is started
 * later would run other code than its starter, or than the workers before it.
 */
final class ClassPath {

    /** This JVM's as it was found at the start (later is too late: a build may be under way), others' at first use. */
    private static final Map<String, Map<Path, State>> REMEMBERED = new ConcurrentHashMap<>();

    static {
        remember(System.getProperty("java.class.path"));
    }

    /** What a replaced file differs in. */
    private record State(long bytes, long modifiedMs, Object key) {
        static State of(BasicFileAttributes file) {
            return new State(file.size(), file.lastModifiedTime().toMillis(), file.fileKey());
        }
    }

    private ClassPath() {}

    /** Loads this class, and so remembers the files of this JVM. */
    static void remember() {
        remember(System.getProperty("java.class.path"));
    }

    private static Map<Path, State> remember(String classPath) {
        return REMEMBERED.computeIfAbsent(classPath, ClassPath::look);
    }

    /** Of this JVM's, or of another, whose files are remembered the first time. */
    static void requireUnchanged(String classPath) throws ChangedClassPathException {
        Map<Path, State> before = remember(classPath);
        if (!look(classPath).equals(before)) {
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
