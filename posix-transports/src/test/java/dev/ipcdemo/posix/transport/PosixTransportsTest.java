package dev.ipcdemo.posix.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.net.SocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transports where the module posix is missing, as it is on the class path of these tests. */
class PosixTransportsTest {

    private static final SocketAddress ADDRESS = new SocketAddress() {};

    static Stream<String> schemes() {
        return Transports.all().stream().map(Transport::scheme);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void saysWhyItDoesNotWork(String scheme) {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();

        assertThat(scheme).startsWith("posix+");
        assertThat(availability.isAvailable()).isFalse();
        assertThat(availability.reason())
                .containsAnyOf("needs Linux", "needs Java 22", "was built with Java", "not on the class path");
        assertThatThrownBy(() -> transport.connect(ADDRESS, Options.DEFAULT))
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_SUPPORTED))
                .hasMessage("connect " + scheme + ":: not supported (" + availability.reason() + ")");
        assertThatThrownBy(() -> transport.resolve(Endpoint.parse(scheme + ":")))
                .isInstanceOf(SocketFailure.class);
        assertThatThrownBy(transport::poll).isInstanceOf(SocketFailure.class);
        assertThat(transport.endpointOf(ADDRESS)).hasToString(scheme + ":");
        assertThat(transport.maxMessageBytes(transport.domains().first())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void isOfItsType(String scheme) {
        Transport transport = Transports.byScheme(scheme);

        assertThat(transport instanceof StreamTransport)
                .isEqualTo(transport.type().isConnected());
        assertThat(transport.parksVirtualThreads()).isFalse();
        assertThat(transport.implementation()).isEqualTo("system calls");
    }
}
