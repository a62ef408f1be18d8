package dev.ipcdemo.unix;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.Opening;
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
 * The file that stands for a bound AF_UNIX socket, from before bind(2) to unlink(2).
 *
 * <p>{@link #claim} makes room for it and respects what is not ours; {@link #bound} remembers which file it is; {@link
 * #close} removes exactly that one. Files still open when the JVM ends, also by SIGINT or SIGTERM, are removed then.
 */
final class SocketFile implements Closeable {

    /** The file type bits of {@code st_mode}, and their value for a socket. See inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFSOCK = 0140000;

    private final Path path;
    private final Optional<PrivateDirectory> directory;
    private Optional<Object> fileKey = Optional.empty();

    private SocketFile(Path path, Optional<PrivateDirectory> directory) {
        this.path = path;
        this.directory = directory;
    }

    /** A fresh path in a new directory that only its owner can enter; the directory goes with the file. */
    static SocketFile inOwnDirectory(Endpoint endpoint) throws SocketFailure {
        try (Opening opening = new Opening()) {
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
                    "no directory for the socket file can be made in " + System.getProperty("java.io.tmpdir")
                            + reason(e),
                    e);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException of && of.getReason() != null ? ": " + of.getReason() : "";
    }

    /**
     * Makes room at a path: nothing is there, or only a stale socket file, which is removed.
     *
     * @throws SocketFailure {@code IN_USE} if a live server or something that is no socket is there
     */
    static SocketFile claim(Path path, String operation, Endpoint endpoint) throws SocketFailure {
        Object found;
        boolean isSocket;
        try {
            found = fileKey(path);
            isSocket = isSocket(path);
        } catch (IOException nothingThere) {
            // as it should be; if there is something wrong with the directory, bind(2) will say so
            return new SocketFile(path, Optional.empty());
        }
        if (!isSocket) {
            throw inUse(operation, endpoint, "something that is no socket stands there, and is left alone");
        }
        if (isLive(path)) {
            throw inUse(operation, endpoint, "a live server has it");
        }
        removeStale(path, found, operation, endpoint);
        return new SocketFile(path, Optional.empty());
    }

    private static void removeStale(Path path, Object found, String operation, Endpoint endpoint) throws SocketFailure {
        try {
            // Somebody else may have found the same stale file and replaced it by now; his is another file.
            if (found.equals(fileKey(path))) {
                SystemCalls.note("unlink");
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            // that is as good
        } catch (IOException e) {
            throw new SocketFailure(
                    operation,
                    endpoint.toString(),
                    FailureKind.PERMISSION,
                    "a stale socket file is there that cannot be removed",
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

    /** Whether a socket is at the path; a link to one is none. */
    static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & S_IFMT) == S_IFSOCK;
    }

    /**
     * Whether a socket of whatever type is bound to the file: only ECONNREFUSED says that none is. A stream server sees
     * a connection that ends at once. Not blocking, because the backlog may be full, which also is a sign of life.
     */
    private static boolean isLive(Path path) {
        SystemCalls.note("socket", "connect", "close");
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    Path path() {
        return path;
    }

    /**
     * To be called after bind(2): remembers the file for {@link #close}, and sets its permissions. Until then they are
     * what the umask left, which in all but lax settings lets nobody else connect; with junixsocket they are 0666, which
     * lets everybody whom the directory lets through.
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

    /** Removes what is still there when the JVM ends, in order or by SIGINT or SIGTERM. */
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
