package dev.ipcdemo.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words: of the commonest failures the JDK's message is the file's name alone. */
final class FileFailure {

    private FileFailure() {}

    /** A sentence, or null if the failure has none. */
    static String words(Exception failure) {
        if (!(failure instanceof FileSystemException of) || of.getReason() != null) {
            return failure.getMessage();
        }
        if (of instanceof NoSuchFileException) {
            return of.getFile() + ": no such file or directory";
        }
        if (of instanceof AccessDeniedException) {
            return of.getFile() + ": permission denied";
        }
        return of.getFile() + ": " + of.getClass().getSimpleName();
    }
}
