package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.UUID;

/** Files that are there for a moment, to see what the file system makes of them. */
final class ProbeFile {

    private ProbeFile() {}

    /**
     * Creates an empty file under a name that nobody can guess. Who calls this deletes it; if a signal ends the JVM first, its
     * shutdown does.
     *
     * @param directory where
     * @param attributes what the file is created with
     * @return the file
     * @throws IOException if it cannot be created, or the JVM is ending
     */
    static Path create(Path directory, FileAttribute<?>... attributes) throws IOException {
        Path file = directory.resolve("ipc-demo" + UUID.randomUUID() + ".tmp");
        try {
            file.toFile().deleteOnExit(); // before it is there, so that no signal comes in between
        } catch (IllegalStateException e) {
            throw new IOException("the JVM is ending", e);
        }
        return Files.createFile(file, attributes);
    }
}
