package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyAbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What transports in the domain AF_UNIX have in common about names: size limits, and why calls with a name fail. */
public final class UnixNames {

    /**
     * The longest path: {@code sun_path} has 108 bytes on Linux and 104 on macOS, of which the JDK does not use two.
     * junixsocket does not use one, but the JDK is used to find out whether a file is stale, and one transport should
     * be able to connect to the other.
     */
    public static final int MAX_PATH_BYTES = System.getProperty("os.name").startsWith("Mac") ? 102 : 106;

    /** {@code sun_path} has 108 bytes on Linux, of which the first is a NUL. */
    private static final int MAX_ABSTRACT_NAME_BYTES = 107;

    /** Stands for no name: binding it creates a socket file in a new directory. */
    public static final SocketAddress PICK = new Pick();

    private UnixNames() {}

    /**
     * A path that fits into {@code sockaddr_un}.
     *
     * @param endpoint the endpoint, for a failure
     * @param name its name
     * @return the path
     * @throws SocketFailure {@code NAME_TOO_LONG}; {@code NOT_FOUND} for text that is no path
     */
    public static Path path(Endpoint endpoint, PathName name) throws SocketFailure {
        checkLength(endpoint, name.path().getBytes(Charset.defaultCharset()).length, MAX_PATH_BYTES);
        try {
            return Path.of(name.path());
        } catch (InvalidPathException e) {
            throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NOT_FOUND, e.getReason(), e);
        }
    }

    /**
     * A path that was picked in the temporary directory, if it fits into {@code sockaddr_un}.
     *
     * @param endpoint the endpoint, for a failure
     * @param path the path
     * @return the same
     * @throws SocketFailure {@code NAME_TOO_LONG}
     */
    public static Path picked(Endpoint endpoint, Path path) throws SocketFailure {
        int bytes = path.toString().getBytes(Charset.defaultCharset()).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new SocketFailure(
                    "bind",
                    endpoint.toString(),
                    FailureKind.NAME_TOO_LONG,
                    "a path in the temporary directory would have " + bytes + " bytes, and at most " + MAX_PATH_BYTES
                            + " fit: " + path + "; set java.io.tmpdir to a directory with a shorter path");
        }
        return path;
    }

    /**
     * An abstract name that fits into {@code sockaddr_un} behind its NUL.
     *
     * @param endpoint the endpoint, for a failure
     * @param name its name
     * @return the name, without a NUL
     * @throws SocketFailure {@code NAME_TOO_LONG}; {@code NOT_FOUND} for a name that is not text
     */
    public static String abstractName(Endpoint endpoint, AbstractName name) throws SocketFailure {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name.name())) {
            throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NOT_FOUND, "the name is not text");
        }
        checkLength(endpoint, name.name().getBytes(StandardCharsets.UTF_8).length, MAX_ABSTRACT_NAME_BYTES);
        return name.name();
    }

    private static void checkLength(Endpoint endpoint, int bytes, int maxBytes) throws SocketFailure {
        if (bytes > maxBytes) {
            throw new SocketFailure(
                    "resolve",
                    endpoint.toString(),
                    FailureKind.NAME_TOO_LONG,
                    "it has " + bytes + " bytes, and at most " + maxBytes + " fit; a relative path may be shorter");
        }
    }

    /**
     * A unique name.
     *
     * @return a new one at each call
     */
    public static AbstractName freshAbstractName() {
        return new AbstractName("ipc-demo-" + UUID.randomUUID());
    }

    /**
     * The failure for a name that a transport does not have.
     *
     * @param endpoint the endpoint
     * @param expected what could be written instead
     * @return {@code NOT_SUPPORTED}, to be thrown
     */
    public static SocketFailure notSupported(Endpoint endpoint, String expected) {
        return new SocketFailure("resolve", endpoint.toString(), FailureKind.NOT_SUPPORTED, "write " + expected);
    }

    /**
     * Adds to what errno(3) says by looking at the path.
     *
     * @param operation the verb that failed
     * @param endpoint what it was applied to
     * @param kind how it failed
     * @return a clause, or empty
     */
    public static String explain(String operation, Endpoint endpoint, FailureKind kind) {
        if (endpoint.name() instanceof PathName name) {
            return explain(operation, name, kind);
        }
        return switch (kind) {
            case REFUSED -> "nobody has bound this name in this network namespace";
            case IN_USE -> "another socket has this name";
            case MESSAGE_TOO_LARGE -> "the send buffer limits the size of a message";
            default -> "";
        };
    }

    private static String explain(String operation, PathName name, FailureKind kind) {
        return switch (kind) {
            case REFUSED -> pathOf(name.path()).map(UnixNames::refusal).orElse("");
            case NOT_FOUND ->
                operation.equals("bind") || operation.equals("listen")
                        ? "the directory does not exist"
                        : "no socket file is there; has the server started?";
            case PERMISSION ->
                operation.equals("bind") || operation.equals("listen")
                        ? "binding needs write permission on the directory"
                        : "connecting needs write permission on the socket file";
            case IN_USE -> "another socket has this path";
            case WRONG_TYPE -> "the server there has sockets of another type";
            case MESSAGE_TOO_LARGE -> "the send buffer limits the size of a message";
            default -> "";
        };
    }

    /**
     * A path as the system or a peer knows it, which is one for the JDK only if its letters are in the system's character set:
     * in a container without {@code LANG}, those of ASCII.
     *
     * @param text a path
     * @return the path; empty if the JDK cannot express it
     */
    public static Optional<Path> pathOf(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String refusal(Path path) {
        if (Files.isDirectory(path)) {
            return "the path is a directory";
        }
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return "the path is a regular file, not a socket";
        }
        return "nobody is listening; the socket file is stale";
    }

    private static final class Pick extends SocketAddress {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "(any free path)";
        }
    }

    /**
     * Whether the transport chooses the path.
     *
     * @param endpoint an endpoint
     * @return whether it has no name
     */
    public static boolean isAny(Endpoint endpoint) {
        return endpoint.name() instanceof AnyName;
    }

    /**
     * Whether the transport chooses the abstract name.
     *
     * @param endpoint an endpoint
     * @return whether its name is {@code @} alone
     */
    public static boolean isAnyAbstract(Endpoint endpoint) {
        return endpoint.name() instanceof AnyAbstractName;
    }
}
