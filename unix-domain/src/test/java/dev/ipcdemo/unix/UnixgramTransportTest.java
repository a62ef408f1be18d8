package dev.ipcdemo.unix;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.Content;
import dev.ipcdemo.sockets.contract.Sandbox;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** What only AF_UNIX datagrams do. */
@Timeout(600)
class UnixgramTransportTest {

    private final UnixgramTransport unixgram = new UnixgramTransport();

    @TempDir
    private Path directory;

    @BeforeEach
    void needsJunixsocket() {
        assumeTrue(
                unixgram.availability().isAvailable(),
                () -> unixgram.availability().toString());
    }

    private static Endpoint at(String scheme, Path path) {
        return new Endpoint(scheme, new PathName(path.toString()));
    }

    static Stream<Options> waysToWait() {
        return Stream.of(
                Options.DEFAULT,
                Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT),
                Options.DEFAULT.with(Options.BLOCKING, false));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    void receivesFromWhoHasNoName(Options options) throws IOException {
        Path path = directory.resolve("s");
        try (PacketSocket socket = unixgram.bind(at("unixgram", path), options);
                AFUNIXDatagramChannel unnamed = AFUNIXDatagramChannel.open()) {
            unnamed.send(Content.of("hello"), AFUNIXSocketAddress.of(path));
            ByteBuffer received = ByteBuffer.allocate(10);

            SocketAddress sender = Sandbox.eventually()
                    .until(() -> socket.recvFrom(received), address -> address != PacketSocket.NO_DATAGRAM);

            assertThat(sender).isSameAs(PacketSocket.UNNAMED);
            assertThat(Content.textOf(received)).isEqualTo("hello");
        }
    }

    @Test
    void tellsHowMuchIsUnread() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux keeps a datagram in its sender's buffer");
        try (PacketSocket sender = unixgram.bind(at("unixgram", directory.resolve("s")), Options.DEFAULT);
                PacketSocket receiver = unixgram.bind(at("unixgram", directory.resolve("r")), Options.DEFAULT)) {
            assertThat(sender.unreadBytes()).isZero();
            sender.sendTo(ByteBuffer.allocate(1_000), receiver.localAddress());
            assertThat(sender.unreadBytes()).isGreaterThan(1_000);
            assertThat(receiver.unreadBytes()).isZero();
            receiver.recvFrom(ByteBuffer.allocate(1));
            assertThat(sender.unreadBytes()).isZero();
        }
    }

    static Stream<Options> waysToWaitLong() {
        return waysToWait().filter(options -> options.get(Options.BLOCKING));
    }

    /** junixsocket does not report the sender of an empty datagram, nor, without blocking, that one arrived. */
    @ParameterizedTest
    @MethodSource("waysToWaitLong")
    void doesNotKnowWhoSentAnEmptyDatagram(Options options) throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "needs another program that sends an empty datagram");
        Path path = directory.resolve("s");
        try (PacketSocket socket = unixgram.bind(at("unixgram", path), options)) {
            String program = "import socket, sys; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)"
                    + ".sendto(b'', sys.argv[1])";
            Process sender = new ProcessBuilder(python.toString(), "-c", program, path.toString())
                    .inheritIO()
                    .start();
            ByteBuffer received = ByteBuffer.allocate(10);

            assertThat(socket.recvFrom(received)).isSameAs(PacketSocket.UNNAMED);

            assertThat(received.position()).isZero();
            assertThat(sender.waitFor()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    void noticesThatNobodyIsThere(Options options) throws IOException {
        Path path = directory.resolve("gone");
        Path missing = directory.resolve("missing");
        try (PacketSocket socket = unixgram.bind(at("unixgram", directory.resolve("s")), options)) {
            SocketAddress stale = AFUNIXSocketAddress.of(path);
            try (AFUNIXDatagramChannel killed = AFUNIXDatagramChannel.open()) {
                killed.setDeleteOnClose(false);
                killed.bind(stale);
            }

            fails(
                    FailureKind.REFUSED,
                    "sendto " + at("unixgram", path) + ": refused (nobody is listening; the socket file is stale)",
                    () -> socket.sendTo(Content.of("x"), stale));
            fails(
                    FailureKind.NOT_FOUND,
                    "sendto " + at("unixgram", missing)
                            + ": not found (no socket file is there; has the server started?)",
                    () -> socket.sendTo(Content.of("x"), AFUNIXSocketAddress.of(missing)));

            assertThat(socket.isOpen()).as("is open for others").isTrue();
            SocketAddress itself = socket.localAddress();
            socket.sendTo(Content.of("still here"), itself);
            ByteBuffer received = ByteBuffer.allocate(20);
            Sandbox.eventually().until(() -> socket.recvFrom(received), address -> address != PacketSocket.NO_DATAGRAM);
            assertThat(Content.textOf(received)).isEqualTo("still here");
        }
    }

    @Test
    void isNotMistakenForAStreamNorAStreamForIt() throws IOException {
        Path path = directory.resolve("s");
        for (StreamTransport stream : List.of(new UnixTransport(), new JunixTransport(), new UnixpacketTransport())) {
            try (PacketSocket socket = unixgram.bind(at("unixgram", path), Options.DEFAULT)) {
                assertThat(socket.isOpen()).isTrue();
                wrongType(
                        "connect " + at(stream.scheme(), path),
                        () -> stream.connect(at(stream.scheme(), path), Options.DEFAULT));
                fails(
                        FailureKind.IN_USE,
                        "listen " + at(stream.scheme(), path) + ": in use (a live server has it)",
                        () -> stream.listen(at(stream.scheme(), path), Options.DEFAULT));
            }
            try (Listener listener = stream.listen(at(stream.scheme(), path), Options.DEFAULT);
                    PacketSocket socket = unixgram.bind(Endpoint.parse("unixgram:"), Options.DEFAULT)) {
                assertThat(listener.isOpen()).isTrue();
                wrongType(
                        "connect " + at("unixgram", path),
                        () -> unixgram.connect(at("unixgram", path), Options.DEFAULT));
                wrongType(
                        "sendto " + at("unixgram", path),
                        () -> socket.sendTo(Content.of("x"), AFUNIXSocketAddress.of(path)));
                fails(
                        FailureKind.IN_USE,
                        "bind " + at("unixgram", path) + ": in use (a live server has it)",
                        () -> unixgram.bind(at("unixgram", path), Options.DEFAULT));
            }
        }
    }

    private static void wrongType(String what, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        fails(
                FailureKind.WRONG_TYPE,
                what + ": wrong socket type (the server there has sockets of another type)",
                call);
    }

    @Test
    void aClientsSocketFileGoesWithIt() throws IOException {
        try (PacketSocket server = unixgram.bind(at("unixgram", directory.resolve("s")), Options.DEFAULT)) {
            Connection client = unixgram.connect(server.localEndpoint(), Options.DEFAULT);
            Path path = Path.of(((PathName) client.localEndpoint().name()).path());
            assertThat(path).exists();

            client.close();

            assertThat(path.getParent()).doesNotExist();
        }
    }
}
