package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A message for sendmsg(2) and recvmsg(2): {@code struct msghdr} with memory for the data, an address and ancillary data. Reuse it.
 * Not safe for use by several threads at once.
 *
 * <pre>{@code
 * MessageBuffer message = new MessageBuffer(64, 64);
 * message.clear(); // room for all
 * int received = Posix.recvmsg(socket, message, 0);
 * boolean wasCut = (message.flags() & MSG_TRUNC) != 0;
 * }</pre>
 */
public final class MessageBuffer {

    private static final boolean IS_MACOS = Platform.CURRENT == Platform.MACOS;
    private static final long NAME = Layouts.offset(Layouts.MSGHDR, "msg_name");
    private static final long NAME_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_namelen");
    private static final long VECTOR = Layouts.offset(Layouts.MSGHDR, "msg_iov");
    private static final long VECTOR_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_iovlen");
    private static final long CONTROL = Layouts.offset(Layouts.MSGHDR, "msg_control");
    private static final long CONTROL_LENGTH = Layouts.offset(Layouts.MSGHDR, "msg_controllen");
    private static final long FLAGS = Layouts.offset(Layouts.MSGHDR, "msg_flags");
    private static final long DATA_LENGTH = Layouts.offset(Layouts.IOVEC, "iov_len");
    private static final long LEVEL = Layouts.offset(Layouts.CMSGHDR, "cmsg_level");
    private static final long TYPE = Layouts.offset(Layouts.CMSGHDR, "cmsg_type");
    private static final long ALIGNMENT = IS_MACOS ? Integer.BYTES : Long.BYTES;
    private static final long CONTROL_HEAD = aligned(Layouts.CMSGHDR.byteSize());

    private final MemorySegment header;
    private final MemorySegment vector;
    private final MemorySegment control;
    private final ByteBuffer data;
    private final SocketAddressBuffer address = new SocketAddressBuffer();
    private long controlUsed;

    /** Kept, because the header only has the address of its memory. */
    @SuppressWarnings("unused")
    private SocketAddressBuffer receiver;

    /**
     * Allocates memory that lives as long as this.
     *
     * @param dataBytes the room for data
     * @param controlBytes the room for ancillary data, heads and padding included, such as 24 on Linux for one int; 0 for none
     */
    public MessageBuffer(int dataBytes, int controlBytes) {
        Arena arena = Arena.ofAuto();
        header = arena.allocate(Layouts.MSGHDR);
        vector = arena.allocate(Layouts.IOVEC);
        control = arena.allocate(controlBytes, Long.BYTES);
        MemorySegment memory = arena.allocate(dataBytes, Long.BYTES);
        data = memory.asByteBuffer();
        vector.set(ADDRESS, 0, memory);
        header.set(ADDRESS, VECTOR, vector);
        setNumber(header, VECTOR_LENGTH, 1);
        clear();
    }

    private static void setNumber(MemorySegment struct, long offset, long value) {
        if (IS_MACOS) {
            struct.set(JAVA_INT, offset, (int) value);
        } else {
            struct.set(JAVA_LONG, offset, value);
        }
    }

    private static long number(MemorySegment struct, long offset) {
        return IS_MACOS ? struct.get(JAVA_INT, offset) : struct.get(JAVA_LONG, offset);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Makes room for a message with an address and ancillary data: for recvmsg(2). */
    public void clear() {
        data.clear();
        vector.set(JAVA_LONG, DATA_LENGTH, data.capacity());
        header.set(ADDRESS, NAME, address.segment());
        header.set(JAVA_INT, NAME_LENGTH, SocketAddressBuffer.CAPACITY);
        header.set(ADDRESS, CONTROL, control.byteSize() == 0 ? MemorySegment.NULL : control);
        setNumber(header, CONTROL_LENGTH, control.byteSize());
        header.set(JAVA_INT, FLAGS, 0);
        controlUsed = 0;
    }

    /**
     * Begins a message to the socket's peer, without ancillary data: for sendmsg(2).
     *
     * @param bytes the data, from its position to its limit, which are copied
     */
    public void write(ByteBuffer bytes) {
        clear();
        data.put(bytes.duplicate()).flip();
        vector.set(JAVA_LONG, DATA_LENGTH, data.limit());
        header.set(ADDRESS, NAME, MemorySegment.NULL);
        header.set(JAVA_INT, NAME_LENGTH, 0);
        header.set(ADDRESS, CONTROL, MemorySegment.NULL);
        setNumber(header, CONTROL_LENGTH, 0);
    }

    /**
     * Gives a message that was begun with {@link #write} a receiver.
     *
     * @param receiver its address, which must not change before the message is sent
     */
    public void to(SocketAddressBuffer receiver) {
        this.receiver = receiver;
        header.set(ADDRESS, NAME, receiver.segment());
        header.set(JAVA_INT, NAME_LENGTH, receiver.length());
    }

    /**
     * Adds ancillary data to a message that was begun with {@link #write}.
     *
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param type such as {@link Constants#SCM_RIGHTS}
     * @param content such as the descriptors, as ints
     * @throws IndexOutOfBoundsException if there is no room for it
     */
    public void addControl(int level, int type, MemorySegment content) {
        long length = CONTROL_HEAD + content.byteSize();
        Objects.checkFromIndexSize(controlUsed, aligned(length), control.byteSize());
        setNumber(control, controlUsed, length);
        control.set(JAVA_INT, controlUsed + LEVEL, level);
        control.set(JAVA_INT, controlUsed + TYPE, type);
        MemorySegment.copy(content, 0, control, controlUsed + CONTROL_HEAD, content.byteSize());
        controlUsed += aligned(length);
        header.set(ADDRESS, CONTROL, control);
        setNumber(header, CONTROL_LENGTH, controlUsed);
    }

    /**
     * The data.
     *
     * @return after recvmsg(2), what was received is between position and limit; always the same direct buffer
     */
    public ByteBuffer data() {
        return data;
    }

    /**
     * The sender's address.
     *
     * @return what recvmsg(2) wrote; always the same buffer
     */
    public SocketAddressBuffer address() {
        return address;
    }

    /**
     * The flags that recvmsg(2) returned.
     *
     * @return such as {@link Constants#MSG_TRUNC} and {@link Constants#MSG_CTRUNC}
     */
    public int flags() {
        return header.get(JAVA_INT, FLAGS);
    }

    /**
     * One ancillary message.
     *
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param type such as {@link Constants#SCM_CREDENTIALS}
     * @param content what it contains; valid until the next call
     */
    public record Control(int level, int type, MemorySegment content) {}

    /**
     * The ancillary messages that recvmsg(2) returned.
     *
     * @return in their order
     */
    public List<Control> controls() {
        List<Control> controls = new ArrayList<>();
        long end = number(header, CONTROL_LENGTH);
        for (long at = 0; at + CONTROL_HEAD <= end; ) {
            long length = number(control, at);
            if (length < CONTROL_HEAD || at + length > end) {
                break; // cut off: MSG_CTRUNC
            }
            controls.add(new Control(
                    control.get(JAVA_INT, at + LEVEL),
                    control.get(JAVA_INT, at + TYPE),
                    control.asSlice(at + CONTROL_HEAD, length - CONTROL_HEAD)));
            at += aligned(length);
        }
        return controls;
    }

    MemorySegment header() {
        return header;
    }

    /** Call it after recvmsg(2). */
    void received(long bytes) {
        data.clear().limit((int) Math.min(bytes, data.capacity()));
        address.length(header.get(JAVA_INT, NAME_LENGTH));
    }
}
