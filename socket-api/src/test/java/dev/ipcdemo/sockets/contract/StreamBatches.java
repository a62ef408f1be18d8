package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a transport of SOCK_SEQPACKET guarantees of which one system call carries several messages. */
public interface StreamBatches extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void aBatchEndsBeforeTheEndOfTheStream(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        Batch.Outgoing outgoing = pair.client().sendBatch(2, 10).orElseThrow();
        Content.fill(outgoing.message(0).clear(), 0);
        Content.fill(outgoing.message(1).clear().limit(4), 10);
        assertThat(outgoing.send(0, 2)).isEqualTo(2);
        pair.client().shutdownOutput();

        Batch.Incoming incoming = pair.server().recvBatch(8, 10).orElseThrow();
        assertThat(incoming.recv()).isEqualTo(2);
        Content.check(incoming.message(0), 0);
        assertThat(incoming.message(1).limit()).isEqualTo(4);
        assertThat(incoming.recv()).isEqualTo(-1);
        assertThat(incoming.recv()).isEqualTo(-1);
    }

    @Test
    default void aBatchHasNoEmptyMessages(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        Batch.Outgoing outgoing = pair.client().sendBatch(2, 10).orElseThrow();
        outgoing.message(1).limit(0);

        fails(
                NOT_SUPPORTED,
                "send " + pair.client().peerEndpoint()
                        + ": not supported (the library makes no system call for an empty message)",
                () -> outgoing.send(0, 2));
    }
}
