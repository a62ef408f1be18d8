package dev.ipcdemo.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel makes of options that only the system calls can set. */
@Timeout(600)
class PosixOptionsTest {

    private static final Options SMALL_SEGMENTS = Options.DEFAULT.with(Options.MAX_SEGMENT_BYTES, 1_000);
    private static final Options BUSY = Options.DEFAULT.with(Options.BUSY_POLL, Duration.ofNanos(50_000));

    /** Timestamps take 12 bytes of each segment. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]"})
    void aListenersSegmentSizeIsAnnouncedToItsClients(String host) throws IOException {
        StreamTransport tcp = Transports.stream("posix+tcp");
        try (Listener listener = tcp.listen(Endpoint.parse("posix+tcp://" + host + ":0"), SMALL_SEGMENTS);
                Connection client = tcp.connect(listener.localEndpoint(), Options.DEFAULT);
                Connection server = listener.accept()) {
            assertThat(client.effective(Options.MAX_SEGMENT_BYTES).orElseThrow())
                    .isBetween(900, 1_000);
            assertThat(server.effective(Options.MAX_SEGMENT_BYTES).orElseThrow())
                    .isBetween(900, 1_000);
        }
    }

    @Test
    void anUnknownCongestionControlIsRefusedWithThoseThatThereAre() {
        Options unknown = Options.DEFAULT.with(Options.CONGESTION, "nonesuch");

        assertThatThrownBy(() -> Transports.stream("posix+tcp").listen(Endpoint.parse("posix+tcp://:0"), unknown))
                .isInstanceOf(SocketFailure.class)
                .hasMessageStartingWith("setsockopt TCP_CONGESTION nonesuch: not supported (this host has ")
                .hasMessageContaining("reno");
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+tcp", "posix+mptcp"})
    void aConnectionAsksTheDeviceForAsLongAsItIsTold(String scheme) throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "SO_BUSY_POLL needs CAP_NET_ADMIN");
        StreamTransport transport = Transports.stream(scheme);
        assumeTrue(
                transport.availability().isAvailable(), transport.availability().reason());
        try (Listener listener = transport.listen(Endpoint.parse(scheme + "://127.0.0.1:0"), BUSY);
                Connection client = transport.connect(listener.localEndpoint(), BUSY);
                Connection server = listener.accept()) {
            assertThat(client.effective(Options.BUSY_POLL)).hasValue(Duration.ofNanos(50_000));
            assertThat(server.effective(Options.BUSY_POLL)).hasValue(Duration.ofNanos(50_000));
        }
    }

    @Test
    void aDatagramSocketAsksTheDeviceForAsLongAsItIsTold() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "SO_BUSY_POLL needs CAP_NET_ADMIN");
        try (OpenSocket socket = Transports.packet("posix+udp").bind(Endpoint.parse("posix+udp://127.0.0.1:0"), BUSY)) {
            assertThat(socket.effective(Options.BUSY_POLL)).hasValue(Duration.ofNanos(50_000));
        }
    }

    @Test
    void anAfUnixSocketHasNoneOfThem() throws IOException {
        StreamTransport unix = Transports.stream("posix+unix");
        try (Listener listener = unix.listen(Endpoint.parse("posix+unix:"), SMALL_SEGMENTS)) {
            assertThat(listener.effective(Options.MAX_SEGMENT_BYTES)).isEmpty();
            assertThat(listener.effective(Options.BUSY_POLL)).isEmpty();
        }
    }
}
