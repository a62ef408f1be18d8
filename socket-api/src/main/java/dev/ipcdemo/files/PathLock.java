package dev.ipcdemo.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The exclusive right to create or replace a file, among the threads and processes that use this class. While it is
 * held, a locked file named {@code .NAME.ipc-demo-lock} is beside the file.
 *
 * <p>Only the user who created the lock file can open it, so nobody else can keep it locked. Someone who may create
 * files in the directory can put another file in its place, and could as well put one in the place of the file itself.
 */
public final class PathLock implements Closeable {

    /** How long another process may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PAUSE_MS = 2;

    private static final int MAX_LENGTH = 1 << 20;

    /**
     * The lock files of this process. It must not open one that it has locked: the kernel releases the lock when the
     * process closes any descriptor of the file (fcntl(2)).
     */
    private static final Set<Path> HELD = new HashSet<>(); // guarded by itself

    private final Path path;
    private final OpenDirectory directory;
    private final FileChannel channel;

    private PathLock(Path path, OpenDirectory directory, FileChannel channel) {
        this.path = path;
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Waits until no other thread or process holds the lock, up to a limit.
     *
     * @param file the file, which need not exist
     * @return the lock, to be closed
     * @throws PathLockedException if others still hold the lock at the limit
     * @throws IOException if the lock file cannot be created
     */
    public static PathLock take(Path file) throws IOException {
        return take(file, PATIENCE);
    }

    static PathLock take(Path file, Duration patience) throws IOException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        Path in = file.toAbsolutePath().getParent().toRealPath();
        Path path = in.resolve("." + file.getFileName() + ".ipc-demo-lock");
        reserve(path, deadlineNs);
        try {
            OpenDirectory directory = OpenDirectory.at(in);
            try {
                return new PathLock(path, directory, await(directory, path, deadlineNs));
            } catch (IOException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            free(path);
            throw e;
        }
    }

    /** Excludes the other threads of this process. */
    private static void reserve(Path path, long deadlineNs) throws IOException {
        synchronized (HELD) {
            while (!HELD.add(path)) {
                pause(path, deadlineNs, HELD::wait);
            }
        }
    }

    private static void free(Path path) {
        synchronized (HELD) {
            HELD.remove(path);
            HELD.notifyAll();
        }
    }

    /** Waits a number of milliseconds. */
    @FunctionalInterface
    private interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    private static void pause(Path path, long deadlineNs, Pause pause) throws IOException {
        if (System.nanoTime() - deadlineNs >= 0) {
            throw new PathLockedException(path);
        }
        try {
            pause.millis(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException(); // as a blocking channel does
        }
    }

    private static FileChannel await(OpenDirectory directory, Path path, long deadlineNs) throws IOException {
        Optional<FileChannel> locked = lockInSpiteOfInterrupts(directory, path);
        while (locked.isEmpty()) {
            pause(path, deadlineNs, TimeUnit.MILLISECONDS::sleep);
            locked = lockInSpiteOfInterrupts(directory, path);
        }
        return locked.get();
    }

    /** An interrupt closes a file that is being written, and the next attempt locks the file that it left. */
    private static Optional<FileChannel> lockInSpiteOfInterrupts(OpenDirectory directory, Path path)
            throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return lock(directory, path);
                } catch (ClosedByInterruptException e) {
                    isInterrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns nothing if another process holds the lock, or had it removed before it was locked here. */
    private static Optional<FileChannel> lock(OpenDirectory directory, Path path) throws IOException {
        Path name = path.getFileName();
        Optional<BasicFileAttributes> found = find(directory, name);
        if (found.isPresent() && !found.get().isRegularFile()) {
            throw new PathLockedException(path);
        }
        FileChannel opened;
        try {
            opened = directory.openFile(
                    name, found.isPresent() ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException createdMeanwhile) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            if (found.isPresent() || find(directory, name).isPresent()) {
                return Optional.empty(); // a process of another user has it
            }
            throw e;
        }
        boolean isLocked = false;
        try {
            isLocked = UserDirectory.isLocked(opened) && isIn(directory, name, opened);
            return isLocked ? Optional.of(opened) : Optional.empty();
        } catch (IOException e) {
            if (found.isEmpty()) {
                removeUnused(directory, name, opened, e);
            }
            throw e;
        } finally {
            if (!isLocked) {
                opened.close();
            }
        }
    }

    /**
     * Removes a lock file that was created and locked here, and that could not be written, such as on a full disk. If
     * it is empty, nobody else has held it, because a holder has written to it. And only a holder removes it, so it is
     * still the one in the directory.
     */
    private static void removeUnused(OpenDirectory directory, Path name, FileChannel opened, IOException failure) {
        try {
            if (opened.isOpen() && opened.size() == 0) {
                directory.delete(name);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Optional<BasicFileAttributes> find(OpenDirectory directory, Path name) throws IOException {
        try {
            return Optional.of(directory.attributes(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the open file is still the one in the directory. Java cannot ask for its inode, but for its length. */
    private static boolean isIn(OpenDirectory directory, Path name, FileChannel opened) throws IOException {
        opened.write(ByteBuffer.allocate(1), ThreadLocalRandom.current().nextInt(MAX_LENGTH));
        Optional<BasicFileAttributes> found = find(directory, name);
        return found.isPresent() && found.get().size() == opened.size();
    }

    /** Removes the lock file. Calling it again has no effect. */
    @Override
    public synchronized void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (directory;
                channel) {
            directory.delete(path.getFileName());
        } finally {
            free(path);
        }
    }

    /** Others hold a lock. */
    public static final class PathLockedException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        private PathLockedException(Path path) {
            super(path.toString(), null, "another process has locked it");
        }
    }
}
