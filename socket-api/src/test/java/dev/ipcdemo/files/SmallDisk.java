package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A file system that is soon full. */
final class SmallDisk implements Closeable {

    static final int BYTES = 64 << 10;

    private final Path path;
    private final Deque<Path> mounts = new ArrayDeque<>();

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one on a directory; skips the test where this user may not. */
    static SmallDisk mount(Path directory) throws Exception {
        return mount(directory, "rw");
    }

    /** Mounts one with a further option, such as {@code noexec}. */
    static SmallDisk mount(Path directory, String option) throws Exception {
        assumeTrue(
                Files.getAttribute(directory, "unix:uid").equals(0),
                "only root can mount a small file system, and this is somebody else");
        SmallDisk disk = new SmallDisk(directory);
        assumeTrue(
                disk.mounted(
                        directory,
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + BYTES + "," + option,
                        "tmpfs",
                        directory.toString()),
                "this root may not mount a small file system");
        return disk;
    }

    private boolean mounted(Path where, String... command) throws Exception {
        boolean done = new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        if (done) {
            mounts.push(where);
        }
        return done;
    }

    Path path() {
        return path;
    }

    /** Makes a file appear at the place of another one. */
    void bind(Path source, Path target) throws Exception {
        assertThat(mounted(target, "mount", "--bind", source.toString(), target.toString()))
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        for (Path mount : mounts) {
            try {
                assertThat(new ProcessBuilder("umount", mount.toString())
                                .start()
                                .waitFor())
                        .isZero();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + mount + " was unmounted", e);
            }
        }
    }
}
