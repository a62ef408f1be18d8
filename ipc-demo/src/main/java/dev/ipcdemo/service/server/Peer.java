package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Who talks to a server: over a connection of its own, or by datagrams. */
public abstract sealed class Peer permits ConnectedPeer, DatagramPeer {

    final Traffic traffic;

    private final long number;
    private final Endpoint endpoint;
    private final long sinceNs = System.nanoTime();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile Optional<Task> unfinished = Optional.empty();

    // Only the thread that looks for idle peers reads and writes these two.
    private long seenActivity;
    private long seenNs = sinceNs;

    Peer(long number, Endpoint endpoint, Traffic traffic) {
        this.number = number;
        this.endpoint = endpoint;
        this.traffic = traffic;
    }

    /**
     * The peer's address.
     *
     * @return the endpoint; without a name when the peer has none, as the client of an AF_UNIX stream
     */
    public final Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Which peer of the server's this is. Tells apart those that have no name.
     *
     * @return 1 for the first that came
     */
    public final long number() {
        return number;
    }

    /**
     * Sends all of a buffer, where there are messages as one message. May come from any thread, if only one at a time
     * sends to the same peer.
     *
     * @param bytes what to send; afterwards none is remaining
     * @throws SocketFailure if the peer does not take it
     */
    public abstract void send(ByteBuffer bytes) throws SocketFailure;

    /**
     * Whether what it sends is messages.
     *
     * @return false for a stream
     */
    public abstract boolean keepsMessageBoundaries();

    /**
     * Whether what it sends is received in a thread of its own, which may wait without holding up others.
     *
     * @return false for datagrams
     */
    public abstract boolean hasOwnThread();

    /**
     * Ends with this peer: its connection is closed, or its address forgotten. From any thread; the first reason counts.
     * The service and the log may be told before this returns, so the caller must hold no lock.
     *
     * @param why a clause for the log
     * @return whether the reason is the first
     */
    public abstract boolean end(String why);

    /** Something that a peer has begun. */
    private record Task(String what, Duration limit, long sinceNs) {
        boolean isOverdue(long nowNs) {
            return nowNs - sinceNs >= limit.toNanos();
        }
    }

    /**
     * The peer has begun something, and is ended if it has not finished that in time, however much it sends meanwhile. What
     * it had begun before is forgotten.
     *
     * @param what for the log, such as {@code a line}
     * @param limit how long it may take; zero: forever
     */
    public final void begins(String what, Duration limit) {
        unfinished = limit.isZero() ? Optional.empty() : Optional.of(new Task(what, limit, System.nanoTime()));
    }

    /** The peer has finished what it had begun. */
    public final void finishes() {
        unfinished = Optional.empty();
    }

    /**
     * Whether the peer is in the middle of something that has a limit.
     *
     * @return whether it has begun and not finished
     */
    public final boolean isUnfinished() {
        return unfinished.isPresent();
    }

    /** Why the peer is to be ended, if it has not finished something in time. */
    final Optional<String> overdue(long nowNs) {
        return unfinished
                .filter(task -> task.isOverdue(nowNs))
                .map(task -> "did not finish " + task.what() + " in "
                        + ServerLog.seconds(task.limit().toNanos()));
    }

    /** Grows with everything that shows that the peer is there. */
    abstract long signsOfLife();

    /** Whether there has been no sign of life since at least that long. */
    boolean isIdle(long nowNs, long limitNs) {
        long activity = signsOfLife();
        if (activity != seenActivity) {
            seenActivity = activity;
            seenNs = nowNs;
        }
        return nowNs - seenNs >= limitNs;
    }

    /** To be counted down when nothing more happens for this peer. */
    final CountDownLatch gone() {
        return gone;
    }

    final long ageNs() {
        return System.nanoTime() - sinceNs;
    }

    /** The endpoint as the log shows it; a peer chose its name, and shall not write to the log with it. */
    @Override
    public final String toString() {
        return ServerLog.text(endpoint);
    }
}
