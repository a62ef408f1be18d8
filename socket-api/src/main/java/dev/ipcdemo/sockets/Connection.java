package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A socket with one peer: a stream, a sequenced-packet connection, or a datagram socket that is connected.
 *
 * <p>Comes from {@link Listener#accept}, {@link Transport#connect(Endpoint, Options)} or
 * {@link PacketSocket#connect}. One thread may send while another receives.
 */
public interface Connection extends OpenSocket {

    /**
     * The peer's address, as getpeername(2) tells it. Never blocks.
     *
     * @return the transport's own kind of address
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    SocketAddress peerAddress() throws SocketFailure;

    /**
     * The peer's address as text. Never blocks, and works on a closed socket too.
     *
     * @return the endpoint; without a name when the peer has none, as the client of an AF_UNIX stream
     */
    Endpoint peerEndpoint();

    /**
     * Whether one {@link #recv} gets what one {@link #send} gave.
     *
     * @return false for a stream
     */
    boolean keepsMessageBoundaries();

    /**
     * Sends the bytes between the buffer's position and limit: one send(2). Waits while the send buffer is full, at
     * most as long as {@link Options#SEND_TIMEOUT} says. On a stream it may take only the first of them; on a connection
     * that keeps message boundaries it takes all, as one message.
     *
     * <p>A return says that the kernel took the bytes, not that the peer has them.
     *
     * @param buffer the bytes; its position moves by what was taken, not at all if this fails
     * @return how many bytes were taken; 0 on a connection that is not blocking and whose send buffer is full
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed, or its output was shut down; {@code RESET} if
     *     the peer is gone (a stream learns that late, often only with the second send); {@code TIMEOUT} if there was no
     *     room in time; {@code MESSAGE_TOO_LARGE} for a message that does not fit into one packet; {@code NOT_SUPPORTED}
     *     for an empty message, which neither the JDK nor junixsocket sends on a connection; {@code REFUSED} on a
     *     connected datagram socket whose peer is not there
     */
    int send(ByteBuffer buffer) throws SocketFailure;

    /**
     * Receives what is there into the buffer: one recv(2). Waits until something is, at most as long as
     * {@link Options#RECV_TIMEOUT} says. A stream gives as many bytes as have come and fit; a connection that keeps
     * message boundaries gives one message, and drops what of it does not fit.
     *
     * @param buffer where the bytes go; its position moves by what came
     * @return how many bytes came; -1 at the end of the stream, when the peer has shut down its output or closed; 0 if
     *     the buffer has no room, for an empty message, and on a connection that is not blocking when nothing is there.
     *     An empty SOCK_SEQPACKET message, which another program may send, cannot be told from the end
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed; {@code RESET} if the peer broke off;
     *     {@code TIMEOUT} if nothing came in time; {@code REFUSED} on a connected datagram socket if what was sent
     *     before did not find the peer
     */
    int recv(ByteBuffer buffer) throws SocketFailure;

    /**
     * Sends all bytes between the buffer's position and limit, with as many calls of {@link #send} as that takes. On a
     * connection that is not blocking it spins.
     *
     * @param buffer the bytes; afterwards it has none remaining
     * @throws SocketFailure as {@link #send}; the buffer's position then says how much was taken
     */
    default void sendFully(ByteBuffer buffer) throws SocketFailure {
        while (buffer.hasRemaining()) {
            if (send(buffer) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Fills the buffer, with as many calls of {@link #recv} as that takes. On a connection that is not blocking it
     * spins.
     *
     * @param buffer where the bytes go; afterwards it has no room left
     * @throws SocketFailure {@code ENDED} if the stream ends first; otherwise as {@link #recv}. The buffer's position
     *     then says how much came
     */
    default void recvFully(ByteBuffer buffer) throws SocketFailure {
        int wanted = buffer.remaining();
        while (buffer.hasRemaining()) {
            int received = recv(buffer);
            if (received < 0) {
                Endpoint subject = peerEndpoint().isNamed() ? peerEndpoint() : localEndpoint();
                throw new SocketFailure(
                        "recv",
                        subject.toString(),
                        FailureKind.ENDED,
                        "the peer ended the stream after " + (wanted - buffer.remaining()) + " of " + wanted
                                + " bytes");
            }
            if (received == 0) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Says that nothing more will be sent: shutdown(2) with SHUT_WR. The peer receives what was sent and then the end of
     * the stream; the other direction goes on. Doing it again does nothing.
     *
     * @throws SocketFailure {@code CLOSED} if the socket is closed; {@code NOT_SUPPORTED} on a datagram socket, which
     *     has no end to tell the peer about
     */
    void shutdownOutput() throws SocketFailure;
}
