package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Both ends know their addresses, and a server without a name picks one. */
public interface StreamAddresses extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void bothEndsKnowWhoTheyAre(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);
        Pair pair = sandbox.pair(listener, Options.DEFAULT, Options.DEFAULT);

        assertThat(pair.client().peerEndpoint()).isEqualTo(listener.localEndpoint());
        assertThat(pair.server().localEndpoint()).isEqualTo(listener.localEndpoint());
        assertThat(pair.server().peerEndpoint()).isEqualTo(pair.client().localEndpoint());
        assertThat(pair.client().peerAddress()).isEqualTo(listener.localAddress());
        assertThat(transport().endpointOf(pair.server().peerAddress()))
                .isEqualTo(pair.server().peerEndpoint());
        assertThat(transport().endpointOf(pair.client().localAddress()))
                .isEqualTo(pair.client().localEndpoint());
    }

    @Test
    default void anEndpointLeadsToItsAddress(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);

        assertThat(listener.localEndpoint().scheme()).isEqualTo(transport().scheme());
        assertThat(transport().endpointOf(listener.localAddress())).isEqualTo(listener.localEndpoint());
        assertThat(transport().resolve(Endpoint.parse(listener.localEndpoint().toString())))
                .containsExactly(listener.localAddress());
    }

    @Test
    default void picksAFreeNameForAServerThatIsGivenNone(StreamSandbox sandbox) throws IOException {
        Endpoint any = new Endpoint(transport().scheme(), new AnyName());
        Listener one = sandbox.closeLater(transport().listen(any, Options.DEFAULT));
        Listener other = sandbox.closeLater(transport().listen(any, Options.DEFAULT));

        assertThat(one.localEndpoint()).isNotEqualTo(other.localEndpoint()).isNotEqualTo(any);
        Connection client = sandbox.closeLater(transport().connect(one.localEndpoint(), Options.DEFAULT));
        assertThat(sandbox.accept(one).localEndpoint()).isEqualTo(client.peerEndpoint());
    }

    @Test
    default void tellsItsBuffers(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(
                Options.DEFAULT.with(Options.SEND_BUFFER_BYTES, 30_000).with(Options.RECV_BUFFER_BYTES, 40_000),
                Options.DEFAULT.with(Options.SEND_BUFFER_BYTES, 50_000).with(Options.RECV_BUFFER_BYTES, 60_000));

        assertThat(pair.client().sendBufferBytes()).isGreaterThanOrEqualTo(30_000);
        assertThat(pair.client().recvBufferBytes()).isGreaterThanOrEqualTo(40_000);
        assertThat(pair.server().sendBufferBytes()).isGreaterThanOrEqualTo(50_000);
        assertThat(pair.server().recvBufferBytes()).isGreaterThanOrEqualTo(60_000);
    }
}
