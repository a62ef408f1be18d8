package dev.ipcdemo.sockets.peers;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends datagrams from one socket over AF_UNIX to many peers, so that one that does not read costs nobody else anything.
 *
 * <p>What is not read stays in the socket's own send buffer (unix(7)). The kernel bounds how much of it one peer can take
 * only if that peer is not connected to the socket: a few that are can use it up, and then nobody is answered. So no peer
 * may leave more unread than a share of the room that there is, and the last quarter is for peers that leave nothing
 * unread: however many do not read, one that does is answered.
 *
 * <p>Where the kernel tells whether a peer has read everything, it is asked before each datagram, unless little is unread. A
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
public final class SendBuffer {

    /** The {@link dev.ipcdemo.sockets.Options#SEND_TIMEOUT} that the socket needs: how long to wait is decided here. */
    public static final Duration NO_WAIT = Duration.ofNanos(1);

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

    /**
     * Sends by a socket, of which nothing else sends.
     *
     * @param socket a socket with the timeout {@link #NO_WAIT}
     */
    public SendBuffer(PacketSocket socket) {
        this.socket = socket;
    }

    /** One peer, and what is known of how it reads. Of use to one send buffer. */
    public static final class Receiver {
        private final SocketAddress address;
        private final Endpoint endpoint;
        private Optional<SocketFailure> doesNotRead = Optional.empty();

        private boolean isTrusted;
        private boolean hasFullQueue;
        private long againNs; // when it is next tried, if its queue is full
        private long sentBytes; // since it was known to have read everything: the most that it can have unread
        private boolean isLate;
        private int failedTests; // but for those after which it was credited
        private long nextTestNs; // if it is late
        private long foundBytes; // unread by this peer, when it was found late
        private long epoch; // at the same time

        /**
         * A peer of which nothing is known.
         *
         * @param address where it is sent to
         * @param endpoint the same, for failures
         */
        public Receiver(SocketAddress address, Endpoint endpoint) {
            this.address = address;
            this.endpoint = endpoint;
        }

        /** Always the same one: a peer that does not read can have it thrown a hundred thousand times a second. */
        private SocketFailure doesNotRead() {
            SocketFailure failure = doesNotRead.orElseGet(() -> new SocketFailure(
                    "sendto", endpoint.toString(), FailureKind.TIMEOUT, "it does not read what it is sent"));
            doesNotRead = Optional.of(failure);
            return failure;
        }
    }

    /**
     * Sends one datagram. Waits for a moment at most.
     *
     * @param to the peer
     * @param datagram the bytes; its position advances, and not at all if this fails
     * @throws SocketFailure {@code TIMEOUT} if the peer does not read, or may not have more unread; otherwise as {@link
     *     PacketSocket#sendTo}
     */
    public void send(Receiver to, ByteBuffer datagram) throws SocketFailure {
        boolean isLittle = isLittleUnread();
        to.sentBytes = Math.min(to.sentBytes, unreadBytes);
        if (isLittle) {
            sendAtOnce(datagram, to);
            return;
        }
        switch (socket.queueOf(to.address)) {
            case EMPTY -> sendToReader(datagram, to);
            case NOT_EMPTY -> sendWithinShare(datagram, to);
            case UNKNOWN -> sendOrTest(datagram, to);
        }
    }

    private void sendToReader(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        if (peer.sentBytes > 0 || peer.isLate) {
            acquit(peer);
            peer.failedTests = 0;
        }
        peer.sentBytes = 0;
        long bytes = atMost(datagram.remaining());
        boolean isInReserve = roomBytes() < reserveBytes() + bytes;
        if (isInReserve && !peer.isTrusted && bytes > roomBytes() / SHARES) {
            throw isFull(peer);
        }
        sendAtOnce(datagram, peer);
    }

    private void sendWithinShare(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        if (peer.sentBytes + atMost(datagram.remaining()) > shareBytes()) {
            throw peer.doesNotRead();
        }
        sendAtOnce(datagram, peer);
    }

    private void sendOrTest(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        long bytes = atMost(datagram.remaining());
        if (!isLate(peer) && mayHave(peer) + bytes <= shareBytes()) {
            sendAtOnce(datagram, peer);
        } else {
            requireTestable(peer, bytes);
            test(datagram, peer);
        }
    }

