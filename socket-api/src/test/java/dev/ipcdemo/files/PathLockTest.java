package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ipcdemo.files.PathLock.PathLockedException;
import dev.ipcdemo.sockets.contract.JavaProcess;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class PathLockTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Not so often that no attempt between two interrupts has the time to succeed. */
    private static final Duration OFTEN = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    private Path lockFile() {
        return directory.resolve(".s.ipc-demo-lock");
    }

    @Test
    void isAFileThatOnlyItsOwnerCanOpenAndThatGoesWithIt() throws Exception {
        PathLock lock = PathLock.take(directory.resolve("s"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lockFile())))
                .isEqualTo("rw-------");

        lock.close();
        lock.close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isNotHeldByTwoThreadsWhateverTheSpelling() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (PathLock lock = PathLock.take(directory.resolve("s"))) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> PathLock.take(link.resolve("s"), Duration.ZERO))
                    .isInstanceOf(PathLockedException.class)
                    .hasMessageContaining(".s.ipc-demo-lock");
            PathLock.take(link.resolve("another")).close();
        }
        PathLock.take(link.resolve("s")).close();
    }

    /** Takes the lock until it is killed. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (PathLock lock = PathLock.take(Path.of(args[0]))) {
                System.out.println("holds a lock: " + (lock != null));
                System.in.read();
            }
        }
    }

    @Test
    void isNotHeldByTwoProcessesButSurvivesNone() throws Exception {
        Path path = directory.resolve("s");
        try (JavaProcess holder = JavaProcess.start(Holder.class, List.of(), path.toString())) {
            assertThat(holder.readLine()).isEqualTo("holds a lock: true");
            assertThatThrownBy(() -> PathLock.take(path, Duration.ZERO)).isInstanceOf(PathLockedException.class);

            holder.kill();
            holder.exitStatus();

            assertThat(lockFile()).exists();
            PathLock.take(path).close();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void doesNotWaitForAFifoInItsPlace() throws Exception {
        assumeFalse(new ProcessBuilder("mkfifo", lockFile().toString()).start().waitFor() != 0, "mkfifo does not work");

        assertThatThrownBy(() -> PathLock.take(directory.resolve("s"))).isInstanceOf(PathLockedException.class);
        assertThat(lockFile()).exists();
    }

    @Test
    void doesNotFollowALinkInItsPlace() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "somebody's diary");
        Files.createSymbolicLink(lockFile(), file);

        assertThatThrownBy(() -> PathLock.take(directory.resolve("s"))).isInstanceOf(PathLockedException.class);
        assertThat(file).hasContent("somebody's diary");
    }

    @Test
    void isTakenByAThreadThatIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        try {
            PathLock.take(directory.resolve("s")).close();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNoFileWheneverItsThreadIsInterrupted() throws Exception {
        FutureTask<Void> taking = new FutureTask<>(() -> {
            for (int i = 0; i < 1_000; i++) {
                PathLock.take(directory.resolve("s")).close();
            }
            return null;
        });
        Thread thread = Threads.startPlatform("taking", taking);
        await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(() -> {
            thread.interrupt();
            return taking.isDone();
        });
        taking.get();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNoFileOnAFullDisk() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory)) {
            Path filler = disk.path().resolve("filler");
            assertThatThrownBy(() -> Files.write(filler, new byte[SmallDisk.BYTES + 1]))
                    .hasMessageContaining("No space left on device");

            assertThatThrownBy(() -> PathLock.take(directory.resolve("s")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");

            assertThat(lockFile()).doesNotExist();
            Files.delete(filler);
            PathLock.take(directory.resolve("s")).close();
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** Another process may have locked it meanwhile. */
    @Test
    void leavesAFileAloneOnAFullDiskThatItDidNotCreate() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory)) {
            Files.createFile(lockFile());
            Path filler = disk.path().resolve("filler");
            assertThatThrownBy(() -> Files.write(filler, new byte[SmallDisk.BYTES + 1]))
                    .hasMessageContaining("No space left on device");

            assertThatThrownBy(() -> PathLock.take(directory.resolve("s")))
                    .hasMessageContaining("No space left on device");

            assertThat(lockFile()).exists();
        }
    }

    @Test
    void isTakenOnlyInADirectoryThatExists() {
        assertThatThrownBy(() -> PathLock.take(directory.resolve("missing/s"))).isInstanceOf(NoSuchFileException.class);
    }
}
