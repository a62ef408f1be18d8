package dev.ipcdemo.compare.carrier;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Messages over bare channels. Keep the calls the same as in {@link ConnectionChannel}. */
final class BareChannel implements MessageChannel {

    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final Closeable all;
    private final int messageBytes;
    private final boolean keepsBoundaries;
    private final Idle idle;

    /** @param all closes both channels, and what goes with them */
    BareChannel(
            ReadableByteChannel in,
            WritableByteChannel out,
            Closeable all,
            int messageBytes,
            boolean keepsBoundaries,
            Idle idle) {
        this.in = in;
        this.out = out;
        this.all = all;
        this.messageBytes = messageBytes;
        this.keepsBoundaries = keepsBoundaries;
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (out.write(message) == 0) {
                idle.idle();
            }
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (!keepsBoundaries) {
            buffer.limit(messageBytes);
        }
        do {
            int received = in.read(buffer);
            if (received < 0) {
                if (buffer.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return -1;
            }
            if (received == 0) {
                idle.idle();
            }
        } while (keepsBoundaries ? buffer.position() == 0 : buffer.hasRemaining());
        buffer.flip();
        return buffer.limit();
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
