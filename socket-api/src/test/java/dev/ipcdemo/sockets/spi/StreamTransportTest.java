package dev.ipcdemo.sockets.spi;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StreamTransportTest {

    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://host:7");

    private final List<SocketAddress> tried = new ArrayList<>();

    /** A host with three addresses, none of which answers. */
    private final class NobodyAnswers implements StreamTransport {

        @Override
        public List<SocketAddress> resolve(Endpoint endpoint) {
            return List.of(new InetSocketAddress(1), new InetSocketAddress(2), new InetSocketAddress(3));
        }

        @Override
        public Connection connect(SocketAddress address, Options options) throws SocketFailure {
            tried.add(address);
            throw new SocketFailure("connect", "address " + tried.size(), FailureKind.REFUSED, "");
        }

        @Override
        public Listener listen(SocketAddress address, Options options) {
            tried.add(address);
            throw new UnsupportedOperationException();
        }

        @Override
        public String scheme() {
            return "tcp";
        }

        @Override
        public SortedSet<Domain> domains() {
            return new TreeSet<>(List.of(Domain.AF_INET));
        }

        @Override
        public SocketType type() {
            return SocketType.SOCK_STREAM;
        }

        @Override
        public String implementation() {
            return "test";
        }

        @Override
        public Availability availability() {
            return Availability.AVAILABLE;
        }

        @Override
        public boolean parksVirtualThreads() {
            return true;
        }

        @Override
        public Endpoint endpointOf(SocketAddress address) {
            return ENDPOINT;
        }
    }

    @Test
    void triesEveryAddressAndTellsOfTheFirst() throws SocketFailure {
        NobodyAnswers transport = new NobodyAnswers();

        SocketFailure failure = fails(
                FailureKind.REFUSED, "connect address 1: refused", () -> transport.connect(ENDPOINT, Options.DEFAULT));

        assertThat(tried).isEqualTo(transport.resolve(ENDPOINT));
        assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("connect address 2: refused", "connect address 3: refused");
    }

    @Test
    void listensAtTheFirstAddress() {
        NobodyAnswers transport = new NobodyAnswers();

        assertThatThrownBy(() -> transport.listen(ENDPOINT, Options.DEFAULT))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(tried).containsExactly(new InetSocketAddress(1));
    }
}
