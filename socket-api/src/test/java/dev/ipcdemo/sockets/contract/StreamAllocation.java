package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.junit.jupiter.api.Test;

/** What a transport whose connections are channels guarantees: it allocates no more than the channels. */
public interface StreamAllocation extends TransportContract {

    @Override
    StreamTransport transport();

    /**
     * Both ends of one connection, as bare channels.
     *
     * @param client the end that connected
     * @param server the end that was accepted
     */
    record Channels(ByteChannel client, ByteChannel server) {}

    /** Opens such a connection. */
    Channels channels(StreamSandbox sandbox) throws IOException;

    @Test
    default void allocatesNoMoreThanTheBareChannels(StreamSandbox sandbox) throws IOException {
        ByteBuffer there = ByteBuffer.allocateDirect(64);
        ByteBuffer back = ByteBuffer.allocateDirect(64);
        Channels channels = channels(sandbox);
        Pair pair = sandbox.pair(Options.DEFAULT, Options.DEFAULT);

        long bare = Allocation.bytesPer(() -> {
            channels.client().write(there.clear());
            channels.server().read(back.clear());
            channels.server().write(back.flip());
            channels.client().read(there.clear());
        });
        long ours = Allocation.bytesPer(bare, () -> {
            pair.client().send(there.clear());
            pair.server().recv(back.clear());
            pair.server().send(back.flip());
            pair.client().recv(there.clear());
        });

        assertThat(ours - bare)
                .as("bytes a round trip beyond %d of the channels'", bare)
                .isLessThanOrEqualTo(0);
    }
}
