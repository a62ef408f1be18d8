package dev.ipcdemo.compare.carrier;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes whole messages of reads and writes that may transfer less, or nothing. The loops stand here once, so that a bare
 * channel and a connection differ in nothing but the call that is measured. There are two subclasses: the compiler inlines
 * the calls to both, so that none costs an indirect jump.
 */
abstract class WholeMessageChannel implements MessageChannel {

    private final int messageBytes;
    private final boolean keepsBoundaries;
    private final Idle idle;

    /**
     * Makes messages of one size.
     *
     * @param messageBytes the size
     * @param keepsBoundaries whether one read takes one message
     * @param idle what to do when nothing could be transferred
     */
    WholeMessageChannel(int messageBytes, boolean keepsBoundaries, Idle idle) {
        this.messageBytes = messageBytes;
        this.keepsBoundaries = keepsBoundaries;
        this.idle = idle;
    }

    /** Writes what it can. Returns how many bytes that was. */
    abstract int write(ByteBuffer message) throws IOException;

    /** Reads what there is. Returns how many bytes that was; -1 at the end. */
    abstract int read(ByteBuffer buffer) throws IOException;

    @Override
    public final void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (write(message) == 0) {
                idle.idle();
            }
        }
    }

    @Override
    public final int receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (!keepsBoundaries) {
            buffer.limit(messageBytes);
        }
        do {
            int received = read(buffer);
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
}
