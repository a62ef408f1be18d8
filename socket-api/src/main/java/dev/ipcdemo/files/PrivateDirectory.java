package dev.ipcdemo.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new, empty directory for the temporary files of this process. Only its owner may read, write or enter it.
 *
 * <p>{@link #close} removes it with its contents, and so does the end of the JVM, even by SIGINT, SIGTERM or SIGHUP.
 * The directory of a killed process is removed by the next process of the same user that creates one in the same place.
 * Nothing else is ever removed, whatever other users put there:
 *
 * <pre>
 * /tmp/ipc-demo-1000              this user's; others may enter it, but not list or write it
 * /tmp/ipc-demo-1000/k3x9a.lock   locked while the process that created k3x9a lives
 * /tmp/ipc-demo-1000/k3x9a/1      a private directory
 * </pre>
 *
 * <p>All methods may be called by any thread.
 */
public final class PrivateDirectory implements Closeable {

    private final ProcessDirectory parent;
    private final Path path;

    PrivateDirectory(ProcessDirectory parent, Path path) {
        this.parent = parent;
        this.path = path;
    }

    /**
     * Creates a directory in the directory that the system property {@code java.io.tmpdir} names.
     *
     * @return the directory
     * @throws IOException if it cannot be created, or this JVM is ending
     */
    public static PrivateDirectory create() throws IOException {
        return createIn(temporaryDirectory());
    }

    /**
     * Creates a directory for files that processes of this host map as their shared memory: in {@code /dev/shm}, whose files
     * are in memory only (shm_overview(7)), or where that is missing or may not be written, as {@link #create} does.
     *
     * @return the directory
     * @throws IOException if it cannot be created, or this JVM is ending
     */
    public static PrivateDirectory createInMemory() throws IOException {
        return createIn(inMemory(Path.of("/dev/shm")));
    }

    /** The place for files in memory, if it can be used. */
    static Path inMemory(Path place) {
        return Files.isDirectory(place) && Files.isWritable(place) ? place : temporaryDirectory();
    }

    /**
     * Creates a directory in a place of the caller's choice.
     *
     * @param base an existing directory, which other users may write too
     * @return the directory
     * @throws IOException if it cannot be created, or this JVM is ending
     */
    public static PrivateDirectory createIn(Path base) throws IOException {
        return ProcessDirectory.create(base);
    }

    /**
     * Removes what killed processes of this user left in the usual place, as creating a directory there does.
     *
     * @throws IOException if the place cannot be read
     */
    public static void sweep() throws IOException {
        ProcessDirectory.sweep(temporaryDirectory());
    }

    private static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * The path of the directory.
     *
     * @return its path; absolute if the path of the place is
     */
    public Path path() {
        return path;
    }

    /**
     * A path in the directory. The directories between are created, with the same permissions.
     *
     * @param name a relative path, such as {@code a} or {@code a/b}
     * @return its path
     * @throws IOException if a directory cannot be created
     * @throws IllegalArgumentException if the name leads out of the directory, or is none
     */
    public Path file(String name) throws IOException {
        Path file = path.resolve(name).normalize();
        if (!file.startsWith(path) || file.equals(path)) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' names no file inside a directory that is made for it: write a relative path, such as a or a/b");
        }
        Files.createDirectories(file.getParent(), UserDirectory.mode(file, "rwx------"));
        return file;
    }

    /**
     * Removes the directory with its contents. Calling it again has no effect.
     *
     * @throws IOException if something in it cannot be removed
     */
    @Override
    public void close() throws IOException {
        parent.remove(path.getFileName().toString());
    }
}
