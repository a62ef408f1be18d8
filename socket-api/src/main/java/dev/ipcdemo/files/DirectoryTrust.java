package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Whether other users can change what is in a directory. Root can; nobody else may be able to write it, or to replace
 * it or a directory above it.
 */
public final class DirectoryTrust {

    /** Of {@code st_mode}: only its owner may remove or rename a file in the directory. See inode(7). */
    private static final int S_ISVTX = 01000;

    private static final String ROOT = "0";

    private DirectoryTrust() {}

    /**
     * Why a directory cannot be trusted: it, a directory above it, or a link on the way to it belongs to another user,
     * or another user may write it, and it has no sticky bit. A group with the name of the owner is that user's own.
     *
     * @param directory an existing directory that this process may write
     * @return a clause that names the file; empty if only root and this process's user can replace files there, or
     *     files have no POSIX permissions
     * @throws IOException if the directories cannot be examined
     */
    public static Optional<String> whyNot(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Path existing = directory.toAbsolutePath();
        existing.toRealPath(); // fails where links form a loop
        return whyNot(existing, User.in(existing).id());
    }

    private static Optional<String> whyNot(Path path, String user) throws IOException {
        Path at = path.getRoot();
        Optional<String> reason = whyNotItself(at, user);
        for (Path name : path) {
            at = at.resolve(name);
            if (reason.isEmpty()) {
                reason = whyNotItself(at, user);
            }
            if (reason.isEmpty() && Files.isSymbolicLink(at)) {
                reason = whyNot(at.resolveSibling(Files.readSymbolicLink(at)), user);
            }
        }
        return reason;
    }

    private static Optional<String> whyNotItself(Path file, String user) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String owner =
                Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).toString();
        if (!owner.equals(ROOT) && !owner.equals(user)) {
            return Optional.of(file + " belongs to user " + attributes.owner().getName());
        }
        if (attributes.isSymbolicLink() || isSticky(file)) {
            return Optional.empty();
        }
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("everybody may write " + file + ", which has no sticky bit");
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && hasOthersInGroup(file, attributes)) {
            return Optional.of(
                    "group " + attributes.group().getName() + " may write " + file + ", which has no sticky bit");
        }
        return Optional.empty();
    }

    private static boolean isSticky(Path file) throws IOException {
        return ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & S_ISVTX) != 0;
    }

    private static boolean hasOthersInGroup(Path file, PosixFileAttributes attributes) throws IOException {
        return !Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS)
                        .toString()
                        .equals(ROOT)
                && !attributes.group().getName().equals(attributes.owner().getName());
    }
}
