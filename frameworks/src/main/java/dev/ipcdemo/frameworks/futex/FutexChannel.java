package dev.ipcdemo.frameworks.futex;

import dev.ipcdemo.compare.carrier.MessageChannel;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Messages over a ring in each direction, with a word that says whether its reader waits. */
final class FutexChannel implements MessageChannel {

    static final int RING_BYTES = 1 << 20;

    private static final int WORD_AT = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;

    /** Of a ring and its word, which has a cache line of its own. */
    static final int BYTES = WORD_AT + 128;

    private static final int MESSAGE = 1;
    private static final int BUSY = 0;
    private static final int WAITS = 1;

    /** Of the whole memory: the rings do not keep it mapped. */
    private final ByteBuffer memory;

    private final OneToOneRingBuffer in;
    private final OneToOneRingBuffer out;
    private final UnsafeBuffer readerHere;
    private final UnsafeBuffer readerThere;
    private final UnsafeBuffer outgoing = new UnsafeBuffer(0, 0);
    private final MessageHandler handler = this::copy;
    private ByteBuffer incoming = ByteBuffer.allocate(0);
    private volatile boolean closed;

    private FutexChannel(ByteBuffer memory, int in, int out) {
        this.memory = memory;
        this.in = new OneToOneRingBuffer(new UnsafeBuffer(memory, in, WORD_AT));
        this.out = new OneToOneRingBuffer(new UnsafeBuffer(memory, out, WORD_AT));
        readerHere = new UnsafeBuffer(memory, in + WORD_AT, Integer.BYTES);
        readerThere = new UnsafeBuffer(memory, out + WORD_AT, Integer.BYTES);
    }

    static FutexChannel ofServer(ByteBuffer memory) {
        return new FutexChannel(memory, 0, BYTES);
    }

    static FutexChannel ofClient(ByteBuffer memory) {
        return new FutexChannel(memory, BYTES, 0);
    }

    @Override
    public void send(ByteBuffer message) throws ClosedChannelException {
        outgoing.wrap(message, message.position(), message.remaining());
        while (!out.write(MESSAGE, outgoing, 0, message.remaining())) {
            requireOpen();
            wake(readerThere);
            Thread.yield(); // the reader makes room
        }
        message.position(message.limit());
        wake(readerThere);
    }

    /** The exchange comes after the message in the order of all threads, so that a reader sees the one or the other. */
    private static void wake(UnsafeBuffer reader) {
        if (reader.getAndSetInt(0, BUSY) == WAITS) {
            Futex.wake(reader.addressOffset());
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws ClosedChannelException {
        incoming = buffer.clear();
        while (in.read(handler, 1) == 0) {
            readerHere.getAndSetInt(0, WAITS);
            requireOpen();
            if (in.size() == 0) {
                Futex.await(readerHere.addressOffset(), WAITS);
            }
        }
        buffer.flip();
        return buffer.limit();
    }

    private void copy(int type, MutableDirectBuffer ring, int index, int length) {
        ring.getBytes(index, incoming, Math.min(length, incoming.remaining()));
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /** The memory is freed when nothing refers to it. */
    @Override
    public void close() {
        closed = true;
        wake(readerHere);
    }

    @Override
    public String buffers() {
        return "rings of " + memory.capacity() / 2 + " bytes";
    }
}
