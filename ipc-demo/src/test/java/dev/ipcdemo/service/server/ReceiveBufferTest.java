package dev.ipcdemo.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {

    private static void receive(ReceiveBuffer buffer, int bytes) {
        ByteBuffer into = buffer.get().clear();
        into.limit(Math.min(bytes, into.capacity()));
        buffer.fit();
    }

    @Test
    void isSmallOnAStreamWhileLittleComes() {
        ReceiveBuffer buffer = new ReceiveBuffer.Pool(65_536, false).forOne();
        int smallBytes = buffer.get().capacity();
        assertThat(smallBytes).isLessThanOrEqualTo(1_024);
        receive(buffer, smallBytes - 1);
        assertThat(buffer.get().capacity()).isEqualTo(smallBytes);
    }

    @Test
    void isLargeWhileMuchComesAndThenGivesTheMemoryBack() {
        ReceiveBuffer.Pool pool = new ReceiveBuffer.Pool(65_536, false);
        ReceiveBuffer buffer = pool.forOne();
        receive(buffer, 65_536);
        assertThat(buffer.get().capacity()).isEqualTo(65_536);
        receive(buffer, 65_536);
        assertThat(buffer.get().capacity()).isEqualTo(65_536);
        receive(buffer, 1);
        assertThat(buffer.get().capacity()).isLessThan(65_536);
        assertThat(pool.free()).isEqualTo(1);
    }

    @Test
    void hasTheSizeOfTheLargestMessageWhereThereAreMessages() {
        ReceiveBuffer buffer = new ReceiveBuffer.Pool(1_001, true).forOne();
        receive(buffer, 1);
        assertThat(buffer.get().capacity()).isEqualTo(1_001);
    }

    @Test
    void ofManyConnectionsThatHaveGoneOnlyAFewBuffersAreKept() {
        ReceiveBuffer.Pool pool = new ReceiveBuffer.Pool(100, true);
        List<ReceiveBuffer> buffers = Stream.generate(pool::forOne).limit(1_000).toList();
        assertThat(buffers)
                .allSatisfy(buffer -> assertThat(buffer.get().capacity()).isEqualTo(100));
        buffers.forEach(ReceiveBuffer::release);
        assertThat(pool.free()).isLessThan(100);
    }

    @Test
    void takesNoMemoryBeforeItIsUsed() {
        ReceiveBuffer.Pool pool = new ReceiveBuffer.Pool(Integer.MAX_VALUE, true);
        List<ReceiveBuffer> buffers = Stream.generate(pool::forOne).limit(1_000).toList();
        buffers.forEach(ReceiveBuffer::release);
        assertThat(pool.free()).isZero();
    }
}
