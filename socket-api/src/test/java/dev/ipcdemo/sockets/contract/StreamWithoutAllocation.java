package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a transport guarantees whose connections allocate nothing for a message. */
public interface StreamWithoutAllocation extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void allocatesNothingForAMessage(StreamSandbox sandbox) throws IOException {
        ByteBuffer there = ByteBuffer.allocateDirect(64);
        ByteBuffer back = ByteBuffer.allocateDirect(64);
        Pair pair = sandbox.pair();

        long bytes = Allocation.bytesPer(0, () -> {
            pair.client().send(there.clear());
            pair.server().recv(back.clear());
            pair.server().send(back.flip());
            pair.client().recv(there.clear());
        });

        assertThat(bytes).as("bytes a round trip").isZero();
    }
}
