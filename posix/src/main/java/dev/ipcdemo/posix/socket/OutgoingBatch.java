package dev.ipcdemo.posix.socket;

import dev.ipcdemo.posix.MessageBatch;
import dev.ipcdemo.posix.family.InetFamily;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Sends with sendmmsg(2). Over UDP, messages of one size that follow each other are one entry, which the kernel segments. */
final class OutgoingBatch implements Batch.Outgoing {

    /** The kernel takes no more (UDP_MAX_SEGMENTS); newer kernels take twice as many. */
    private static final int MOST_SEGMENTS = 64;

    /** All segments together are at most as large as a datagram may be. */
    private static final int MOST_BYTES = InetFamily.MAX_BYTES_IPV4;

    private final PosixConnection connection;
    private final int messageBytes;
    private final MessageBatch batch;

    /** How many messages each entry has. */
    private final int[] joined;

    private int largestSegmentBytes;

    OutgoingBatch(PosixConnection connection, int messages, int messageBytes, int largestSegmentBytes) {
        this.connection = connection;
        this.messageBytes = messageBytes;
        this.largestSegmentBytes = largestSegmentBytes;
        batch = new MessageBatch(messages, messageBytes);
        joined = new int[messages];
    }

    @Override
    public int messages() {
        return batch.messages();
    }

    @Override
    public ByteBuffer message(int index) {
        return batch.data(index);
    }

    @Override
    public String calls() {
        return messageBytes <= largestSegmentBytes ? "sendmmsg with UDP_SEGMENT" : "sendmmsg";
    }

    @Override
    public int send(int first, int count) throws SocketFailure {
        Objects.checkFromIndexSize(first, count, messages());
        int sent = connection.send(batch, join(first, first + count));
        if (sent < 0 && largestSegmentBytes > 0) {
            largestSegmentBytes = 0; // the route has changed, or its device computes no checksums
            sent = connection.send(batch, join(first, first + count));
        }
        if (sent < 0) {
            throw connection.sendFailure(sent);
        }
        int messages = 0;
        for (int i = 0; i < sent; i++) {
            messages += joined[i];
        }
        return messages;
    }

    /** Makes entries of messages. Returns how many. */
    private int join(int first, int end) throws SocketFailure {
        int entries = 0;
        for (int at = first; at < end; at += joined[entries++]) {
            joined[entries] = segmentsFrom(at, end);
            batch.join(entries, at, joined[entries], joined[entries] > 1 ? bytes(at) : 0);
        }
        return entries;
    }

    /** Of one size, but for the last, which may be smaller. */
    private int segmentsFrom(int first, int end) throws SocketFailure {
        int segment = prepared(first);
        if (segment == 0 || segment > largestSegmentBytes) {
            return 1;
        }
        int count = 1;
        boolean isLast = false;
        for (int all = segment; !isLast && first + count < end && count < MOST_SEGMENTS; count++) {
            int next = prepared(first + count);
            all += next;
            if (next == 0 || next > segment || all > MOST_BYTES) {
                return count;
            }
            isLast = next < segment;
        }
        return count;
    }

    private int prepared(int index) throws SocketFailure {
        int bytes = bytes(index);
        connection.requireSendable(bytes);
        batch.size(index, bytes);
        return bytes;
    }

    private int bytes(int index) {
        return batch.data(index).limit();
    }
}