    private static SocketFailure isFull(Receiver peer) {
        return new SocketFailure(
                "sendto", peer.endpoint.toString(), FailureKind.TIMEOUT, "the send buffer is full of what is not read");
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
    private boolean isLate(Receiver peer) {
        if (peer.isLate && attributedBytes + peer.foundBytes <= foundBytes) {
            acquit(peer);
            peer.failedTests--;
        }
        if (peer.isLate && peer.epoch < epoch) {
            acquit(peer);
            peer.failedTests = 0;
        }
        return peer.isLate;
    }

    private void acquit(Receiver peer) {
        if (peer.epoch == epoch) {
            foundBytes -= peer.foundBytes;
            attributedBytes = Math.min(attributedBytes, foundBytes);
        }
        peer.foundBytes = 0;
        peer.isLate = false;
        peer.isTrusted = true;
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

    private void sendAtOnce(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        long moreBytes = atMost(datagram.remaining());
        deliver(datagram, peer);
        peer.sentBytes += moreBytes;
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

    private long mayHave(Receiver peer) {
        return Math.min(peer.sentBytes, unreadBytes - attributedBytes);
    }

    private void requireTestable(Receiver peer, long bytes) throws SocketFailure {
        boolean isInReserve = roomBytes() < reserveBytes() + bytes;
        if (isLate(peer) && (isInReserve || System.nanoTime() - peer.nextTestNs < 0)) {
            throw peer.doesNotRead();
        }
        if (isInReserve && !peer.isTrusted && mayHave(peer) > 0) {
            isFoundLate(peer, mayHave(peer));
            throw peer.doesNotRead();
        }
        if (bytes > roomBytes() && !peer.isTrusted) {
            throw isFull(peer);
        }
    }

    private void test(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        settle();
        long beforeBytes = unreadBytes;
        long hadBytes = isLate(peer) ? peer.foundBytes : mayHave(peer);
        deliver(datagram, peer);
        look();
        long moreBytes = Math.max(0, unreadBytes - beforeBytes);
        if (isReadDownTo(beforeBytes, momentNs(peer))) {
            acquit(peer);
            peer.failedTests = 0;
            peer.sentBytes = 0;
        } else {
            peer.sentBytes += moreBytes;
            isFoundLate(peer, hadBytes + moreBytes);
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

    private static long momentNs(Receiver peer) {
        return Math.max(SHORTEST_MOMENT_NS, MOMENT_NS >> Math.min(peer.failedTests, MOST_DOUBLINGS));
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

    private void isFoundLate(Receiver peer, long bytes) {
        long moreBytes = Math.min(bytes - peer.foundBytes, unreadBytes - attributedBytes);
        foundBytes += moreBytes;
        attributedBytes += moreBytes;
        peer.foundBytes += moreBytes;
        peer.epoch = epoch;
        peer.isLate = true;
        peer.isTrusted = false;
        peer.nextTestNs = System.nanoTime() + (PAUSE_NS << Math.min(peer.failedTests, MOST_DOUBLINGS));
        peer.failedTests++;
    }

    /** Waits for a moment if the peer's own queue is full, but not again and again. */
    private void deliver(ByteBuffer datagram, Receiver peer) throws SocketFailure {
        long nowNs = System.nanoTime();
        if (peer.hasFullQueue && nowNs - peer.againNs < 0) {
            throw peer.doesNotRead();
        }
        boolean isSent = trySend(datagram, peer.address);
        while (!isSent && !peer.hasFullQueue && System.nanoTime() - nowNs < MOMENT_NS) {
            LockSupport.parkNanos(RETRY_NS);
            isSent = trySend(datagram, peer.address);
        }
        peer.hasFullQueue = !isSent;
        if (!isSent) {
            peer.againNs = System.nanoTime() + RETRY_NS;
            throw peer.doesNotRead();
        }
    }

    private boolean trySend(ByteBuffer datagram, SocketAddress to) throws SocketFailure {
        try {
            socket.sendTo(datagram, to);
            return true;
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT) {
                return false;
            }
            throw e;
        }
    }
}
