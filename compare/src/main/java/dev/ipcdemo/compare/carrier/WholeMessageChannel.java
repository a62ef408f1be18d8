package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.MessageSizes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes whole messages of reads and writes that may transfer less, or nothing. The loops stand here once, so that a bare
 * channel and a connection differ in nothing but the call that is measured. There are two subclasses: the compiler inlines
 * the calls to both, so that none costs an indirect jump.
 */
abstract class WholeMessageChannel implements MessageChannel {

    private final MessageSizes incoming;
    private final boolean keepsBoundaries;
    private final Idle idle;
    private long received;

    /**
     * Makes messages of known sizes.
     *
     * @param incoming the sizes of those that are received
     * @param keepsBoundaries whether one read takes one message
     * @param idle what to do when nothing could be transferred
     */
    WholeMessageChannel(MessageSizes incoming, boolean keepsBoundaries, Idle idle) {
        this.incoming = incoming;
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
            buffer.limit(incoming.of(received));
        }
        do {
            int bytes = read(buffer);
            if (bytes < 0) {
                if (buffer.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return -1;
            }
            if (bytes == 0) {
                idle.idle();
            }
        } while (keepsBoundaries ? buffer.position() == 0 : buffer.hasRemaining());
        received++;
        buffer.flip();
        return buffer.limit();
    }
}
