package dev.ipcdemo.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A new, empty directory for the temporary files of this process. Only its owner may read, write or enter it.
 *
 * <p>{@link #close} removes it with all that is in it, and so does the end of the JVM, also by SIGINT, SIGTERM or SIGHUP.
 * What a process leaves that is killed is removed by the next process of the same user that makes such a directory in the
 * same place. Nothing else is ever removed, whatever other users put there:
 *
 * <pre>
 * /tmp/ipc-demo-1000              this user's; others may pass through, but not list or write it
 * /tmp/ipc-demo-1000/k3x9a.lock   locked as long as the process lives that made k3x9a
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
     * Makes a directory where the system property {@code java.io.tmpdir} says.
     *
     * @return the directory
     * @throws IOException if it cannot be made, or this JVM is ending
     */
    public static PrivateDirectory create() throws IOException {
        return createIn(temporaryDirectory());
    }

    /**
     * Makes a directory in another place, such as where files are memory.
     *
     * @param base an existing directory, which others may write as well
     * @return the directory
     * @throws IOException if it cannot be made, or this JVM is ending
     */
    public static PrivateDirectory createIn(Path base) throws IOException {
        return ProcessDirectory.create(base);
    }

    /**
     * Removes what processes of this user left in the usual place when they were killed, as making a directory there does.
     *
     * @throws IOException if the place cannot be looked at
     */
    public static void sweep() throws IOException {
        ProcessDirectory.sweep(temporaryDirectory());
    }

    private static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Where it is.
     *
     * @return its path; absolute if that of the place is
     */
    public Path path() {
        return path;
    }

    /**
     * Removes it, with all that is in it. Doing it again does nothing.
     *
     * @throws IOException if something in it cannot be removed
     */
    @Override
    public void close() throws IOException {
        parent.remove(path.getFileName().toString());
    }
}
