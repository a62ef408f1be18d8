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
 * only if that peer is not connected to the server: a few that are can use it up, and then nobody is answered. So no peer
 * may leave more unread than a share of the room that there is, and the last quarter is for peers that leave nothing
 * unread: however many do not read, one that does is answered.
 *
 * <p>Where the kernel tells whether a peer has read everything, it is asked before each answer, unless little is unread. A
 * peer that has is answered, also from the last quarter, which others cannot use. (A peer that was never seen to read what
 * it was sent may take a share of that: it is new, and there may be many.)
 *
 * <p>Elsewhere, such as for a peer in another network namespace, it is inferred. The kernel reports how much is unread, but
 * not by whom. A peer may have all that it was sent since it was last known to have read everything, but no more than what
 * is unread and not attributed to others. A peer that may have more than its share is tested: it is sent one datagram, and
 * nobody is sent anything until that has been read, for a moment at most. If it has been, so has everything before it. If
 * not, the peer is late: what it was sent is attributed to it, and it is sent nothing until as much has been read, by
 * whomever, or it passes another test, after a pause that doubles each time. So a peer that is late is answered again, and
 * one that never reads costs the others a few moments.
 *
 * <p>For one thread at a time: two that send at once may take each other's answers for unread ones.
 */
final class SendBuffer implements DatagramPeer.Sending {

    /** A SEND_TIMEOUT for the socket: how long to wait is decided here. */
    static final Duration NO_WAIT = Duration.ofNanos(1);

    /** A peer's share is the room divided by this. */
    private static final int SHARES = 8;

    /** As long as less than this part of the buffer is unread, nobody can have more than a share. */
    private static final int LITTLE = 2 * SHARES;

    private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SHORTEST_MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MOST_DOUBLINGS = 9;
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PacketSocket socket;
    private long capacityBytes;
    private long unreadBytes; // at most so much
    private long attributedBytes; // of what is unread, so much to peers that are late
    private long foundBytes; // the sum of what each of them had when it was found late
    private long epoch; // begins when little is unread: nobody is late then

    SendBuffer(PacketSocket socket) {
        this.socket = socket;
    }

    /** What is known of one peer. */
    static final class Reader {
        private boolean isTrusted;
        private boolean hasFullQueue;
        private long againNs; // when it is next tried, if its queue is full
        private long sentBytes; // since it was known to have read everything: the most that it can have unread
        private boolean isLate;
        private int failedTests; // but for those after which it was credited
        private long nextTestNs; // if it is late
        private long foundBytes; // unread by this peer, when it was found late
        private long epoch; // at the same time
    }

    @Override
    public int send(DatagramPeer peer, ByteBuffer answer) throws SocketFailure {
        int bytes = answer.remaining();
        Reader reader = peer.reader();
        boolean isLittle = isLittleUnread();
        reader.sentBytes = Math.min(reader.sentBytes, unreadBytes);
        if (isLittle) {
            sendAtOnce(answer, peer);
            return bytes;
        }
        switch (socket.queueOf(peer.address())) {
            case EMPTY -> sendToReader(answer, peer);
            case NOT_EMPTY -> sendWithinShare(answer, peer);
            case UNKNOWN -> sendOrTest(answer, peer);
        }
        return bytes;
    }

    private void sendToReader(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        Reader reader = peer.reader();
        if (reader.sentBytes > 0 || reader.isLate) {
            acquit(reader);
            reader.failedTests = 0;
        }
        reader.sentBytes = 0;
        long bytes = atMost(answer.remaining());
        boolean isInReserve = roomBytes() < reserveBytes() + bytes;
        if (isInReserve && !reader.isTrusted && bytes > roomBytes() / SHARES) {
            throw isFull(peer);
        }
        sendAtOnce(answer, peer);
    }

    private void sendWithinShare(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        if (peer.reader().sentBytes + atMost(answer.remaining()) > shareBytes()) {
            throw peer.doesNotRead();
        }
        sendAtOnce(answer, peer);
    }

    private void sendOrTest(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        long bytes = atMost(answer.remaining());
        if (!isLate(peer.reader()) && mayHave(peer.reader()) + bytes <= shareBytes()) {
            sendAtOnce(answer, peer);
        } else {
            requireTestable(peer, bytes);
            test(answer, peer);
        }
    }

    private static SocketFailure isFull(DatagramPeer peer) {
        return new SocketFailure(
                "sendto",
                peer.endpoint().toString(),
                FailureKind.TIMEOUT,
                "the send buffer is full of what is not read");
    }

    /** Asks the kernel only when it could be more. */
    private boolean isLittleUnread() throws SocketFailure {
        long littleBytes = capacityBytes() / LITTLE;
        if (unreadBytes <= littleBytes) {
            return true;
        }
        look();
        if (unreadBytes > littleBytes) {
            return false;
        }
        epoch++;
        attributedBytes = 0;
        foundBytes = 0;
        return true;
    }

