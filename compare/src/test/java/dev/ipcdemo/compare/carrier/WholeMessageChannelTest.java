package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipcdemo.compare.plan.MessageSizes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeMessageChannelTest {

    private static final int BYTES = 4;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int idled;
    private int closed;

    /** Each read delivers the next of these; an empty one is a read of nothing. Then the stream ends. */
    private MessageChannel channel(boolean keepsBoundaries, String... reads) {
        Deque<String> left = new ArrayDeque<>(List.of(reads));
        ReadableByteChannel in = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer buffer) {
                boolean ended = left.isEmpty();
                byte[] bytes = (ended ? "" : left.remove()).getBytes();
                buffer.put(bytes);
                return ended ? -1 : bytes.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                closed++;
            }
        };
        WritableByteChannel out = new WritableByteChannel() {
            private int calls;

            /** Takes one byte, every second time. */
            @Override
            public int write(ByteBuffer message) {
                int bytes = calls++ % 2;
                written.write(message.array(), message.position(), bytes);
                message.position(message.position() + bytes);
                return bytes;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                closed++;
            }
        };
        return new BareChannel(in, out, in, MessageSizes.ofOne(BYTES), keepsBoundaries, () -> idled++);
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new String(bytes);
    }

    @Test
    void sendsUntilAllIsWrittenAndIdlesWhenNothingWas() throws IOException {
        ByteBuffer message = ByteBuffer.wrap("abcd".getBytes());
        channel(false).send(message);
        assertThat(message.hasRemaining()).isFalse();
        assertThat(written.toString()).isEqualTo("abcd");
        assertThat(idled).isEqualTo(BYTES);
    }

    @Test
    void makesOneMessageOfTheReadsOfAStream() throws IOException {
        MessageChannel channel = channel(false, "a", "", "bcd", "efgh");
        ByteBuffer buffer = ByteBuffer.allocate(BYTES + 1);
        assertThat(channel.receive(buffer)).isEqualTo(BYTES);
        assertThat(text(buffer)).isEqualTo("abcd");
        assertThat(idled).isEqualTo(1);
        assertThat(channel.receive(buffer)).isEqualTo(BYTES);
        assertThat(text(buffer)).isEqualTo("efgh");
        assertThat(channel.receive(buffer)).isEqualTo(-1);
    }

    @Test
    void takesOneReadForAMessageWhereBoundariesAreKeptSoThatAWrongSizeShows() throws IOException {
        MessageChannel channel = channel(true, "ab", "", "abcde");
        ByteBuffer buffer = ByteBuffer.allocate(BYTES + 1);
        assertThat(channel.receive(buffer)).isEqualTo(2);
        assertThat(channel.receive(buffer)).isEqualTo(5);
        assertThat(channel.receive(buffer)).isEqualTo(-1);
    }

    @Test
    void failsIfTheStreamEndsWithinAMessage() {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> channel(false, "ab").receive(ByteBuffer.allocate(BYTES + 1)))
                .withMessage("the stream ended within a message");
    }

    @Test
    void closesWhatItWasGivenToClose() throws IOException {
        channel(false).close();
        assertThat(closed).isEqualTo(1);
    }
}
