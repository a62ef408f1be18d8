package dev.ipcdemo.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that may turn out to be a directory, an endless device, or too large. */
public final class BoundedFile {

    private BoundedFile() {}

    /**
     * Reads a whole file.
     *
     * @param file the file
     * @param maxBytes the largest size
     * @return its content
     * @throws FileSystemException if it is larger, is a directory or cannot be read; the message names the file
     * @throws IOException if reading fails
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            throw new FileSystemException(file.toString(), null, "it has more than " + maxBytes + " bytes");
        }
        return bytes;
    }
}
