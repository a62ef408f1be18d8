package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_NONBLOCK;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.ErrorNumbers.EACCES;
import static dev.ipcdemo.posix.ErrorNumbers.ECONNREFUSED;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.posix.socket.SocketFamily.BindTarget;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.IOException;
import java.net.SocketAddress;
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
 * A path that a socket is bound to, from before bind(2) to unlink(2). A stale socket file is removed before, and nothing else; on
 * close, exactly the file that was bound. Files that are still there when the JVM ends, even by SIGINT or SIGTERM, are removed
 * then.
 *
 * <p>The file has its permissions from the first moment: the socket gets them with fchmod(2), and bind(2) gives the file those of
 * the socket that the umask allows. Further ones are added afterwards.
 */
final class BoundPath implements BindTarget {

    /** The file type bits of {@code st_mode}, and their value for a socket. See inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFSOCK = 0140000;

    private static final String LIVE = "a live server has it";

    private final UnixAddress address;
    private final Path path;
    private final Set<PosixFilePermission> mode;
    private final Optional<PrivateDirectory> directory;
    private Optional<Object> fileKey = Optional.empty(); // guarded by this

    private BoundPath(UnixAddress address, Options options, Optional<PrivateDirectory> directory) {
        this.address = address;
        this.path = Path.of(address.text());
        this.mode = options.get(Options.SOCKET_FILE_MODE);
        this.directory = directory;
    }

    /** A new path in a new directory that only its owner can enter; the directory is removed with the file. */
    static BoundPath inOwnDirectory(Endpoint endpoint, Options options) throws SocketFailure {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            PrivateDirectory directory = opening.add(PrivateDirectory.create());
            Path path = UnixNames.picked(endpoint, directory.path().resolve("s"));
            return opening.succeed(new BoundPath(UnixAddress.ofPath(path.toString()), options, Optional.of(directory)));
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw new SocketFailure(
                    "bind",
                    endpoint.toString(),
                    e instanceof AccessDeniedException ? FailureKind.PERMISSION : FailureKind.OTHER,
                    "cannot create a directory for the socket file in " + System.getProperty("java.io.tmpdir")
                            + (e instanceof FileSystemException of && of.getReason() != null
                                    ? ": " + of.getReason()
                                    : ""),
                    e);
        }
    }

    /**
     * Prepares a path for bind(2): it must be free, or have a stale socket file, which is removed.
     *
     * @throws SocketFailure {@code IN_USE} if a live server or something that is not a socket is there
     */
    static BoundPath claim(UnixAddress address, String operation, Endpoint endpoint, Options options)
            throws SocketFailure {
        BoundPath claimed = new BoundPath(address, options, Optional.empty());
        Object found;
        boolean isSocket;
        try {
            found = fileKey(claimed.path);
            isSocket = isSocket(claimed.path);
        } catch (IOException nothingThere) {
            return claimed; // the usual case; if there is something wrong with the directory, bind(2) reports it
        }
        if (!isSocket) {
            throw inUse(operation, endpoint, "something that is not a socket is there, and is left alone");
        }
        Optional<String> whyNotStale = claimed.whyNotStale();
        if (whyNotStale.isPresent()) {
            throw inUse(operation, endpoint, whyNotStale.get());
        }
        claimed.removeStale(found, operation, endpoint);
        return claimed;
    }

    private static SocketFailure inUse(String operation, Endpoint endpoint, String why) {
        return new SocketFailure(operation, endpoint.toString(), FailureKind.IN_USE, why);
    }

    private void removeStale(Object found, String operation, Endpoint endpoint) throws SocketFailure {
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

    /** Device and inode number, where the file system has them. */
    private static Object fileKey(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.ofNullable(attributes.fileKey()).orElseGet(attributes::creationTime);
    }

    /** Whether a socket is at the path; a link to a socket does not count. */
    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & S_IFMT) == S_IFSOCK;
    }

    /**
     * Why the file is not stale; empty if no socket of any type is bound to it: only ECONNREFUSED means that. A stream server sees
     * a connection that ends at once. It does not wait, because the backlog may be full, which also means that the server lives.
     */
    private Optional<String> whyNotStale() {
        SystemCalls.note("socket", "connect", "close");
        int probe = Kernel.socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        int result = Kernel.connect(probe, SocketAddressBuffer.ofUnixName(address.forKernel()));
        Kernel.close(probe);
        if (result == -ECONNREFUSED) {
            return Optional.empty();
        }
        return Optional.of(
                result != -EACCES
                        ? LIVE
                        : "a socket file" + owner()
                                + " is there, and whether a server has it can only be told by a user who may connect");
    }

    private String owner() {
        try {
            return " of user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void binding(int socket) throws PosixException {
        Posix.fchmod(socket, bits(mode));
    }

    private static int bits(Set<PosixFilePermission> mode) {
        int bits = 0;
        for (PosixFilePermission permission : mode) {
            bits |= 0400 >> permission.ordinal(); // from OWNER_READ to OTHERS_EXECUTE
        }
        return bits;
    }

    @Override
    public synchronized void bound() throws IOException {
        fileKey = Optional.of(fileKey(path));
        AtExit.OPEN.add(this);
        if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(mode)) {
            Files.setPosixFilePermissions(path, mode); // what the umask took away
        }
    }

    /** unlink(2), once, and only if the file is still the one that was bound. */
    @Override
    public synchronized void close() throws IOException {
        AtExit.OPEN.remove(this);
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

        private static final Set<BoundPath> OPEN = ConcurrentHashMap.newKeySet();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::removeAll, "posix-socket-files"));
        }

        private static void removeAll() {
            for (BoundPath file : OPEN) {
                try {
                    file.close();
                } catch (IOException e) {
                    System.err.println("cannot remove " + file.path + ": " + e.getMessage());
                }
            }
        }
    }
}
