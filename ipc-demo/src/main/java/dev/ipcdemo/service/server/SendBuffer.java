package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a datagram server's answers over AF_UNIX, and finds the peers that do not read them.
 *
 * <p>What a peer does not read is held in the server's own send buffer (unix(7)). A peer that is not connected to the server
 * has a short queue, and when that is full, only it gets no more answers. One that is connected has no such bound: a few of
 * them use up the buffer, and the kernel does not say which. So a part of the buffer is kept in reserve, as messages from
 * the server to a socket of its own. When the buffer is used up, each peer is tried: its next answer goes out in the place
 * of a message from the reserve, and if it reads that answer, there is soon room for the message again. A peer that does not
 * read is sent nothing for a second, and each time twice as long.
 *
 * <p>Any thread may send, one at a time. None waits longer than {@link #WAIT_NS} for a peer.
 */
public final class SendBuffer implements Closeable {

    /** Enough for many that do not read: each costs one message of the reserve. Linux doubles what is asked for, at most. */
    static final int BYTES = 1 << 20;

    /** Of one byte each, which occupies no more than the smallest answer does. */
    private static final int RESERVE = 128;

    /** So many are only for trying peers, and not for answers to those that were found to read. */
    private static final int FOR_TRIALS = 48;

    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PacketSocket socket;
    private final Connection sink;
    private final SocketAddress sinkAddress;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private int reserve;
    private boolean isUsedUp;
    private long usedUpAtNs;
    private long times; // how often the buffer was found used up; a peer is tried once each time

    private SendBuffer(PacketSocket socket, Connection sink) throws SocketFailure {
        this.socket = socket;
        this.sink = sink;
        this.sinkAddress = sink.localAddress();
        putBack();
    }

    /** @param socket whose sends do not wait */
    static SendBuffer of(PacketTransport transport, PacketSocket socket) throws SocketFailure {
        Connection sink = transport.connect(socket.localEndpoint(), Options.DEFAULT.with(Options.BLOCKING, false));
        try {
            return new SendBuffer(socket, sink);
        } catch (SocketFailure | RuntimeException | Error e) {
            sink.close();
            throw e;
        }
    }

    /** Sends an answer, or fails because the peer does not read. */
    synchronized int send(DatagramPeer peer, ByteBuffer answer) throws SocketFailure {
        int bytes = answer.remaining();
        long nowNs = System.nanoTime();
        if (peer.isLeftOut(nowNs)) {
            throw failure(peer, "it did not read what it was sent before");
        }
        if (isUsedUp && nowNs - usedUpAtNs > LOOK_AGAIN_NS) {
            lookAgain(nowNs);
        }
        if (isUsedUp) {
            sendFromReserve(peer, answer);
            return bytes;
        }
        if (sendWithin(WAIT_NS, answer, peer.address())) {
            peer.hasRead();
            return bytes;
        }
        if (hasRoom()) {
            throw leftOut(peer); // its own queue is full
        }
        isUsedUp = true;
        usedUpAtNs = nowNs;
        times++;
        sendFromReserve(peer, answer);
        return bytes;
    }

    /** The buffer is used up by somebody. */
    private void sendFromReserve(DatagramPeer peer, ByteBuffer answer) throws SocketFailure {
        putBack();
        if (peer.readsSince(times) && reserve <= FOR_TRIALS) {
            times++; // one that was found to read does so no longer: try all of them again
        }
        do {
            if (reserve == 0) {
                throw failure(peer, "the send buffer is full of what others do not read");
            }
            take();
            if (trySend(answer, peer.address())) {
                if (!peer.readsSince(times)) {
                    check(peer);
                }
                return;
            }
        } while (!hasRoom());
        throw leftOut(peer); // its own queue is full
    }

    /** The peer has just been sent an answer that filled the buffer again. Nobody else is sent one meanwhile. */
    private void check(DatagramPeer peer) throws SocketFailure {
        long deadlineNs = System.nanoTime() + WAIT_NS;
        boolean reads = hasRoom();
        while (!reads && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(PAUSE_NS);
            reads = hasRoom();
        }
        if (reads) {
            peer.reads(times);
        } else {
            peer.leaveOut(System.nanoTime());
        }
    }

    private static SocketFailure leftOut(DatagramPeer peer) {
        peer.leaveOut(System.nanoTime());
        return failure(peer, "it does not read what it is sent");
    }

    private static SocketFailure failure(DatagramPeer peer, String why) {
        return new SocketFailure("sendto", peer.endpoint().toString(), FailureKind.TIMEOUT, why);
    }

    /** Whether there is room for more than the reserve, because those who did not read have gone, or read now. */
    private void lookAgain(long nowNs) throws SocketFailure {
        usedUpAtNs = nowNs;
        putBack();
        boolean isMore = true;
        for (int i = 0; i < RESERVE && isMore; i++) {
            isMore = hasRoom();
        }
        isUsedUp = !isMore;
        while (reserve > RESERVE) {
            take();
        }
    }

    private boolean sendWithin(long limitNs, ByteBuffer answer, SocketAddress to) throws SocketFailure {
        if (trySend(answer, to)) {
            return true;
        }
        long deadlineNs = System.nanoTime() + limitNs;
        while (deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(PAUSE_NS);
            if (trySend(answer, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean trySend(ByteBuffer message, SocketAddress to) throws SocketFailure {
        try {
            socket.sendTo(message, to);
            return true;
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT) {
                return false;
            }
            throw e;
        }
    }

    private void take() throws SocketFailure {
        sink.recv(one.clear());
        reserve--;
    }

    private void putBack() throws SocketFailure {
        boolean isMore = true;
        while (reserve < RESERVE && isMore) {
            isMore = hasRoom();
        }
    }

    /** Whether there was room for one more message of the reserve, which is there now. */
    private boolean hasRoom() throws SocketFailure {
        boolean isSent = trySend(one.clear(), sinkAddress);
        reserve += isSent ? 1 : 0;
        return isSent;
    }

    @Override
    public void close() throws SocketFailure {
        sink.close();
    }
}
