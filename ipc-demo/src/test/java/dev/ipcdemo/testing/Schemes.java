package dev.ipcdemo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The transports, for parameterized tests, and a client for any of them. */
public final class Schemes {

    private static final Options CLIENT = Options.DEFAULT
            .with(Options.CONNECT_TIMEOUT, Duration.ofSeconds(120))
            .with(Options.SEND_TIMEOUT, Duration.ofSeconds(120))
            .with(Options.RECV_TIMEOUT, Duration.ofSeconds(120));

    private Schemes() {}

    /** Every transport's scheme. */
    public static Stream<String> all() {
        return schemes(List.of(SocketType.values()));
    }

    /** The schemes of those that accept connections. */
    public static Stream<String> connected() {
        return schemes(List.of(SocketType.SOCK_STREAM, SocketType.SOCK_SEQPACKET));
    }

    /** The schemes of streams. */
    public static Stream<String> streams() {
        return schemes(List.of(SocketType.SOCK_STREAM));
    }

    /** The schemes of those that send datagrams. */
    public static Stream<String> datagrams() {
        return schemes(List.of(SocketType.SOCK_DGRAM));
    }

    /** The schemes of those that keep message boundaries. */
    public static Stream<String> messages() {
        return schemes(List.of(SocketType.SOCK_DGRAM, SocketType.SOCK_SEQPACKET));
    }

    private static Stream<String> schemes(List<SocketType> types) {
        List<Transport> transports = Transports.all();
        assertThat(transports).as("transports on the class path").hasSize(14);
        return transports.stream()
                .filter(transport -> types.contains(transport.type()))
                .map(Transport::scheme);
    }

    /** Skips the test, with the reason, where the transport does not work. */
    public static void assumeAvailable(String scheme) {
        Availability availability = Transports.byScheme(scheme).availability();
        Assumptions.assumeTrue(availability.isAvailable(), availability.toString());
    }

    /** A client that waits for two minutes at most. */
    public static Connection connect(Endpoint endpoint) throws SocketFailure {
        return Transports.byScheme(endpoint.scheme()).connect(endpoint, CLIENT);
    }

    public static void send(Connection connection, String text) throws SocketFailure {
        connection.sendFully(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Receives as much as is expected, or less if the peer ends. */
    public static String receive(Connection connection, int bytes) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && connection.recv(buffer) >= 0) {
            Thread.onSpinWait();
        }
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    /**
     * How a send fails on a connection that the peer has cut off: by a reset, or, where the transport does not soon tell, by a time
     * limit. Over Multipath TCP a reset of the one subflow may come before the one of the connection, which then waits for
     * another subflow, for net.mptcp.close_timeout.
     */
    public static Set<FailureKind> cutOff(String scheme) {
        return Transports.byScheme(scheme).soonTellsOfClose()
                ? Set.of(FailureKind.RESET)
                : Set.of(FailureKind.RESET, FailureKind.TIMEOUT);
    }

    /** Whether the peer has ended the connection, in order or by a reset: waits for either. */
    public static boolean isEnded(Connection connection) {
        try {
            return connection.recv(ByteBuffer.allocate(1)) < 0;
        } catch (SocketFailure e) {
            return e.kind() == FailureKind.RESET;
        }
    }

    /** The socket file of an endpoint, or a path that is not there. */
    public static Path file(Endpoint endpoint) {
        return endpoint.name() instanceof Endpoint.PathName name ? Path.of(name.path()) : Path.of("no-file");
    }
}
