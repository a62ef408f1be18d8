package dev.ipcdemo.posix.socket;

import dev.ipcdemo.posix.MessageBatch;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Receives with recvmmsg(2), and separates what the kernel has joined: UDP_GRO. */
final class IncomingBatch implements Batch.Incoming {

    /** Room for all that the kernel joins. Not a power of two, so that the buffers do not share lines of the CPU's cache. */
    private static final int JOINED_BYTES = 65 << 10;

    /** More buffers of that size would only take memory: each may hold many messages. */
    private static final int MOST_JOINED = 64;

    private final PosixConnection connection;
    private final int messageBytes;
    private final boolean mayBeJoined;
    private final MessageBatch batch;
    private final Segments[] segments;
    private final ByteBuffer[] messages;
    private final int[] sentBytes;

    /** How many entries of the batch were received, which comes next, and from where in it. */
    private int received;

    private int entry;
    private int offset;

    IncomingBatch(PosixConnection connection, int messages, int messageBytes, boolean mayBeJoined) {
        this.connection = connection;
        this.messageBytes = messageBytes;
        this.mayBeJoined = mayBeJoined;
        batch = mayBeJoined
                ? new MessageBatch(Math.min(messages, MOST_JOINED), JOINED_BYTES)
                : new MessageBatch(messages, messageBytes);
        segments = IntStream.range(0, batch.messages())
                .mapToObj(i -> new Segments(batch.data(i)))
                .toArray(Segments[]::new);
        this.messages = new ByteBuffer[messages];
        sentBytes = new int[messages];
    }

    /** The messages in one buffer. They are sliced again only when they have another size than before. */
    private static final class Segments {
        private final ByteBuffer all;
        private final ByteBuffer first;
        private ByteBuffer[] slices = {};
        private int bytes;

        Segments(ByteBuffer buffer) {
            all = buffer.duplicate().clear();
            first = all.duplicate();
        }

        ByteBuffer at(int offset, int segmentBytes) {
            if (offset == 0) {
                return first;
            }
            if (segmentBytes != bytes) {
                bytes = segmentBytes;
                slices = new ByteBuffer[all.capacity() / segmentBytes + 1];
            }
            int index = offset / segmentBytes;
            if (slices[index] == null) {
                slices[index] = all.slice(offset, Math.min(segmentBytes, all.capacity() - offset));
            }
            return slices[index];
        }
    }

    @Override
    public int messages() {
        return messages.length;
    }

    @Override
    public ByteBuffer message(int index) {
        return messages[index];
    }

    @Override
    public int sentBytes(int index) {
        return sentBytes[index];
    }

    @Override
    public String calls() {
        return mayBeJoined ? "recvmmsg with UDP_GRO" : "recvmmsg";
    }

    @Override
    public int recv() throws SocketFailure {
        if (entry == received) {
            entry = 0;
            received = 0;
            int result = connection.recv(batch);
            if (result <= 0) {
                return result;
            }
            received = result;
        }
        int count = 0;
        while (count < messages.length && entry < received) {
            take(count++);
        }
        return count;
    }

    private void take(int index) {
        int length = batch.length(entry);
        int segmentBytes = mayBeJoined ? batch.segmentBytes(entry) : length;
        int bytes = Math.min(segmentBytes, length - offset);
        sentBytes[index] = bytes;
        messages[index] = segments[entry].at(offset, segmentBytes).clear().limit(Math.min(bytes, messageBytes));
        offset += bytes;
        if (offset >= length) {
            offset = 0;
            entry++;
        }
    }
}
