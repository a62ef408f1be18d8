package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What SOCK_STREAM means: message boundaries are not kept. */
public interface StreamOfBytes extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void saysSo(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        assertThat(transport().type().keepsBoundaries()).isFalse();
        assertThat(transport().domains())
                .allSatisfy(domain -> assertThat(transport().maxMessageBytes(domain))
                        .as("a limit")
                        .isEmpty());
        assertThat(pair.client().keepsMessageBoundaries()).isFalse();
        assertThat(pair.server().keepsMessageBoundaries()).isFalse();
    }

    @Test
    default void aStreamHasNoBatches(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        assertThat(transport().batches().reason())
                .isEqualTo("one message a call: a stream has no boundaries between messages");
        assertThat(pair.client().sendBatch(8, 64)).isEmpty();
        assertThat(pair.server().recvBatch(8, 64)).isEmpty();
    }

    @Test
    default void sendsNothingOnAStreamWhenGivenNothing(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        assertThat(pair.client().send(ByteBuffer.allocate(0))).isZero();

        pair.client().sendFully(Content.of("x"));
        ByteBuffer received = ByteBuffer.allocate(10);
        assertThat(pair.server().recv(received)).isEqualTo(1);
        assertThat(Content.textOf(received)).isEqualTo("x");
    }

    @Test
    default void givesAStreamInPiecesThatFit(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        pair.client().sendFully(Content.of("one and two"));

        ByteBuffer piece = ByteBuffer.allocate(4);
        pair.server().recvFully(piece);
        assertThat(Content.textOf(piece)).isEqualTo("one ");
        ByteBuffer rest = ByteBuffer.allocate(7);
        pair.server().recvFully(rest);
        assertThat(Content.textOf(rest)).isEqualTo("and two");
    }

    @Test
    default void joinsWhatAStreamIsGivenInPieces(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        pair.client().sendFully(Content.of("one "));
        pair.client().sendFully(Content.of("and two"));

        ByteBuffer all = ByteBuffer.allocate(11);
        pair.server().recvFully(all);
        assertThat(Content.textOf(all)).isEqualTo("one and two");
    }
}