    /** Of what was found, some has been read. If it can be all of this peer's, it is taken for that, and for no other's. */
    private boolean isLate(Reader reader) {
        if (reader.isLate && attributedBytes + reader.foundBytes <= foundBytes) {
            acquit(reader);
            reader.failedTests--;
        }
        if (reader.isLate && reader.epoch < epoch) {
            acquit(reader);
            reader.failedTests = 0;
        }
        return reader.isLate;
    }

    private void acquit(Reader reader) {
        if (reader.epoch == epoch) {
            foundBytes -= reader.foundBytes;
            attributedBytes = Math.min(attributedBytes, foundBytes);
        }
        reader.foundBytes = 0;
        reader.isLate = false;
        reader.isTrusted = true;
    }

    private void look() throws SocketFailure {
        unreadBytes = socket.unreadBytes();
        attributedBytes = Math.min(attributedBytes, unreadBytes);
    }

    private long capacityBytes() throws SocketFailure {
        if (capacityBytes == 0) {
            capacityBytes = socket.sendBufferBytes();
        }
        return capacityBytes;
    }

    /** What the kernel allocates for a datagram. */
    private static long atMost(int bytes) {
        return 1024 + 2L * bytes;
    }

    private void sendAtOnce(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        long moreBytes = atMost(answer.remaining());
        deliver(answer, peer);
        peer.reader().sentBytes += moreBytes;
        unreadBytes += moreBytes;
    }

    private long roomBytes() throws SocketFailure {
        return capacityBytes() - unreadBytes;
    }

    private long reserveBytes() throws SocketFailure {
        return capacityBytes() / 4;
    }

    private long shareBytes() throws SocketFailure {
        return Math.max(0, roomBytes() - reserveBytes()) / SHARES;
    }

    private long mayHave(Reader reader) {
        return Math.min(reader.sentBytes, unreadBytes - attributedBytes);
    }

    private void requireTestable(DatagramPeer peer, long bytes) throws SocketFailure {
        Reader reader = peer.reader();
        boolean isInReserve = roomBytes() < reserveBytes() + bytes;
        if (isLate(reader) && (isInReserve || System.nanoTime() - reader.nextTestNs < 0)) {
            throw peer.doesNotRead();
        }
        if (isInReserve && !reader.isTrusted && mayHave(reader) > 0) {
            isFoundLate(reader, mayHave(reader));
            throw peer.doesNotRead();
        }
        if (bytes > roomBytes() && !reader.isTrusted) {
            throw isFull(peer);
        }
    }

    private void test(ByteBuffer answer, DatagramPeer peer) throws SocketFailure {
        Reader reader = peer.reader();
        settle();
        long beforeBytes = unreadBytes;
        long hadBytes = isLate(reader) ? reader.foundBytes : mayHave(reader);
        deliver(answer, peer);
        look();
        long moreBytes = Math.max(0, unreadBytes - beforeBytes);
        if (isReadDownTo(beforeBytes, momentNs(reader))) {
            acquit(reader);
            reader.failedTests = 0;
            reader.sentBytes = 0;
        } else {
            reader.sentBytes += moreBytes;
            isFoundLate(reader, hadBytes + moreBytes);
        }
    }

    /** Waits while others are reading what they were just sent, which would look as if the peer to be tested did. */
    private void settle() throws SocketFailure {
        long deadlineNs = System.nanoTime() + MOMENT_NS;
        long beforeBytes;
        do {
            beforeBytes = unreadBytes;
            LockSupport.parkNanos(SETTLE_NS);
            look();
        } while (unreadBytes < beforeBytes && deadlineNs - System.nanoTime() > 0);
    }

    private static long momentNs(Reader reader) {
        return Math.max(SHORTEST_MOMENT_NS, MOMENT_NS >> Math.min(reader.failedTests, MOST_DOUBLINGS));
    }

    /** Nobody is sent anything meanwhile, so what was unread before is what others have left unread. */
    private boolean isReadDownTo(long bytes, long limitNs) throws SocketFailure {
        long deadlineNs = System.nanoTime() + limitNs;
        look();
        while (unreadBytes > bytes && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(LOOK_NS);
            look();
        }
        return unreadBytes <= bytes;
    }

    private void isFoundLate(Reader reader, long bytes) {
        long moreBytes = Math.min(bytes - reader.foundBytes, unreadBytes - attributedBytes);
        foundBytes += moreBytes;
        attributedBytes += moreBytes;
        reader.foundBytes += moreBytes;
        reader.epoch = epoch;
        reader.isLate = true;
        reader.isTrusted = false;
        reader.nextTestNs = System.nanoTime() + (PAUSE_NS << Math.min(reader.failedTests, MOST_DOUBLINGS));
        reader.failedTests++;
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
