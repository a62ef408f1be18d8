package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.files.DirectoryTrust;
import dev.ipcdemo.files.PathLock;
import dev.ipcdemo.files.PathLock.PathLockedException;
import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of a bound AF_UNIX socket, from before bind(2) to unlink(2).
 *
 * <p>{@link #claim} removes a stale socket file and nothing else; {@link #bind} records which file was bound; {@link
 * #close} removes exactly that file. Files that are still open when the JVM ends, even by SIGINT or SIGTERM, are
 * removed then, and none is bound from then on.
 */
public final class SocketFile implements Closeable {

    static {
        ProcessLimits.read();
        Causes.load();
    }

    /** The file type bits of {@code st_mode}, and their value for a socket. See inode(7). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFSOCK = 0140000;

    private static final String LIVE = "a live server has it";

    /** In {@code /proc/net/unix}: the state SS_UNCONNECTED, and no flag, such as that of a listener. */
    private static final Pattern BOUND = Pattern.compile("\\S+: \\S+ \\S+ 00000000 \\S+ 01 +\\d+ ([^@].*)");

    private static final Path SOCKETS = Path.of("/proc/net/unix");

    /** Calls that bind a socket. */
    @FunctionalInterface
    public interface Call {
        /**
         * Makes the calls.
         *
         * @throws IOException if one failed
         */
        void run() throws IOException;
    }

    /** The umask, which the JDK cannot change. */
    public interface Umask {
        /**
         * Sets the umask: umask(2).
         *
         * @param mask the new one
         * @return the previous one
         */
        int set(int mask);

        /** Gives the calling thread a umask of its own, if the system can do that: unshare(2) with CLONE_FS. */
        void unshare();
    }

    private final Path path;
    private final BindMode mode;
    private final Closeable held;
    private final Closeable directory;
    private Optional<Object> bound = Optional.empty();

    /**
     * A path that is ready to be bound.
     *
     * @param held what is released once the socket can be told from a stale one
     * @param directory what is removed with the file
     */
    private SocketFile(Path path, BindMode mode, Closeable held, Closeable directory) {
        this.path = path;
        this.mode = mode;
        this.held = held;
        this.directory = directory;
    }

    /**
     * A new path in a new directory that only its owner can enter; the directory is removed with the file.
     *
     * @param endpoint what is to be bound, for failures
     * @param options the permissions
     * @return the file, which is not there yet
     * @throws SocketFailure if the directory cannot be created, or the path would be too long
     */
    public static SocketFile inOwnDirectory(Endpoint endpoint, Options options) throws SocketFailure {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            PrivateDirectory directory = opening.add(PrivateDirectory.create());
            Path path = UnixNames.picked(endpoint, directory.path().resolve("s"));
            BindMode mode = new BindMode(options.get(Options.SOCKET_FILE_MODE), false);
            return opening.succeed(new SocketFile(path, mode, () -> {}, directory));
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            FailureKind kind = kindOf(e);
            throw new SocketFailure(
                    "bind",
                    endpoint.toString(),
                    kind,
                    "cannot create a directory for the socket file in " + System.getProperty("java.io.tmpdir")
                            + reason(e, kind),
                    e);
        }
    }

    /** The other causes are those of sockets, and would mean something else of a file. */
    private static FailureKind kindOf(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return FailureKind.PERMISSION;
        }
        FailureKind kind = Causes.kindOf(failure);
        return kind == FailureKind.NO_RESOURCES ? kind : FailureKind.OTHER;
    }

    /** The system's words, without the name that was tried: nobody has given it, and it is gone. */
    private static String reason(IOException failure, FailureKind kind) {
        if (!(failure instanceof FileSystemException of) || of.getReason() == null) {
            return "";
        }
        String reason = of.getReason();
        return ": " + (kind == FailureKind.NO_RESOURCES ? Causes.detail(new IOException(reason), kind) : reason);
    }

    /**
     * Prepares a path for bind(2): it must be free, or have a stale socket file, which is removed. Until {@link #bind}
     * or {@link #close}, others that call this wait.
     *
     * @param path the path
     * @param operation the verb, for failures
     * @param endpoint what is to be bound, for failures
     * @param options the permissions, and whether the directory may be shared with others
     * @return the file, which is not there yet
     * @throws IOException if the path cannot be prepared; a {@link SocketFailure} {@code IN_USE} if a live server or something that is not a socket is there; {@code
     *     PERMISSION} if others could replace the file, unless the options allow that
     */
    public static SocketFile claim(Path path, String operation, Endpoint endpoint, Options options) throws IOException {
        boolean isShared = options.get(Options.SHARED_DIRECTORY) || !isTrusted(path, operation, endpoint);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            Closeable lock = opening.add(lock(path));
            clear(path, operation, endpoint);
            BindMode mode = new BindMode(options.get(Options.SOCKET_FILE_MODE), isShared);
            return opening.succeed(new SocketFile(path, mode, lock, () -> {}));
        } catch (PathLockedException e) {
            throw inUse(operation, endpoint, "another server is about to take it: " + e.getFile() + " is locked");
        }
    }

    /** False if that cannot be found out, and bind(2) will probably fail, too. */
    private static boolean isTrusted(Path path, String operation, Endpoint endpoint) throws IOException {
        Optional<Boolean> isTrusted = ifWritable(path, () -> {
            Optional<String> whyNot = DirectoryTrust.whyNot(directoryOf(path));
            if (whyNot.isPresent()) {
                throw new SocketFailure(
                        operation,
                        endpoint.toString(),
                        FailureKind.PERMISSION,
                        "others could replace the socket file: " + whyNot.get()
                                + "; choose another directory, or allow this one (serve --shared-directory)");
            }
            return true;
        });
        return isTrusted.orElse(false);
    }

    private static Closeable lock(Path path) throws IOException {
        Optional<Closeable> lock = ifWritable(path, () -> PathLock.take(path));
        return lock.orElse(() -> {});
    }

    /** What creates a file beside the path. */
    @FunctionalInterface
    private interface Preparation<T> {
        T run() throws IOException;
    }

    /** Does nothing in a directory that does not exist, or is not writable: bind(2) reports that. */
    private static <T> Optional<T> ifWritable(Path path, Preparation<T> preparation) throws IOException {
        try {
            return path.getFileName() != null && Files.isDirectory(directoryOf(path))
                    ? Optional.of(preparation.run())
                    : Optional.empty();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
    }

    private static Path directoryOf(Path path) {
        Path absolute = path.toAbsolutePath();
        return absolute.getParent() == null ? absolute : absolute.getParent();
    }

    private static void clear(Path path, String operation, Endpoint endpoint) throws IOException {
        Object found;
        boolean isSocket;
        try {
            found = identity(path);
            isSocket = isSocket(path);
        } catch (IOException nothingThere) {
            // the usual case; if there is something wrong with the directory, bind(2) reports it
            return;
        }
        if (!isSocket) {
            throw inUse(operation, endpoint, "something that is not a socket is there, and is left alone");
        }
        Optional<String> whyNotStale = whyNotStale(path);
        if (whyNotStale.isPresent()) {
            throw inUse(operation, endpoint, whyNotStale.get());
        }
        removeStale(path, found, operation, endpoint);
    }

    private static void removeStale(Path path, Object found, String operation, Endpoint endpoint) throws SocketFailure {
        try {
            // A program that takes no lock may have replaced it meanwhile; then it is a different file.
            if (found.equals(identity(path))) {
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

    /**
     * Converts what preparing, binding or removing a socket file threw to a failure, as a channel's family does.
     *
     * @param operation the verb
     * @param endpoint what it was applied to
     * @param cause what was thrown
     * @return the failure, to be thrown; the cause itself if it is one already
     */
    public static SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        return Causes.failure(operation, endpoint, cause, kind -> UnixNames.explain(operation, endpoint, kind));
    }

    private static SocketFailure inUse(String operation, Endpoint endpoint, String why) {
        return new SocketFailure(operation, endpoint.toString(), FailureKind.IN_USE, why);
    }

    /**
     * Device and inode number, where the file system has them, and when the file was created: a number that is free is soon
     * given out again. Where the JDK does not know when that was, it says when the file was last modified, which is the same
     * for a socket. Neither changes when an administrator changes the file's mode, owner or name.
     */
    private static Object identity(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return List.of(Optional.ofNullable(attributes.fileKey()), attributes.creationTime());
    }

    /**
     * Whether a socket is at a path; a link to a socket does not count.
     *
     * @param path the path
     * @return whether one is there
     * @throws IOException if nothing is there, or it cannot be examined
     */
    public static boolean isSocket(Path path) throws IOException {
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
     *
     * @throws IOException if that cannot be found out, such as without a free descriptor
     */
    private static Optional<String> whyNotStale(Path path) throws IOException {
        SystemCalls.note("socket", "connect", "close");
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            return whyNotStale(path, probe);
        }
    }

    private static Optional<String> whyNotStale(Path path, SocketChannel probe) throws IOException {
        try {
            probe.connect(UnixDomainSocketAddress.of(path));
            return Optional.of(LIVE);
        } catch (ConnectException refused) {
            return isBound(path) ? Optional.of("a server has it that does not listen yet") : Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Files.isWritable(path)
                            ? LIVE
                            : "a socket file" + owner(path)
                                    + " is there, and whether a server has it can only be told by a"
                                    + " user who may connect");
        }
    }

    /**
     * Whether a socket of this network namespace is bound to the path, and neither listens nor is connected. The system
     * knows the path as the program wrote it, and a relative one could be any.
     */
    private static boolean isBound(Path path) throws IOException {
        try {
            String sockets = new String(Files.readAllBytes(SOCKETS), Charset.defaultCharset());
            return sockets.lines()
                    .map(BOUND::matcher)
                    .filter(Matcher::matches)
                    .flatMap(socket -> UnixNames.pathOf(socket.group(1)).stream())
                    .anyMatch(name -> isSame(name, path));
        } catch (NoSuchFileException | AccessDeniedException cannotBeAsked) {
            return false;
        }
    }

    private static boolean isSame(Path name, Path path) {
        try {
            return path.getFileName().equals(name.getFileName())
                    && (!name.isAbsolute() || Files.isSameFile(directoryOf(name), directoryOf(path)));
        } catch (IOException isGone) {
            return false;
        }
    }

    private static String owner(Path path) {
        try {
            return " of user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /**
     * The path.
     *
     * @return the path, as it was given
     */
    public Path path() {
        return path;
    }

    /**
     * Binds a socket to the path, and lets it listen, before another server can take the file for a stale one. From
     * then on the file is removed by {@link #close}.
     *
     * @param umask the umask
     * @param bind calls bind(2), and may also listen
     * @param listen calls listen(2) if it is needed and has not been called
     * @throws IOException if a call failed; also if this JVM is ending, because nothing would remove the file
     */
    public synchronized void bind(Umask umask, Call bind, Call listen) throws IOException {
        try (held) {
            AtExit.remove(this); // before there is a file, because it may be too late afterwards
            mode.bind(path, umask, () -> {
                bind.run();
                bound = Optional.of(identity(path));
            });
            listen.run();
        }
    }

    /** unlink(2), once, and only if the file is still the one that was bound. */
    @Override
    public synchronized void close() throws IOException {
        AtExit.forget(this);
        try (directory;
                held) {
            if (bound.isPresent() && isStill(bound.get())) {
                SystemCalls.note("unlink");
                Files.deleteIfExists(path);
            }
            bound = Optional.empty();
        }
    }

    private boolean isStill(Object file) throws IOException {
        try {
            return identity(path).equals(file);
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    /** Removes the files that still exist when the JVM ends, normally or by SIGINT or SIGTERM. */
    private static final class AtExit {

        private static final Set<SocketFile> OPEN = new HashSet<>();
        private static boolean hasHook;
        private static boolean isEnding;

        static synchronized void remove(SocketFile file) throws IOException {
            if (!hasHook && !isEnding) {
                try {
                    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::removeAll, "socket-files"));
                    hasHook = true;
                } catch (IllegalStateException shuttingDown) {
                    isEnding = true;
                }
            }
            if (isEnding) {
                throw new IOException("no socket file is made any more, because this process is ending");
            }
            OPEN.add(file);
        }

        static synchronized void forget(SocketFile file) {
            OPEN.remove(file);
        }

        /** The files that are open; from now on, none is added. */
        private static synchronized List<SocketFile> last() {
            isEnding = true;
            return List.copyOf(OPEN);
        }

        /** Waits for a file that is about to be bound. */
        private static void removeAll() {
            for (SocketFile file : last()) {
                try {
                    file.close();
                } catch (IOException e) {
                    System.err.println("cannot remove " + file.path + ": " + e.getMessage());
                }
            }
        }
    }
}
