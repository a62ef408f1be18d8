package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** A peer whose datagrams have come. */
public final class DatagramPeer extends Peer {

    private static final long FIRST_LEFT_OUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_LEFT_OUT_NS = TimeUnit.MINUTES.toNanos(1);

    private final SocketAddress address;
    private final Optional<ReturnedAnswers> returned;
    private final Sending sending;
    private final BiPredicate<DatagramPeer, String> forget;
    private volatile boolean isWelcomed;

    // Only for who sends, one at a time.
    private long leftOutNs;
    private long leftOutSinceNs;
    private long foundToRead;

    DatagramPeer(
            long number,
            SocketAddress address,
            boolean canBeForged,
            PacketSocket socket,
            Sending sending,
            Traffic traffic,
            BiPredicate<DatagramPeer, String> forget) {
        super(number, socket.endpointOf(address), traffic);
        this.address = address;
        this.returned = canBeForged ? Optional.of(new ReturnedAnswers(System.nanoTime())) : Optional.empty();
        this.sending = sending;
        this.forget = forget;
    }

    SocketAddress address() {
        return address;
    }

    /** The service has been told that the peer is there. */
    void welcomed() {
        isWelcomed = true;
    }

    /** Not before the service has been told that the peer is there, or it would be told first that the peer has left. */
    @Override
    boolean isIdle(long nowNs, long limitNs) {
        return isWelcomed && super.isIdle(nowNs, limitNs);
    }

    /** A datagram can be sent over UDP although nobody is there. Over AF_UNIX that fails. */
    @Override
    long signsOfLife() {
        return returned.isPresent() ? traffic.arrivals() : traffic.activity();
    }

    /**
     * Checks that the peer does not send back what it is sent, endlessly.
     *
     * @throws SocketFailure if this message is not to be answered
     */
    void checkReturned(ByteBuffer message) throws SocketFailure {
        if (returned.isPresent() && !returned.get().mayAnswer(message, System.nanoTime())) {
            throw new SocketFailure(
                    "sendto",
                    endpoint().toString(),
                    FailureKind.OTHER,
                    "it sends back what it is sent: of that, only " + ReturnedAnswers.PER_SECOND
                            + " messages a second are answered");
        }
    }

    /** Whether it did not read, and has to wait before it is sent something again. */
    boolean isLeftOut(long nowNs) {
        return leftOutNs > 0 && nowNs - leftOutSinceNs < leftOutNs;
    }

    /** It does not read: it is sent nothing for a while, each time for longer. */
    void leaveOut(long nowNs) {
        leftOutSinceNs = nowNs;
        leftOutNs = Math.min(Math.max(FIRST_LEFT_OUT_NS, 2 * leftOutNs), LONGEST_LEFT_OUT_NS);
    }

    /** There was room for it. */
    void hasRead() {
        leftOutNs = 0;
    }

    /** It was found to read when the send buffer was used up. */
    void reads(long time) {
        leftOutNs = 0;
        foundToRead = time;
    }

    boolean readsSince(long time) {
        return foundToRead >= time;
    }

    /**
     * Sends one datagram. Where the peer's queue can be full (AF_UNIX), this waits for a moment only, and a peer that did not
     * read in time is sent nothing for a while, so that it does not hold up others.
     *
     * @throws SocketFailure as {@link PacketSocket#sendTo}
     */
    @Override
    public void send(ByteBuffer bytes) throws SocketFailure {
        returned.ifPresent(answers -> answers.sending(bytes, System.nanoTime()));
        traffic.sent(sending.send(this, bytes));
    }

    /** How a server sends to its peers. */
    @FunctionalInterface
    interface Sending {
        /** Returns how many bytes were sent. */
        int send(DatagramPeer to, ByteBuffer bytes) throws SocketFailure;
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return true;
    }

    @Override
    public boolean hasOwnThread() {
        return false;
    }

    @Override
    public boolean end(String why) {
        return forget.test(this, why);
    }
}
