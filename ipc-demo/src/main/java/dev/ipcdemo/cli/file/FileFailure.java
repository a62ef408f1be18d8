package dev.ipcdemo.cli.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What went wrong with a file, in words: of the commonest failures the JDK's message is the file's name alone. */
public final class FileFailure {

    private static final String NOT_FOUND = ": no such file or directory";
    private static final String DENIED = ": permission denied";
    private static final String READ_ONLY = ": read-only file system";

    private FileFailure() {}

    /**
     * Says what went wrong.
     *
     * @param failure of reading or writing a file
     * @return a sentence that names the file, or null if the failure has none
     */
    public static String words(Exception failure) {
        if (!(failure instanceof FileSystemException of) || of.getReason() != null) {
            return failure.getMessage();
        }
        if (of instanceof NoSuchFileException) {
            return of.getFile() + NOT_FOUND;
        }
        if (of instanceof AccessDeniedException) {
            return of.getFile() + DENIED;
        }
        return of.getFile() + ": " + of.getClass().getSimpleName();
    }

    /**
     * What is in the way of a file that will be written later, perhaps after an hour; the file is left as it is.
     *
     * @param file a file, or where one is to be
     * @return a sentence, or nothing
     */
    public static Optional<String> whyNotWritable(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(file + ": is a directory");
        }
        if (Files.exists(file)) {
            return whyNotAllowed(file);
        }
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.exists(directory)) {
            return Optional.of(directory + NOT_FOUND);
        }
        return Files.isDirectory(directory) ? whyNotAllowed(directory) : Optional.of(directory + ": not a directory");
    }

    /**
     * What is in the way of files that will be written later into a directory, which is made if it is not there.
     *
     * @param directory a directory, or where one is to be
     * @return a sentence, or nothing
     */
    public static Optional<String> whyNoDirectory(Path directory) {
        Path existing = directory;
        // a link that leads nowhere is in the way, too
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.toAbsolutePath().getParent();
        }
        return Files.isDirectory(existing) ? whyNotAllowed(existing) : Optional.of(existing + ": not a directory");
    }

    private static Optional<String> whyNotAllowed(Path path) {
        if (Files.isWritable(path)) {
            return Optional.empty();
        }
        return Optional.of(path + (isReadOnly(path) ? READ_ONLY : DENIED));
    }

    private static boolean isReadOnly(Path path) {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }
}
