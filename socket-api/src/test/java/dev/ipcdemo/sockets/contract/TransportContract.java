package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every transport guarantees, and the fixture: what a test needs to know about the transport. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface TransportContract {

    /** The transport under test. */
    Transport transport();

    /** The domain of {@link #freshEndpoint}. */
    default Domain domain() {
        return transport().domains().first();
    }

    /** Where a server can be bound: port 0, or an unused name. */
    Endpoint freshEndpoint(Path directory);

    /** Whether this host has what the test needs; otherwise it is skipped. */
    default Availability availability() {
        return transport().availability();
    }

    /** Whether an empty message can be sent. */
    default boolean sendsEmptyMessages() {
        return true;
    }

    /** Opens a server's socket: listen or bind. */
    OpenSocket open(Endpoint endpoint, Options options) throws SocketFailure;

    /** The operation that {@link #open} performs. */
    String openVerb();

    /** Opens a client's connection. */
    default Connection connect(Endpoint endpoint, Options options) throws SocketFailure {
        return transport().connect(endpoint, options);
    }

    @Test
    default void opensTwoServersWithoutAChosenName(Sandbox sandbox) throws IOException {
        Endpoint any = transport().anyEndpoint(domain(), Reach.THIS_HOST);

        OpenSocket one = sandbox.open(any, Options.DEFAULT);
        OpenSocket other = sandbox.open(any, Options.DEFAULT);

        assertThat(one.localEndpoint()).isNotEqualTo(other.localEndpoint());
        assertThat(one.localEndpoint().isNamed()).isTrue();
        sandbox.closeLater(connect(one.localEndpoint(), Options.DEFAULT));
    }

    @Test
    default void connectsToNobodyWithoutAName() {
        Endpoint any = new Endpoint(transport().scheme(), new AnyName());

        fails(
                NOT_SUPPORTED,
                "connect " + any + ": not supported (a peer to connect to must be named)",
                () -> connect(any, Options.DEFAULT));
    }
}
