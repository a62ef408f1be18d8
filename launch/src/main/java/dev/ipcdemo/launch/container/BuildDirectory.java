package dev.ipcdemo.launch.container;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory in which an image is put together. A file in it is locked as long as this process is there, so that
 * what a process left that was killed can be told from what another one uses.
 */
final class BuildDirectory implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(BuildDirectory.class);
    private static final String PREFIX = "ipc-demo-image-";
    private static final String LOCK = "lock";
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path path;
    private final FileChannel lock;

    private BuildDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static BuildDirectory open() throws IOException {
        Path path = Files.createTempDirectory(PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new BuildDirectory(path, lock);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            FileTree.delete(path);
        }
    }

    /** Removes those whose process is gone. */
    static void sweep() {
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), PREFIX + "*")) {
            for (Path each : all) {
                removeIfAbandoned(each);
            }
        } catch (IOException e) {
            LOG.debug("no temporary directory to look through", e);
        }
    }

    private static void removeIfAbandoned(Path path) {
        try {
            if (Files.exists(path.resolve(LOCK))) {
                removeUnlessLocked(path);
            } else if (Files.getLastModifiedTime(path)
                    .toInstant()
                    .isBefore(Instant.now().minus(KEPT))) {
                FileTree.delete(path); // made anew by a program that outlived its starter
            }
        } catch (IOException e) {
            LOG.debug("{} is not removed: {}", path, e.toString());
        }
    }

    private static void removeUnlessLocked(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileTree.delete(path);
            }
        } catch (OverlappingFileLockException inUseHere) {
            LOG.debug("{} is in use", path);
        }
    }
}
