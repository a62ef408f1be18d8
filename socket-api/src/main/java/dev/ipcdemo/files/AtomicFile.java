package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file so that its old content remains until all of the new content is on disk: the new content is written to
 * a file beside it, which is then renamed (rename(2)).
 *
 * <p>A link is followed, and its target is replaced. Permissions are kept, and owner and group too, as far as this user
 * may set them. Anything that is not a regular file (a terminal, a pipe, {@code /dev/stdout}) is written to directly.
 */
public final class AtomicFile {

    /** As many links as the kernel follows. */
    private static final int MAX_LINKS = 40;

    private AtomicFile() {}

    /**
     * Writes a text in UTF-8.
     *
     * @param file the file, which need not exist
     * @param text its new content
     * @throws IOException if it cannot be written; the old content is still there
     */
    public static void write(Path file, String text) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            Optional<BasicFileAttributes> existing = attributes(file);
            Optional<Path> target = target(file);
            if (target.isEmpty() || existing.isPresent() && !existing.get().isRegularFile()) {
                // Append to a file that is standard output, to keep what was printed before.
                write(file, content, List.of(StandardOpenOption.APPEND));
            } else {
                replace(target.get(), content);
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) { // from a write, whose message does not name the file
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The target of links; nothing for an open file of a process (/proc/self/fd/1), whose name must not change. */
    private static Optional<Path> target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; links < MAX_LINKS; links++) {
            Path directory =
                    target.getParent() == null ? target : target.getParent().toRealPath();
            if (directory.startsWith("/proc")) {
                return Optional.empty();
            }
            if (!Files.isSymbolicLink(target)) {
                return Optional.of(target);
            }
            target = directory.resolve(Files.readSymbolicLink(target)).normalize();
        }
        throw new FileSystemException(file.toString(), null, "too many levels of symbolic links");
    }

    private static void replace(Path file, ByteBuffer content) throws IOException {
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        Path beside = beside(file);
        beside.toFile().deleteOnExit(); // in case a signal ends the JVM
        try {
            if (!makeLike(file, beside, exists)) {
                overwrite(file, content);
                return;
            }
            write(beside, content, List.of());
            try {
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException isMountedOrOfAnotherUser) {
                if (!exists) {
                    throw isMountedOrOfAnotherUser;
                }
                Files.delete(beside); // to free its space
                overwrite(file, content.rewind());
            }
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static Path beside(Path file) {
        String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        return file.resolveSibling("." + file.getFileName() + "." + random);
    }

    /**
     * Creates an empty file with the owner and permissions of another; returns false if the other exists but this one
     * cannot be created.
     */
    private static boolean makeLike(Path file, Path beside, boolean exists) throws IOException {
        if (!exists) {
            try {
                Files.createFile(beside);
                return true;
            } catch (FileSystemException e) {
                throw of(file, e);
            }
        }
        try {
            Files.createFile(beside, UserDirectory.mode(file, "rw-------")); // nobody else may be able to read it
            copyOwnerAndPermissions(file, beside);
            return true;
        } catch (FileSystemException theDirectoryOrTheOwnerIsAnothers) {
            return false;
        }
    }

    private static void copyOwnerAndPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes made = view.readAttributes();
        if (!made.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!made.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    private static FileSystemException of(Path file, FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return new AccessDeniedException(file.toString(), null, failure.getReason());
        }
        return failure instanceof NoSuchFileException
                ? new NoSuchFileException(file.toString(), null, failure.getReason())
                : new FileSystemException(file.toString(), null, failure.getReason());
    }

    /** Writes to the file itself if it cannot be replaced; restores the old content if the new one does not fit. */
    private static void overwrite(Path file, ByteBuffer content) throws IOException {
        Optional<byte[]> old = Files.isReadable(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        try {
            write(file, content, List.of(StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            if (old.isPresent()) {
                restore(file, old.get(), e);
            }
            throw e;
        }
    }

    private static void restore(Path file, byte[] old, IOException failure) {
        try {
            write(file, ByteBuffer.wrap(old), List.of(StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void write(Path file, ByteBuffer content, List<OpenOption> how) throws IOException {
        Set<OpenOption> options = new HashSet<>(how);
        options.add(StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            if (Files.isRegularFile(file)) {
                channel.force(true); // which reports errors that some file systems find late
            }
        }
    }
}
