package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.IN_USE;
import static dev.ipcdemo.sockets.FailureKind.NAME_TOO_LONG;
import static dev.ipcdemo.sockets.FailureKind.NOT_FOUND;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.FailureKind.PERMISSION;
import static dev.ipcdemo.sockets.FailureKind.REFUSED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ipcdemo.files.PathLock;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** What a transport with socket files guarantees. */
public interface SocketFileContract extends KernelContract {

    /** The longest path, in bytes. */
    int maxPathBytes();

    /** The form of an endpoint of this transport, as failures describe it. */
    String howToWriteNames();

    private Endpoint at(Path path) {
        return new Endpoint(transport().scheme(), new PathName(path.toString()));
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A stale socket file, such as a killed server leaves. */
    private static void leaveStaleFile(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
    }

    private void refusesToBind(Path path, String why) {
        fails(
                IN_USE,
                openVerb() + " " + at(path) + ": in use (" + why + ")",
                () -> open(at(path), Options.DEFAULT).close());
    }

    @Test
    default void aSocketFileIsForItsOwnerOnly(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        sandbox.open(at(path), Options.DEFAULT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    default void aSocketFileIsForWhomTheOptionsSay(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        sandbox.open(
                at(path), Options.DEFAULT.with(Options.SOCKET_FILE_MODE, PosixFilePermissions.fromString("rw-rw----")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
    }

    @Test
    default void removesItsSocketFileOnClose(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        OpenSocket socket = sandbox.open(at(path), Options.DEFAULT);
        assertThat(exists(path)).isTrue();

        socket.close();

        assertThat(exists(path)).isFalse();
    }

    @Test
    default void leavesAFileAloneThatHasTakenThePlaceOfItsOwn(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        OpenSocket socket = sandbox.open(at(path), Options.DEFAULT);
        Files.move(path, sandbox.directory().resolve("moved"));
        Files.writeString(path, "somebody's diary");

        socket.close();

        assertThat(path).hasContent("somebody's diary");
        Files.delete(sandbox.directory().resolve("moved"));
    }

    @Test
    default void leavesASocketAloneThatHasTakenThePlaceOfItsOwn(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        OpenSocket first = sandbox.open(at(path), Options.DEFAULT);
        Files.move(path, sandbox.directory().resolve("moved"));
        sandbox.open(at(path), Options.DEFAULT);

        first.close();

        assertThat(exists(path)).isTrue();
        sandbox.closeLater(connect(at(path), Options.DEFAULT));
        Files.delete(sandbox.directory().resolve("moved"));
    }

    @Test
    default void doesNotMindThatItsSocketFileIsGone(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        OpenSocket socket = sandbox.open(at(path), Options.DEFAULT);
        Files.delete(path);

        socket.close();

        assertThat(exists(path)).isFalse();
    }

    @Test
    default void refusesToBindOverALiveServer(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        sandbox.open(at(path), Options.DEFAULT);

        refusesToBind(path, "a live server has it");

        sandbox.closeLater(connect(at(path), Options.DEFAULT));
    }

    @Test
    default void replacesAStaleSocketFile(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        leaveStaleFile(path);

        sandbox.open(at(path), Options.DEFAULT);

        sandbox.closeLater(connect(at(path), Options.DEFAULT));
    }

    @Test
    default void oneOfSeveralServersGetsAPathWithAStaleFile(Sandbox sandbox) throws Exception {
        int servers = 5;
        for (int i = 0; i < 50; i++) {
            Path path = sandbox.directory().resolve("s" + i);
            leaveStaleFile(path);
            CyclicBarrier start = new CyclicBarrier(servers);
            List<Call<Optional<OpenSocket>>> calls = new ArrayList<>();
            for (int j = 0; j < servers; j++) {
                calls.add(sandbox.call(() -> {
                    start.await();
                    return openUnlessInUse(at(path));
                }));
            }
            List<OpenSocket> opened = new ArrayList<>();
            for (Call<Optional<OpenSocket>> call : calls) {
                call.result().ifPresent(socket -> opened.add(sandbox.closeLater(socket)));
            }
            assertThat(opened).as("servers on path %s", i).hasSize(1);
            sandbox.closeLater(connect(at(path), Options.DEFAULT));
        }
    }

    @Test
    default void bindsThoughItsThreadIsInterrupted(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        Thread.currentThread().interrupt();
        try {
            OpenSocket socket = sandbox.open(at(path), Options.DEFAULT);

            assertThat(Thread.interrupted()).isTrue();
            sandbox.closeLater(connect(at(path), Options.DEFAULT)).close();
            socket.close();
            assertThat(sandbox.directory()).isEmptyDirectory();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    default void anInterruptEndsTheWaitForAPath(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        try (PathLock lock = PathLock.take(path)) {
            assertThat(lock).isNotNull();
            Thread.currentThread().interrupt();

            fails(
                    CLOSED,
                    openVerb() + " " + at(path) + ": closed",
                    () -> open(at(path), Options.DEFAULT).close());

            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private Optional<OpenSocket> openUnlessInUse(Endpoint endpoint) throws IOException {
        try {
            return Optional.of(open(endpoint, Options.DEFAULT));
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(IN_USE);
            return Optional.empty();
        }
    }

    @Test
    default void bindsWhereOthersCanReplaceTheFileOnlyIfToldTo(Sandbox sandbox) throws IOException {
        Path shared = Files.createDirectory(sandbox.directory().resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path path = shared.resolve("s");

        fails(
                PERMISSION,
                openVerb() + " " + at(path) + ": permission denied (others could replace the socket file: everybody"
                        + " may write " + shared + ", which has no sticky bit; choose another directory, or allow this"
                        + " one (serve --shared-directory))",
                () -> open(at(path), Options.DEFAULT));
        assertThat(shared).isEmptyDirectory();

        Options options = Options.DEFAULT
                .with(Options.SHARED_DIRECTORY, true)
                .with(Options.SOCKET_FILE_MODE, PosixFilePermissions.fromString("rw-rw-rw-"));
        OpenSocket socket = sandbox.open(at(path), options);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .matches("rw.rw.rw.");
        sandbox.closeLater(connect(at(path), Options.DEFAULT)).close();
        socket.close();
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    default void bindsAgainWhereItHasClosed(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        sandbox.open(at(path), Options.DEFAULT).close();

        sandbox.open(at(path), Options.DEFAULT);

        sandbox.closeLater(connect(at(path), Options.DEFAULT));
    }

    @Test
    default void refusesToBindOverARegularFile(Sandbox sandbox) throws IOException {
        Path path = Files.writeString(sandbox.directory().resolve("s"), "somebody's diary");

        refusesToBind(path, "something that is not a socket is there, and is left alone");

        assertThat(path).hasContent("somebody's diary");
    }

    @Test
    default void refusesToBindOverADirectory(Sandbox sandbox) throws IOException {
        Path path = Files.createDirectory(sandbox.directory().resolve("s"));

        refusesToBind(path, "something that is not a socket is there, and is left alone");

        assertThat(path).isDirectory();
    }

    @Test
    default void refusesToBindOverTheRoot() {
        refusesToBind(Path.of("/"), "something that is not a socket is there, and is left alone");
    }

    @Test
    default void refusesToBindOverAPipe(Sandbox sandbox) throws Exception {
        Path path = sandbox.directory().resolve("s");
        assumeFalse(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0, "mkfifo does not work");

        refusesToBind(path, "something that is not a socket is there, and is left alone");

        assertThat(exists(path)).isTrue();
        Files.delete(path);
    }

    @Test
    default void refusesToBindOverALink(Sandbox sandbox) throws IOException {
        Path file = Files.writeString(sandbox.directory().resolve("file"), "somebody's diary");
        Path toFile = Files.createSymbolicLink(sandbox.directory().resolve("a"), file);
        Path toNothing = Files.createSymbolicLink(
                sandbox.directory().resolve("b"), sandbox.directory().resolve("nothing"));
        Path stale = sandbox.directory().resolve("stale");
        leaveStaleFile(stale);
        Path toStale = Files.createSymbolicLink(sandbox.directory().resolve("c"), stale);

        for (Path link : new Path[] {toFile, toNothing, toStale}) {
            refusesToBind(link, "something that is not a socket is there, and is left alone");
            assertThat(link).isSymbolicLink();
        }

        assertThat(file).hasContent("somebody's diary");
        Files.delete(stale);
    }

    @Test
    default void bindsInNoDirectoryThatIsMissing(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("missing").resolve("s");

        fails(
                NOT_FOUND,
                openVerb() + " " + at(path) + ": not found (the directory does not exist)",
                () -> open(at(path), Options.DEFAULT));
    }

    @Test
    default void bindsInNoDirectoryThatIsAFile(Sandbox sandbox) throws IOException {
        Path path = Files.createFile(sandbox.directory().resolve("file")).resolve("s");

        fails(
                NOT_FOUND,
                openVerb() + " " + at(path) + ": not found (the directory does not exist)",
                () -> open(at(path), Options.DEFAULT));
    }

    @Test
    default void bindsOnlyWhereItMayWrite(Sandbox sandbox) throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Path closed = Files.createDirectory(
                sandbox.directory().resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

        fails(
                PERMISSION,
                openVerb() + " " + at(closed.resolve("s"))
                        + ": permission denied (binding needs write permission on the directory)",
                () -> open(at(closed.resolve("s")), Options.DEFAULT));
    }

    @Test
    default void connectsOnlyWhereItMayWrite(Sandbox sandbox) throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Path path = sandbox.directory().resolve("s");
        sandbox.open(
                at(path), Options.DEFAULT.with(Options.SOCKET_FILE_MODE, PosixFilePermissions.fromString("r--------")));

        fails(
                PERMISSION,
                "connect " + at(path) + ": permission denied (connecting needs write permission on the socket file)",
                () -> connect(at(path), Options.DEFAULT));
    }

    @Test
    default void takesAPathThatJustFits(Sandbox sandbox) throws IOException {
        Path path = pathOf(maxPathBytes(), sandbox);
        leaveStaleFileFromItsDirectory(path);

        sandbox.open(at(path), Options.DEFAULT);

        assertThat(exists(path)).isTrue();
        sandbox.closeLater(connect(at(path), Options.DEFAULT));
    }

    /** A path of the largest size, or one byte longer, is reached through a shorter relative one. */
    private static void leaveStaleFileFromItsDirectory(Path path) throws IOException {
        Path shorter = path.resolveSibling("x");
        leaveStaleFile(shorter);
        Files.move(shorter, path);
    }

    private static Path pathOf(int bytes, Sandbox sandbox) {
        int missing = bytes - sandbox.directory().toString().length() - 1;
        assertThat(missing).as("the temporary directory's own path is too long").isPositive();
        return sandbox.directory().resolve("s".repeat(missing));
    }

    @Test
    default void refusesAPathThatIsTooLong(Sandbox sandbox) {
        Path path = pathOf(maxPathBytes() + 1, sandbox);
        String sentence = "resolve " + at(path) + ": name too long (it has " + (maxPathBytes() + 1)
                + " bytes, and at most " + maxPathBytes() + " fit; a relative path may be shorter)";

        fails(NAME_TOO_LONG, sentence, () -> open(at(path), Options.DEFAULT));
        fails(NAME_TOO_LONG, sentence, () -> connect(at(path), Options.DEFAULT));
    }

    @Test
    default void countsThePathInBytesNotInCharacters(Sandbox sandbox) {
        Path path = sandbox.directory().resolve("ü".repeat(60));
        int bytes = path.toString().getBytes(java.nio.charset.Charset.defaultCharset()).length;
        assumeFalse(bytes <= maxPathBytes(), "this system writes ü as one byte");

        fails(
                NAME_TOO_LONG,
                "resolve " + at(path) + ": name too long (it has " + bytes + " bytes, and at most " + maxPathBytes()
                        + " fit; a relative path may be shorter)",
                () -> open(at(path), Options.DEFAULT));
    }

    @Test
    default void connectsToNoStaleFile(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        leaveStaleFile(path);

        fails(
                REFUSED,
                "connect " + at(path) + ": refused (nobody is listening; the socket file is stale)",
                () -> connect(at(path), Options.DEFAULT));
        assertThat(exists(path)).isTrue();
        Files.delete(path);
    }

    @Test
    default void connectsToNoMissingFile(Sandbox sandbox) {
        Path path = sandbox.directory().resolve("s");
        Path deeper = sandbox.directory().resolve("missing").resolve("s");

        for (Path missing : new Path[] {path, deeper}) {
            fails(
                    NOT_FOUND,
                    "connect " + at(missing) + ": not found (no socket file is there; has the server started?)",
                    () -> connect(at(missing), Options.DEFAULT));
        }
    }

    @Test
    default void connectsToNoRegularFile(Sandbox sandbox) throws IOException {
        Path path = Files.writeString(sandbox.directory().resolve("s"), "somebody's diary");

        fails(
                REFUSED,
                "connect " + at(path) + ": refused (the path is a regular file, not a socket)",
                () -> connect(at(path), Options.DEFAULT));
        assertThat(path).hasContent("somebody's diary");
    }

    @Test
    default void connectsToNoDirectory(Sandbox sandbox) {
        fails(
                REFUSED,
                "connect " + at(sandbox.directory()) + ": refused (the path is a directory)",
                () -> connect(at(sandbox.directory()), Options.DEFAULT));
    }

    @Test
    default void connectsThroughALink(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        sandbox.open(at(path), Options.DEFAULT);
        Path link = Files.createSymbolicLink(sandbox.directory().resolve("link"), path);

        sandbox.closeLater(connect(at(link), Options.DEFAULT));
    }

    @Test
    default void hasTimeToConnectToNobody(Sandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("s");
        leaveStaleFile(path);
        Options patient = Options.DEFAULT.with(Options.CONNECT_TIMEOUT, Sandbox.LIMIT);

        fails(
                REFUSED,
                "connect " + at(path) + ": refused (nobody is listening; the socket file is stale)",
                () -> connect(at(path), patient));
        Files.delete(path);
        fails(
                NOT_FOUND,
                "connect " + at(path) + ": not found (no socket file is there; has the server started?)",
                () -> connect(at(path), patient));
    }

    @Test
    default void aFreePathIsInADirectoryOfItsOwnThatGoesWithIt(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open(new Endpoint(transport().scheme(), new AnyName()), Options.DEFAULT);
        Path path = Path.of(((PathName) socket.localEndpoint().name()).path());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");

        socket.close();

        assertThat(exists(path.getParent())).isFalse();
    }

    @Test
    default void hasNoHostsAndPorts() {
        Endpoint hostPort = Endpoint.parse(transport().scheme() + "://localhost:7");

        fails(
                NOT_SUPPORTED,
                "resolve " + hostPort + ": not supported (write " + howToWriteNames() + ")",
                () -> transport().resolve(hostPort));
    }
}
