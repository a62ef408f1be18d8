package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiPredicate;

/** A peer whose datagrams have come. */
public final class DatagramPeer extends Peer {

    private final SocketAddress address;
    private final Optional<ReturnedAnswers> returned;
    private final Sending sending;
    private final BiPredicate<DatagramPeer, String> forget;
    private volatile boolean isWelcomed;

    // Only for who sends, one at a time.
    private final SendBuffer.Receiver receiver;

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
        this.receiver = new SendBuffer.Receiver(address, endpoint());
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

    /** For the thread that sends. */
    SendBuffer.Receiver receiver() {
        return receiver;
    }

    /**
     * Sends one datagram. Where the peer has to read to make room for more (AF_UNIX), this waits for a moment only, and a
     * peer that does not read is sent nothing, so that it does not hold up others.
     *
     * @throws SocketFailure as {@link PacketSocket#sendTo}
     */
    @Override
    public void send(ByteBuffer bytes) throws SocketFailure {
        returned.ifPresent(answers -> answers.sending(bytes, System.nanoTime()));
        int size = bytes.remaining();
        sending.send(this, bytes);
        traffic.sent(size);
    }

    /** How a server sends to its peers. */
    @FunctionalInterface
    interface Sending {
        void send(DatagramPeer to, ByteBuffer bytes) throws SocketFailure;
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
