package dev.ipcdemo.compare.carrier;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Messages over two ring buffers in memory that both sides share. */
final class SharedMemoryChannel implements MessageChannel {

    private static final int MESSAGE = 1;

    private final OneToOneRingBuffer in;
    private final OneToOneRingBuffer out;
    private final Idle idle;
    private final UnsafeBuffer outgoing = new UnsafeBuffer();
    private final MessageHandler handler = this::copy;
    private ByteBuffer wrapped = ByteBuffer.allocate(0);
    private ByteBuffer incoming = wrapped;
    private volatile boolean closed;

    SharedMemoryChannel(ByteBuffer in, ByteBuffer out, Idle idle) {
        this.in = new OneToOneRingBuffer(new UnsafeBuffer(in));
        this.out = new OneToOneRingBuffer(new UnsafeBuffer(out));
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) throws ClosedChannelException {
        if (wrapped != message) {
            outgoing.wrap(message, 0, message.capacity());
            wrapped = message;
        }
        while (!out.write(MESSAGE, (DirectBuffer) outgoing, message.position(), message.remaining())) {
            idleUnlessClosed();
        }
        message.position(message.limit());
    }

    @Override
    public int receive(ByteBuffer buffer) throws ClosedChannelException {
        buffer.clear();
        incoming = buffer;
        while (in.read(handler, 1) == 0) {
            idleUnlessClosed();
        }
        buffer.flip();
        return buffer.limit();
    }

    private void copy(int type, MutableDirectBuffer ring, int index, int length) {
        ring.getBytes(index, incoming, Math.min(length, incoming.remaining()));
    }

    private void idleUnlessClosed() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        idle.idle();
    }

    /** The memory is freed when it is no longer referenced. */
    @Override
    public void close() {
        closed = true;
    }
}
