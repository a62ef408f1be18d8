package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Several messages for sendmmsg(2) and recvmmsg(2), each with memory of its own. Linux only. Reuse it. Not safe for use by several
 * threads at once.
 *
 * <p>The calls take an array of {@code struct mmsghdr}, the entries. At first there is an entry for each message; {@link #join}
 * makes one of several messages, which UDP sends as one buffer and segments again.
 */
public final class MessageBatch {

    private static final long STRIDE = Layouts.MMSGHDR.byteSize();
    private static final long RESULT = Layouts.offset(Layouts.MMSGHDR, "msg_len");
    private static final long VECTOR = Layouts.offset(Layouts.MSGHDR, "msg_iov");
    private static final long VECTOR_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_iovlen");
    private static final long NAME = Layouts.offset(Layouts.MSGHDR, "msg_name");
    private static final long NAME_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_namelen");
    private static final long CONTROL = Layouts.offset(Layouts.MSGHDR, "msg_control");
    private static final long CONTROL_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_controllen");
    private static final long VECTOR_STRIDE = Layouts.IOVEC.byteSize();
    private static final long DATA_LENGTH = Layouts.offset(Layouts.IOVEC, "iov_len");
    private static final long LEVEL = Layouts.offset(Layouts.CMSGHDR, "cmsg_level");
    private static final long TYPE = Layouts.offset(Layouts.CMSGHDR, "cmsg_type");
    private static final long CONTENT = Layouts.CMSGHDR.byteSize();

    /** An ancillary message with a number. */
    private static final long CONTROL_STRIDE = CONTENT + Long.BYTES;

    private final int messageBytes;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final ByteBuffer[] data;

    /** Kept, because the headers only have the address of its memory. */
    @SuppressWarnings("unused")
    private SocketAddressBuffer receiver;

    /**
     * Allocates memory that lives as long as this.
     *
     * @param messages how many messages it holds
     * @param messageBytes the room for each of them
     * @throws IllegalArgumentException if there is none of either
     */
    public MessageBatch(int messages, int messageBytes) {
        if (messages < 1 || messageBytes < 1) {
            throw new IllegalArgumentException("a batch holds at least one message of one byte");
        }
        this.messageBytes = messageBytes;
        Arena arena = Arena.ofAuto();
        headers = arena.allocate(Layouts.MMSGHDR, messages);
        vectors = arena.allocate(Layouts.IOVEC, messages);
        controls = arena.allocate(CONTROL_STRIDE * messages, Long.BYTES);
        data = new ByteBuffer[messages];
        for (int i = 0; i < messages; i++) {
            MemorySegment memory = arena.allocate(messageBytes, Long.BYTES);
            data[i] = memory.asByteBuffer();
            vectors.set(ADDRESS, i * VECTOR_STRIDE, memory);
            size(i, messageBytes);
            gather(i, i, 1);
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
     * @throws IllegalArgumentException if it has no room for so many
     */
    public void size(int message, int bytes) {
        if (bytes < 0 || bytes > messageBytes) {
            throw new IllegalArgumentException("a message has room for " + messageBytes + " bytes, not for " + bytes);
        }
        vectors.set(JAVA_LONG, message * VECTOR_STRIDE + DATA_LENGTH, bytes);
    }

    /**
     * Sets what an entry sends: some messages in a row, which the kernel takes as one buffer. UDP sends a datagram for each
     * segment of that buffer, see UDP_SEGMENT in udp(7).
     *
     * @param entry its number, from 0
     * @param first the number of the first message
     * @param count how many messages
     * @param segmentBytes the size of all of them but the last, which may be smaller; 0 to send one datagram
     */
    public void join(int entry, int first, int count, int segmentBytes) {
        if (first < 0 || count < 1 || count > data.length - first) {
            throw new IndexOutOfBoundsException("there are no messages " + first + " to " + (first + count - 1));
        }
        gather(entry, first, count);
        if (segmentBytes == 0) {
            control(entry, 0);
        } else {
            long control = entry * CONTROL_STRIDE;
            controls.set(JAVA_LONG, control, CONTENT + Short.BYTES);
            controls.set(JAVA_INT, control + LEVEL, Constants.IPPROTO_UDP);
            controls.set(JAVA_INT, control + TYPE, Constants.UDP_SEGMENT);
            controls.set(JAVA_SHORT, control + CONTENT, (short) segmentBytes);
            control(entry, CONTROL_STRIDE);
        }
    }

    private void gather(int entry, int first, int count) {
        headers.set(JAVA_LONG, entry * STRIDE + VECTOR, vectors.address() + first * VECTOR_STRIDE);
        headers.set(JAVA_LONG, entry * STRIDE + VECTOR_LENGTH, count);
    }

    private void control(int entry, long bytes) {
        headers.set(JAVA_LONG, entry * STRIDE + CONTROL, bytes == 0 ? 0 : controls.address() + entry * CONTROL_STRIDE);
        headers.set(JAVA_LONG, entry * STRIDE + CONTROL_LENGTH, bytes);
    }

    /**
     * Gives every message the same receiver.
     *
     * @param receiver its address, which must not change before the messages are sent
     */
    public void to(SocketAddressBuffer receiver) {
        this.receiver = receiver;
        MemorySegment address = receiver.segment();
        for (int i = 0; i < data.length; i++) {
            headers.set(ADDRESS, i * STRIDE + NAME, address);
            headers.set(JAVA_INT, i * STRIDE + NAME_LENGTH, receiver.length());
        }
    }

    /**
     * How many bytes recvmmsg(2) received.
     *
     * @param message its number, from 0
     * @return with {@link Constants#MSG_TRUNC}, how many the message had, although not all of them may have had room
     */
    public int length(int message) {
        return headers.get(JAVA_INT, message * STRIDE + RESULT);
    }

    /**
     * The size of the datagrams that the kernel has joined to one message, see UDP_GRO in udp(7).
     *
     * @param message its number, from 0
     * @return the size of all of them but the last, which may be smaller; that of the message if it is one datagram
     */
    public int segmentBytes(int message) {
        long control = message * CONTROL_STRIDE;
        boolean isTold = headers.get(JAVA_LONG, message * STRIDE + CONTROL_LENGTH) >= CONTENT + Integer.BYTES
                && controls.get(JAVA_INT, control + LEVEL) == Constants.IPPROTO_UDP
                && controls.get(JAVA_INT, control + TYPE) == Constants.UDP_GRO;
        return isTold ? controls.get(JAVA_INT, control + CONTENT) : length(message);
    }

    MemorySegment headers() {
        return headers;
    }

    /** Call it before a call with so many entries: the kernel checks nothing. */
    void requireEntries(int count) {
        if (count < 1 || count > data.length) {
            throw new IllegalArgumentException("the batch has " + data.length + " entries, not " + count);
        }
    }

    /** Call it before recvmmsg(2). */
    void clear(int count) {
        requireEntries(count);
        for (int i = 0; i < count; i++) {
            size(i, messageBytes);
            gather(i, i, 1);
            control(i, CONTROL_STRIDE);
        }
    }

    /** Call it after recvmmsg(2). */
    void received(int count) {
        for (int i = 0; i < count; i++) {
            data[i].clear().limit(Math.min(messageBytes, length(i)));
        }
    }
}
