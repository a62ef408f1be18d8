package dev.ipcdemo.unix;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file of a bound AF_UNIX socket, from before bind(2) to unlink(2).
 *
 * <p>{@link #claim} removes a stale socket file and nothing else; {@link #bound} records which file was bound; {@link
 * #close} removes exactly that file. Files that are still open when the JVM ends, even by SIGINT or SIGTERM, are
 * removed then.
 */
final class SocketFile implements Closeable {

    /** The file type bits of {@code st_mode}, and their value for a socket. See inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFSOCK = 0140000;

    private static final String LIVE = "a live server has it";

    private final Path path;
    private final Optional<PrivateDirectory> directory;
    private Optional<Object> fileKey = Optional.empty();

    private SocketFile(Path path, Optional<PrivateDirectory> directory) {
        this.path = path;
        this.directory = directory;
    }

    /** A new path in a new directory that only its owner can enter; the directory is removed with the file. */
    static SocketFile inOwnDirectory(Endpoint endpoint) throws SocketFailure {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            PrivateDirectory directory = opening.add(PrivateDirectory.create());
            Path path = UnixNames.picked(endpoint, directory.path().resolve("s"));
            return opening.succeed(new SocketFile(path, Optional.of(directory)));
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw new SocketFailure(
                    "bind",
                    endpoint.toString(),
                    e instanceof AccessDeniedException ? FailureKind.PERMISSION : FailureKind.OTHER,
                    "cannot create a directory for the socket file in " + System.getProperty("java.io.tmpdir")
                            + reason(e),
                    e);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException of && of.getReason() != null ? ": " + of.getReason() : "";
    }

    /**
     * Prepares a path for bind(2): it must be free, or have a stale socket file, which is removed.
     *
     * @throws SocketFailure {@code IN_USE} if a live server or something that is not a socket is there
     */
    static SocketFile claim(Path path, String operation, Endpoint endpoint) throws SocketFailure {
        Object found;
        boolean isSocket;
        try {
            found = fileKey(path);
            isSocket = isSocket(path);
        } catch (IOException nothingThere) {
            // the usual case; if there is something wrong with the directory, bind(2) reports it
            return new SocketFile(path, Optional.empty());
        }
        if (!isSocket) {
            throw inUse(operation, endpoint, "something that is not a socket is there, and is left alone");
        }
        Optional<String> whyNotStale = whyNotStale(path);
        if (whyNotStale.isPresent()) {
            throw inUse(operation, endpoint, whyNotStale.get());
        }
        removeStale(path, found, operation, endpoint);
        return new SocketFile(path, Optional.empty());
    }

    private static void removeStale(Path path, Object found, String operation, Endpoint endpoint) throws SocketFailure {
        try {
            // Another server may have found the same stale file and replaced it meanwhile; then it is a different file.
            if (found.equals(fileKey(path))) {
                SystemCalls.note("unlink");
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            // which is just as good
        } catch (IOException e) {
            throw new SocketFailure(
                    operation,
                    endpoint.toString(),
                    FailureKind.PERMISSION,
                    "a stale socket file is there and cannot be removed",
                    e);
        }
    }

    private static SocketFailure inUse(String operation, Endpoint endpoint, String why) {
        return new SocketFailure(operation, endpoint.toString(), FailureKind.IN_USE, why);
    }

    /** Device and inode number, where the file system has them. */
    private static Object fileKey(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.ofNullable(attributes.fileKey()).orElseGet(attributes::creationTime);
    }

    /** Whether a socket is at the path; a link to a socket does not count. */
    static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & S_IFMT) == S_IFSOCK;
    }

    /**
     * Why the file is not stale; empty if no socket of any type is bound to it: only ECONNREFUSED means that. A stream server sees a
     * connection that ends at once. Non-blocking, because the backlog may be full, which also means that the server is
     * live.
     */
    private static Optional<String> whyNotStale(Path path) {
        SystemCalls.note("socket", "connect", "close");
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return Optional.of(LIVE);
        } catch (ConnectException refused) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Files.isWritable(path)
                            ? LIVE
                            : "a socket file" + owner(path)
                                    + " is there, and whether a server has it can only be told by a"
                                    + " user who may connect");
        }
    }

    private static String owner(Path path) {
        try {
            return " of user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    Path path() {
        return path;
    }

    /**
     * Call it after bind(2): records the file for {@link #close}, and sets its permissions. Until then they are what
     * the umask leaves, which usually lets nobody else connect; with junixsocket they are 0666, so only the directory
     * protects the file.
     */
    synchronized void bound(Set<PosixFilePermission> mode) throws IOException {
        fileKey = Optional.of(fileKey(path));
        AtExit.remove(this);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, mode);
        }
    }

    /** unlink(2), once, and only if the file is still the one that was bound. */
    @Override
    public synchronized void close() throws IOException {
        AtExit.forget(this);
        if (fileKey.isPresent() && isStill(fileKey.get())) {
            SystemCalls.note("unlink");
            Files.deleteIfExists(path);
        }
        fileKey = Optional.empty();
        if (directory.isPresent()) {
            directory.get().close();
        }
    }

    private boolean isStill(Object key) throws IOException {
        try {
            return fileKey(path).equals(key);
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    /** Removes the files that still exist when the JVM ends, normally or by SIGINT or SIGTERM. */
    private static final class AtExit {

        private static final Set<SocketFile> OPEN = ConcurrentHashMap.newKeySet();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::removeAll, "socket-files"));
        }

        static void remove(SocketFile file) {
            OPEN.add(file);
        }

        static void forget(SocketFile file) {
            OPEN.remove(file);
        }

        private static void removeAll() {
            for (SocketFile file : OPEN) {
                try {
                    file.close();
                } catch (IOException e) {
                    System.err.println("cannot remove " + file.path + ": " + e.getMessage());
                }
            }
        }
    }
}
