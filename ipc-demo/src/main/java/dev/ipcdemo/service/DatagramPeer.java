package dev.ipcdemo.service;

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

    /** How long nothing is sent to a peer that let its queue fill up: others shall not wait for it again so soon. */
    private static final long DEAF_NS = TimeUnit.SECONDS.toNanos(1);

    private final SocketAddress address;
    private final Optional<ReturnedAnswers> returned;
    private final PacketSocket socket;
    private final BiPredicate<DatagramPeer, String> forget;
    private volatile boolean isWelcomed;
    private boolean isDeaf;
    private long deafSinceNs;

    DatagramPeer(
            long number,
            SocketAddress address,
            boolean canBeForged,
            PacketSocket socket,
            Traffic traffic,
            BiPredicate<DatagramPeer, String> forget) {
        super(number, socket.endpointOf(address), traffic);
        this.address = address;
        this.returned = canBeForged ? Optional.of(new ReturnedAnswers(System.nanoTime())) : Optional.empty();
        this.socket = socket;
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

    /**
     * Sends one datagram. Where the peer's queue can be full (AF_UNIX), this waits for a moment only; who did not read
     * in time is sent nothing for a second, so that it does not hold up the others.
     *
     * @throws SocketFailure as {@link PacketSocket#sendTo}
     */
    @Override
    public void send(ByteBuffer bytes) throws SocketFailure {
        if (isDeaf && System.nanoTime() - deafSinceNs < DEAF_NS) {
            throw new SocketFailure(
                    "sendto", endpoint().toString(), FailureKind.TIMEOUT, "it let its queue fill up just before");
        }
        isDeaf = false;
        returned.ifPresent(answers -> answers.sending(bytes, System.nanoTime()));
        try {
            traffic.sent(socket.sendTo(bytes, address));
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT) {
                isDeaf = true;
                deafSinceNs = System.nanoTime();
            }
            throw e;
        }
    }

    @Override
    public boolean keepsMessageBoundaries() {
        return true;
    }

    @Override
    boolean hasOwnThread() {
        return false;
    }

    @Override
    boolean end(String why) {
        return forget.test(this, why);
    }
}
