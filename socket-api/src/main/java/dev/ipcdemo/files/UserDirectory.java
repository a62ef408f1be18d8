package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The parent of all private directories of one user, in a place that other users may write too, such as {@code /tmp}.
 * It belongs to this user, is not a link, and nobody else may write it, so its contents come from this user.
 *
 * @param place the place
 * @param name its name in that place
 */
record UserDirectory(Path place, Path name) {

    private static final String PREFIX = "ipc-demo-";
    private static final String LOCK = ".lock";
    private static final int ATTEMPTS = 100;

    /** Five digits in base 36: short, because a socket's path must be short, and people read it. */
    private static final int NAMES = 36 * 36 * 36 * 36 * 36;

    /**
     * The directory of a process in this user's.
     *
     * @param user the directory of the user
     * @param name its name in that place
     * @param lock held on a file beside it
     */
    record Claim(UserDirectory user, String name, FileChannel lock) {}

    Path path() {
        return place.resolve(name);
    }

    /** Creates a locked file in this user's directory, and then a directory beside it. */
    static Claim claim(Path place) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            UserDirectory user = findOrMake(place);
            try {
                Optional<Claim> claim = user.claim(randomName());
                if (claim.isPresent()) {
                    return claim.get();
                }
            } catch (IOException e) {
                user.removeIfEmpty();
                throw e;
            }
        }
        throw new FileSystemException(place.toString(), null, "others remove every directory that is made there");
    }

    private static UserDirectory findOrMake(Path place) throws IOException {
        String usual = usualName(place);
        for (int attempt = 1; ; attempt++) {
            Optional<UserDirectory> found = find(place);
            if (found.isPresent()) {
                return found.get();
            }
            UserDirectory directory =
                    new UserDirectory(place, Path.of(attempt == 1 ? usual : usual + "-" + randomName()));
            try {
                // Others may enter it, to reach what its owner opens to them.
                Files.createDirectory(directory.path(), mode(place, "rwx--x--x"));
                return directory;
            } catch (FileAlreadyExistsException takenMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw takenMeanwhile;
                }
            }
        }
    }

    /** Finds this user's directory, which has a different name if another user took the usual one. */
    static Optional<UserDirectory> find(Path place) throws IOException {
        String usual = usualName(place);
        UserDirectory directory = new UserDirectory(place, Path.of(usual));
        if (directory.isThere()) {
            return Optional.of(directory);
        }
        try (OpenDirectory in = OpenDirectory.at(place)) {
            for (Path name : in.names()) {
                UserDirectory another = new UserDirectory(place, name);
                if (name.toString().startsWith(usual + "-") && another.isThere()) {
                    return Optional.of(another);
                }
            }
        }
        return Optional.empty();
    }

    private static String usualName(Path place) throws IOException {
        return PREFIX + User.in(place).id();
    }

    private boolean isThere() throws IOException {
        Optional<OpenDirectory> directory = open();
        if (directory.isPresent()) {
            directory.get().close();
        }
        return directory.isPresent();
    }

    /** Returns nothing if it does not exist, or belongs to another user. */
    private Optional<OpenDirectory> open() throws IOException {
        User user = User.in(place);
        try (OpenDirectory in = OpenDirectory.at(place)) {
            // What another user owns is not even opened: it could have become a FIFO by then, and opening that would
            // wait.
            if (user.owner().isPresent() && !user.owner().get().equals(in.owner(name))) {
                return Optional.empty();
            }
            OpenDirectory directory = in.open(name);
            if (user.owner().isEmpty() || isOnlyFor(user, directory.attributes())) {
                return Optional.of(directory);
            }
            directory.close();
            return Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            return Optional.empty();
        }
    }

    private static boolean isOnlyFor(User user, PosixFileAttributes directory) {
        return user.owner().equals(Optional.of(directory.owner()))
                && Collections.disjoint(
                        directory.permissions(),
                        EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    }

    /** Returns nothing if it is gone, the name is taken, or another process removed it before it was locked. */
    private Optional<Claim> claim(String own) throws IOException {
        Optional<OpenDirectory> open = open();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try (OpenDirectory directory = open.get()) {
            sweep(directory, Set.of());
            FileChannel lock = directory.openFile(lockOf(own), StandardOpenOption.CREATE_NEW);
            boolean isClaimed = false;
            try {
                if (isLocked(lock) && directory.has(lockOf(own))) {
                    Files.createDirectory(path().resolve(own), mode(place, "rwx--x--x"));
                    isClaimed = true;
                    return Optional.of(new Claim(this, own, lock));
                }
            } finally {
                if (!isClaimed) {
                    directory.delete(lockOf(own));
                    lock.close();
                }
            }
        } catch (NoSuchFileException | FileAlreadyExistsException isGoneOrTaken) {
            // try another name, or another directory
        }
        return Optional.empty();
    }

    static boolean isLocked(FileChannel file) {
        try {
            return file.tryLock() != null;
        } catch (IOException noLocksHere) {
            return true; // nor for other processes, and without a lock nobody removes anything
        }
    }

    /** Removes what processes left that no longer live. */
    void sweep(Set<String> except) throws IOException {
        Optional<OpenDirectory> open = open();
        if (open.isPresent()) {
            try (OpenDirectory directory = open.get()) {
                sweep(directory, except);
            }
        }
        removeIfEmpty();
    }

    /** Removes also a directory without a lock, which a program used that outlived the process that started it. */
    private void sweep(OpenDirectory directory, Set<String> except) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path entry : directory.names()) {
            names.add(entry.toString().replaceFirst("\\.lock$", ""));
        }
        names.removeAll(except);
        for (String name : names) {
            try {
                removeIfAbandoned(directory, name);
            } catch (IOException leftToTheNext) {
                // The caller does not depend on it.
            }
        }
    }

    private static void removeIfAbandoned(OpenDirectory directory, String name) throws IOException {
        Path lockName = lockOf(name);
        if (directory.has(lockName) && !directory.attributes(lockName).isRegularFile()) {
            return; // opening a FIFO would wait for its reader
        }
        if (!directory.has(lockName) && directory.hasSpecialFile(Path.of(name))) {
            return; // a service that cleans /tmp may have removed the lock file, but not the sockets of a live server
        }
        try (FileChannel channel = directory.openFile(lockName, StandardOpenOption.CREATE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                directory.delete(Path.of(name));
                directory.delete(lockName);
            }
        } catch (OverlappingFileLockException isOfThisProcess) {
            // so it is in use
        }
    }

    /** Removes what a process has created in its own directory. */
    void remove(String process, String child) throws IOException {
        Optional<OpenDirectory> open = open();
        if (open.isPresent()) {
            try (OpenDirectory directory = open.get();
                    OpenDirectory own = directory.open(Path.of(process))) {
                own.delete(Path.of(child));
            }
        }
    }

    /** Removes the directory of a process, and this one if it is then empty. */
    void release(String process) throws IOException {
        Optional<OpenDirectory> open = open();
        if (open.isPresent()) {
            try (OpenDirectory directory = open.get()) {
                directory.delete(Path.of(process));
                directory.delete(lockOf(process));
            }
        }
        removeIfEmpty();
    }

    private void removeIfEmpty() throws IOException {
        if (isThere()) {
            try (OpenDirectory in = OpenDirectory.at(place)) {
                in.deleteEmpty(name);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                // Another process uses it, or has removed it.
            }
        }
    }

    private static Path lockOf(String name) {
        return Path.of(name + LOCK);
    }

    private static String randomName() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), Character.MAX_RADIX);
    }

    /** The permissions of a new file or directory, where the file system has permissions. */
    static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
