package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Several messages for sendmmsg(2) and recvmmsg(2), each with memory of its own. Linux only. Reuse it. Not safe for use by several
 * threads at once.
 */
public final class MessageBatch {

    private static final long STRIDE = Layouts.MMSGHDR.byteSize();
    private static final long RESULT = Layouts.offset(Layouts.MMSGHDR, "msg_len");
    private static final long VECTOR = Layouts.offset(Layouts.MSGHDR, "msg_iov");
    private static final long VECTOR_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_iovlen");
    private static final long NAME = Layouts.offset(Layouts.MSGHDR, "msg_name");
    private static final long NAME_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_namelen");
    private static final long DATA_LENGTH = Layouts.offset(Layouts.IOVEC, "iov_len");

    private final int messageBytes;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final ByteBuffer[] data;

    /**
     * Allocates memory that lives as long as this.
     *
     * @param messages how many messages it holds
     * @param messageBytes the room for each of them
     */
    public MessageBatch(int messages, int messageBytes) {
        this.messageBytes = messageBytes;
        Arena arena = Arena.ofAuto();
        headers = arena.allocate(Layouts.MMSGHDR, messages);
        vectors = arena.allocate(Layouts.IOVEC, messages);
        data = new ByteBuffer[messages];
        for (int i = 0; i < messages; i++) {
            MemorySegment memory = arena.allocate(messageBytes, Long.BYTES);
            MemorySegment vector = vectors.asSlice(i * Layouts.IOVEC.byteSize(), Layouts.IOVEC.byteSize());
            data[i] = memory.asByteBuffer();
            vector.set(ADDRESS, 0, memory);
            vector.set(JAVA_LONG, DATA_LENGTH, messageBytes);
            headers.set(ADDRESS, i * STRIDE + VECTOR, vector);
            headers.set(JAVA_LONG, i * STRIDE + VECTOR_LENGTH, 1);
        }
    }

    /**
     * How many messages it holds.
     *
     * @return the number that it was created with
     */
    public int messages() {
        return data.length;
    }

    /**
     * The data of a message.
     *
     * @param message its number, from 0
     * @return always the same direct buffer; what was received is between position and limit
     */
    public ByteBuffer data(int message) {
        return data[message];
    }

    /**
     * Sets the size of a message that is to be sent.
     *
     * @param message its number, from 0
     * @param bytes how many of its bytes
     */
    public void size(int message, int bytes) {
        vectors.set(JAVA_LONG, message * Layouts.IOVEC.byteSize() + DATA_LENGTH, bytes);
    }

    /**
     * Gives every message the same receiver.
     *
     * @param receiver its address, which must not change before the messages are sent
     */
    public void to(SocketAddressBuffer receiver) {
        MemorySegment address = receiver.segment();
        for (int i = 0; i < data.length; i++) {
            headers.set(ADDRESS, i * STRIDE + NAME, address);
            headers.set(JAVA_INT, i * STRIDE + NAME_LENGTH, receiver.length());
        }
    }

    MemorySegment headers() {
        return headers;
    }

    /** Call it before recvmmsg(2). */
    void clear() {
        for (int i = 0; i < data.length; i++) {
            size(i, messageBytes);
        }
    }

    /** Call it after recvmmsg(2). */
    void received(int count) {
        for (int i = 0; i < count; i++) {
            data[i].clear().limit(Math.min(messageBytes, headers.get(JAVA_INT, i * STRIDE + RESULT)));
        }
    }
}
