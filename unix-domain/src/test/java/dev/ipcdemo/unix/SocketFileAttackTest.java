package dev.ipcdemo.unix;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Another user of this host, who acts while a server is being started. */
@Timeout(600)
class SocketFileAttackTest {

    private static final int STARTS = 100;

    private static final Options SHARED = Options.DEFAULT.with(Options.SHARED_DIRECTORY, true);
    private static final Options OPEN_TO_ALL =
            Options.DEFAULT.with(Options.SOCKET_FILE_MODE, PosixFilePermissions.fromString("rw-rw-rw-"));

    @TempDir
    private Path directory;

    private int usualUmask;

    /** System calls of the attacker. */
    private static final class Kernel {
        static {
            Native.register(Kernel.class, "c");
        }

        static native int setfsuid(int user);

        static native int umask(int mask);
    }

    @BeforeEach
    void needsAnotherUser() throws IOException {
        assumeTrue(OtherUser.isPossible(), "only root can act as another user, and only on Linux");
        assumeTrue(
                Junixsocket.library().isAvailable(), () -> Junixsocket.library().toString());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        usualUmask = Kernel.umask(022);
    }

    @AfterEach
    void restoreUmask() {
        Kernel.umask(usualUmask);
    }

    static Stream<Transport> transports() {
        return Transports.all().stream();
    }

    static Stream<Arguments> transportsAndUmasks() {
        return transports()
                .flatMap(transport ->
                        IntStream.of(022, 0).mapToObj(umask -> Arguments.of(transport, Integer.toOctalString(umask))));
    }

    private static OpenSocket open(Transport transport, Path path, Options options) throws SocketFailure {
        Endpoint endpoint = new Endpoint(transport.scheme(), new PathName(path.toString()));
        return transport instanceof PacketTransport packets
                ? packets.bind(endpoint, options)
                : ((StreamTransport) transport).listen(endpoint, options);
    }

    /** Repeats a call as the other user until it is stopped. */
    private static final class Attacker implements Closeable {

        private final FutureTask<Integer> attack;
        private final AtomicInteger attempts = new AtomicInteger();
        private volatile boolean isStopped;

        /** Counts how often the call returns true. */
        Attacker(Callable<Boolean> call) {
            attack = new FutureTask<>(() -> {
                Kernel.setfsuid(OtherUser.UID);
                int successes = 0;
                while (!isStopped) {
                    successes += call.call() ? 1 : 0;
                    attempts.incrementAndGet();
                }
                return successes;
            });
            new Thread(attack, "attacker").start();
        }

        /** Waits until a whole attempt has been made. */
        void awaitAttempt() {
            int before = attempts.get();
            while (attempts.get() < before + 2 && !attack.isDone()) {
                Thread.onSpinWait();
            }
        }

        int successes() throws InterruptedException, ExecutionException {
            isStopped = true;
            return attack.get();
        }

        @Override
        public void close() {
            isStopped = true;
        }
    }

    /** Whether connecting fails for no lack of permission; the type of the socket is looked at later. */
    private static boolean mayConnect(Path path) {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (IOException e) {
            return !e.getMessage().contains("Permission denied")
                    && !e.getMessage().contains("No such file or directory");
        }
    }

    @ParameterizedTest
    @MethodSource("transportsAndUmasks")
    void doesNotGetInForAMoment(Transport transport, String umask) throws Exception {
        Kernel.umask(Integer.parseInt(umask, 8));
        Path path = directory.resolve("s");
        try (Attacker attacker = new Attacker(() -> mayConnect(path))) {
            for (int i = 0; i < STARTS; i++) {
                try (OpenSocket server = open(transport, path, Options.DEFAULT)) {
                    assertThat(server.isOpen()).isTrue();
                    attacker.awaitAttempt();
                }
            }
            assertThat(attacker.successes()).isZero();
        }
        assertThat(Kernel.umask(022)).as("the umask afterwards").isEqualTo(Integer.parseInt(umask, 8));
    }

    @ParameterizedTest
    @MethodSource("transportsAndUmasks")
    void getsInWhereEverybodyMay(Transport transport, String umask) throws Exception {
        Kernel.umask(Integer.parseInt(umask, 8));
        Path path = directory.resolve("s");
        for (Options options : List.of(OPEN_TO_ALL, OPEN_TO_ALL.with(Options.SHARED_DIRECTORY, true))) {
            try (OpenSocket server = open(transport, path, options);
                    Attacker guest = new Attacker(() -> mayConnect(path))) {
                assertThat(server.isOpen()).isTrue();
                guest.awaitAttempt();
                assertThat(guest.successes()).isPositive();
            }
        }
        assertThat(Kernel.umask(022)).as("the umask afterwards").isEqualTo(Integer.parseInt(umask, 8));
    }

    /** Makes a directory of the other user's, who can replace files there. */
    private Path foreignDirectory() throws IOException {
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(foreign, "unix:uid", OtherUser.UID);
        return foreign;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void cannotHaveTheModeOfAnotherFileChanged(Transport transport) throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "a secret");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        Path foreign = foreignDirectory();
        Path path = foreign.resolve("s");
        Path moved = foreign.resolve("moved");
        try (Attacker attacker = new Attacker(() -> swap(path, moved, victim))) {
            for (int i = 0; i < STARTS; i++) {
                openQuietly(transport, path);
            }
            assertThat(attacker.successes()).as("links made in time").isPositive();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
                .isEqualTo("rw-------");
    }

    private static void openQuietly(Transport transport, Path path) throws IOException {
        try {
            open(transport, path, OPEN_TO_ALL.with(Options.SHARED_DIRECTORY, true))
                    .close();
        } catch (SocketFailure failsBecauseOfTheAttack) {
            // the path is taken by a link, for example
        }
        Files.deleteIfExists(path);
    }

    private static boolean swap(Path path, Path moved, Path victim) {
        try {
            Files.move(path, moved, StandardCopyOption.ATOMIC_MOVE);
            Files.createSymbolicLink(path, victim);
            return true;
        } catch (IOException notThereYet) {
            return false;
        }
    }

    private static String verb(Transport transport) {
        return transport instanceof PacketTransport ? "bind" : "listen";
    }

    @ParameterizedTest
    @MethodSource("transports")
    void isNotTrustedWithASocketFileUnlessThatIsSaid(Transport transport) throws Exception {
        Path path = foreignDirectory().resolve("s");

        fails(
                FailureKind.PERMISSION,
                verb(transport) + " " + new Endpoint(transport.scheme(), new PathName(path.toString()))
                        + ": permission denied (others could replace the socket file: " + path.getParent()
                        + " belongs to user nobody; choose another directory, or allow this one (serve --shared-directory))",
                () -> open(transport, path, Options.DEFAULT));
        assertThat(path.getParent()).isEmptyDirectory();

        try (OpenSocket socket = open(transport, path, SHARED)) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .matches("rw.--.--.");
        }
        assertThat(path.getParent()).isEmptyDirectory();
    }
}
