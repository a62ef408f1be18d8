package dev.ipcdemo.tcp;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only TCP does. */
@Timeout(600)
class TcpTransportTest {

    private final TcpTransport tcp = new TcpTransport();

    static Stream<Options> withAndWithoutTimeout() {
        return Stream.of(
                Options.DEFAULT, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, java.time.Duration.ofSeconds(20)));
    }

    /** A port that is taken but not listened at: nobody else can begin to listen there meanwhile. */
    @ParameterizedTest
    @MethodSource("withAndWithoutTimeout")
    void isRefusedWhereNobodyListens(Options options) throws IOException {
        try (SocketChannel taken = SocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            Endpoint endpoint = tcp.endpointOf(taken.getLocalAddress());

            fails(
                    FailureKind.REFUSED,
                    "connect " + endpoint + ": refused (nobody is listening there)",
                    () -> tcp.connect(endpoint, options));
        }
    }

    @Test
    void saysThatTheJdkHasNoUserTimeout() {
        Options options = Options.DEFAULT.with(Options.USER_TIMEOUT, java.time.Duration.ofSeconds(1));
        Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:0");

        fails(
                FailureKind.NOT_SUPPORTED,
                "listen " + endpoint + ": not supported (the JDK cannot set TCP_USER_TIMEOUT; posix+tcp can)",
                () -> tcp.listen(endpoint, options));
        fails(
                FailureKind.NOT_SUPPORTED,
                "connect tcp://127.0.0.1:7: not supported (the JDK cannot set TCP_USER_TIMEOUT; posix+tcp can)",
                () -> tcp.connect(Endpoint.parse("tcp://127.0.0.1:7"), options));
    }

    /** Closing with SO_LINGER 0 sends RST instead of FIN: tcp(7). */
    private static SocketChannel connectToReset(Listener listener) throws IOException {
        return SocketChannel.open(listener.localAddress()).setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    private static Connection acceptClientThatResets(Listener listener) throws IOException {
        SocketChannel client = connectToReset(listener);
        Connection server = listener.accept();
        client.close();
        return server;
    }

    @Test
    void isResetByAClient() throws IOException {
        try (Listener listener = tcp.listen(Endpoint.parse("tcp://127.0.0.1:0"), Options.DEFAULT);
                Connection server = acceptClientThatResets(listener)) {
            fails(
                    FailureKind.RESET,
                    "recv " + server.peerEndpoint() + ": reset by peer",
                    () -> server.recv(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void isResetByAClientThatWasNotYetAccepted() throws IOException {
        try (Listener listener = tcp.listen(Endpoint.parse("tcp://127.0.0.1:0"), Options.DEFAULT)) {
            connectToReset(listener).close();

            try (Connection server = listener.accept()) {
                assertThat(server.peerEndpoint().isNamed()).isTrue();
                fails(
                        FailureKind.RESET,
                        "recv " + server.peerEndpoint() + ": reset by peer",
                        () -> server.recv(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    void triesEveryAddressOfAHost() throws IOException {
        assumeTrue(HostNames.lookup("localhost").size() > 1, "localhost has only one address here, as /etc/hosts says");
        for (String loopback : new String[] {"127.0.0.1", "[::1]"}) {
            try (Listener listener = tcp.listen(Endpoint.parse("tcp://" + loopback + ":0"), Options.DEFAULT)) {
                int port = ((InetSocketAddress) listener.localAddress()).getPort();
                try (Connection client = tcp.connect(Endpoint.parse("tcp://localhost:" + port), Options.DEFAULT)) {
                    assertThat(client.peerEndpoint()).isEqualTo(listener.localEndpoint());
                }
            }
        }
    }

    @Test
    void saysThatAJvmHasNoIpv6() throws Exception {
        try (JavaProcess jvm = JavaProcess.start(Ipv6.class, List.of("-Djava.net.preferIPv4Stack=true"))) {
            assertThat(jvm.readLine()).isEqualTo("listen tcp://[::1]:0: not supported (this host or JVM has no IPv6)");
            assertThat(jvm.readLine()).isEqualTo("connect tcp://[::1]:7: not supported (this host or JVM has no IPv6)");
        }
    }

    static final class Ipv6 {
        public static void main(String[] args) throws IOException {
            TcpTransport tcp = new TcpTransport();
            try (Listener listener = tcp.listen(Endpoint.parse("tcp://[::1]:0"), Options.DEFAULT)) {
                System.out.println("listens at " + listener.localEndpoint());
            } catch (SocketFailure e) {
                System.out.println(e.getMessage());
            }
            try (Connection connection = tcp.connect(Endpoint.parse("tcp://[::1]:7"), Options.DEFAULT)) {
                System.out.println("is connected to " + connection.peerEndpoint());
            } catch (SocketFailure e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
