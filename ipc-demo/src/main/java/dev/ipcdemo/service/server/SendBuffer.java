package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a datagram server's answers over AF_UNIX, so that a peer that does not read them costs nobody else anything.
 *
 * <p>What is not read stays in the server's own send buffer (unix(7)). The kernel bounds how much of it one peer can take
 * only if that peer is not connected to the server: a few that are can use it up, and then nobody is answered. So answers
 * just go out as long as little is unread. When more is, each answer has a moment to be read before the next one goes out.
 * A peer that is late may leave some answers unread all the same, because a busy machine may have kept it from reading. One
 * that leaves more is sent nothing until something that was left unread has been read, by whomever.
 *
 * <p>For one thread at a time: two that send at once may take each other's answers for unread ones.
 */
final class SendBuffer implements DatagramPeer.Sending {

    /** A SEND_TIMEOUT for the socket: how long to wait is decided here. */
    static final Duration NO_WAIT = Duration.ofNanos(1);

    private static final int LITTLE_BYTES = 32 * 1024;
    private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** For a peer that has been late already, so that it costs the others little time. */
    private static final long SHORT_MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** What a peer that is late may leave unread. */
    private static final int MOST_LEFT_BYTES = 12 * 1024;

    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PacketSocket socket;
    private long capacityBytes;
    private long unreadBytes; // at most so much
    private long leftBytes; // so much was unread after the last answer had had its moment
    private long readLaterBytes; // of what was left unread, so much has been read since, all in all

    SendBuffer(PacketSocket socket) {
        this.socket = socket;
    }

    /** What is known of one peer. */
    static final class Reader {
        private boolean isKnownToRead;
        private boolean hasFullQueue;
        private long againNs; // when it is next tried, if its queue is full
        private long leftBytes; // unread, at most
        private long readLaterBytes; // as of its last answer

        /** What has been read later may have been this peer's. Nobody knows, so it is to the credit of each that is late. */
        private void isCredited(long readLaterNow) {
            leftBytes = Math.max(0, leftBytes - (readLaterNow - readLaterBytes));
            readLaterBytes = readLaterNow;
        }

        private boolean isLate() {
            return leftBytes > 0;
        }

        private void hasRead() {
            isKnownToRead = true;
            leftBytes = 0;
        }

        private void hasLeft(long bytes) {
            isKnownToRead = false;
            leftBytes += bytes;
        }
    }

    @Override
    public int send(DatagramPeer peer, ByteBuffer answer) throws SocketFailure {
        int bytes = answer.remaining();
        if (isLittleUnread()) {
            deliver(answer, peer);
            unreadBytes += atMost(bytes);
        } else {
            deliverAndWait(answer, peer);
        }
        return bytes;
    }

    /** Asks the kernel only when it could be more. */
    private boolean isLittleUnread() throws SocketFailure {
        if (unreadBytes > LITTLE_BYTES) {
            unreadBytes = socket.unreadBytes();
        }
        return unreadBytes <= LITTLE_BYTES;
    }

    /** What the kernel allocates for a datagram. */
    private static long atMost(int bytes) {
        return 1024 + 2L * bytes;
    }

    private void deliverAndWait(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        Reader reader = peer.reader();
        long beforeBytes = unreadBytes;
        readLaterBytes += Math.max(0, leftBytes - beforeBytes);
        leftBytes = beforeBytes;
        reader.isCredited(readLaterBytes);
        if (reader.leftBytes > MOST_LEFT_BYTES) {
            throw peer.doesNotRead();
        }
        if (!reader.isKnownToRead) {
            requireRoom(answer.remaining(), beforeBytes, reader.isLate(), peer);
        }
        deliver(answer, peer);
        if (isReadDownTo(beforeBytes, reader.isLate() ? SHORT_MOMENT_NS : MOMENT_NS)) {
            reader.hasRead();
        } else {
            reader.hasLeft(unreadBytes - beforeBytes);
        }
        leftBytes = unreadBytes;
    }

    /** The last quarter is for those that have not been late. */
    private void requireRoom(int bytes, long takenBytes, boolean isLate, DatagramPeer peer) throws SocketFailure {
        long roomBytes = capacityBytes() - takenBytes;
        if (atMost(bytes) > roomBytes || isLate && roomBytes < capacityBytes() / 4) {
            throw new SocketFailure(
                    "sendto",
                    peer.endpoint().toString(),
                    FailureKind.TIMEOUT,
                    "the send buffer is full of what is not read");
        }
    }

    private long capacityBytes() throws SocketFailure {
        if (capacityBytes == 0) {
            capacityBytes = socket.sendBufferBytes();
        }
        return capacityBytes;
    }

    /** Nobody is sent anything meanwhile, so what was unread before is what others have left unread. */
    private boolean isReadDownTo(long bytes, long limitNs) throws SocketFailure {
        long deadlineNs = System.nanoTime() + limitNs;
        unreadBytes = socket.unreadBytes();
        while (unreadBytes > bytes && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(LOOK_NS);
            unreadBytes = socket.unreadBytes();
        }
        return unreadBytes <= bytes;
    }

    /** Waits for a moment if the peer's own queue is full, but not again and again. */
    private void deliver(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        Reader reader = peer.reader();
        long nowNs = System.nanoTime();
        if (reader.hasFullQueue && nowNs - reader.againNs < 0) {
            throw peer.doesNotRead();
        }
        boolean isSent = trySend(answer, peer.address());
        while (!isSent && !reader.hasFullQueue && System.nanoTime() - nowNs < MOMENT_NS) {
            LockSupport.parkNanos(RETRY_NS);
            isSent = trySend(answer, peer.address());
        }
        reader.hasFullQueue = !isSent;
        if (!isSent) {
            reader.againNs = System.nanoTime() + RETRY_NS;
            throw peer.doesNotRead();
        }
    }

    private boolean trySend(ByteBuffer answer, SocketAddress to) throws SocketFailure {
        try {
            socket.sendTo(answer, to);
            return true;
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT) {
                return false;
            }
            throw e;
        }
    }
}
