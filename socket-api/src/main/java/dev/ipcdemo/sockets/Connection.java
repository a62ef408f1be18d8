package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A socket with one peer: a stream, a sequenced-packet connection, or a datagram socket that is connected.
 *
 * <p>Comes from {@link Listener#accept}, {@link Transport#connect(Endpoint, Options)} or
 * {@link PacketSocket#connect}. One thread may send while another receives.
 */
public interface Connection extends OpenSocket {

    /**
     * The peer's address, as getpeername(2) returns it. Never blocks.
     *
     * @return the transport's own kind of address
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    SocketAddress peerAddress() throws SocketFailure;

    /**
     * The peer's address as text. Never blocks, and works on a closed socket too.
     *
     * @return the endpoint; without a name when the peer has none, such as the client of an AF_UNIX stream
     */
    Endpoint peerEndpoint();

    /**
     * Whether one {@link #recv} returns exactly what one {@link #send} sent.
     *
     * @return false for a stream
     */
    boolean keepsMessageBoundaries();

    /**
     * Sends the bytes between the buffer's position and limit: one send(2). Waits while the send buffer is full, at
     * most as long as {@link Options#SEND_TIMEOUT} says. On a stream it may send only some of the bytes; on a
     * connection that keeps message boundaries it sends all of them, as one message.
     *
     * <p>When it returns, the kernel has the bytes; the peer may not have them yet.
     *
     * @param buffer the bytes; its position advances by the number of bytes sent, and not at all if this fails
     * @return how many bytes were sent; 0 on a non-blocking connection whose send buffer is full
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed, or its output was shut down; {@code RESET}
     *     if the peer is gone (on a stream often only the second send finds out); {@code TIMEOUT} if there was no room
     *     in time; {@code MESSAGE_TOO_LARGE} for a message that does not fit into one packet; {@code NOT_SUPPORTED} for
     *     an empty message, which neither the JDK nor junixsocket sends on a connection; {@code REFUSED} on a connected
     *     datagram socket whose peer is gone
     */
    int send(ByteBuffer buffer) throws SocketFailure;

    /**
     * Receives what has arrived: one recv(2). Waits until something has, at most as long as {@link
     * Options#RECV_TIMEOUT} says. On a stream it receives as many bytes as have arrived and fit; on a connection that
     * keeps message boundaries it receives one message, and discards the part that does not fit.
     *
     * @param buffer where the bytes go; its position advances by the number of bytes received
     * @return how many bytes were received; -1 at the end of the stream, when the peer has shut down its output or
     *     closed; 0 if the buffer has no room, for an empty message, and on a non-blocking connection when nothing has
     *     arrived. An empty SOCK_SEQPACKET message, which another program may send, looks like the end of the stream
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed; {@code RESET} if the peer reset the
     *     connection; {@code TIMEOUT} if nothing arrived in time; {@code REFUSED} on a connected datagram socket if an
     *     earlier send found nobody at the peer's address
     */
    int recv(ByteBuffer buffer) throws SocketFailure;

    /**
     * Sends all bytes between the buffer's position and limit, with as many calls of {@link #send} as that takes. On a
     * non-blocking connection it busy-waits.
     *
     * @param buffer the bytes; afterwards it has none remaining
     * @throws SocketFailure as {@link #send}; the buffer's position then says how much was sent
     */
    default void sendFully(ByteBuffer buffer) throws SocketFailure {
        while (buffer.hasRemaining()) {
            if (send(buffer) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Fills the buffer, with as many calls of {@link #recv} as that takes. On a non-blocking connection it busy-waits.
     *
     * @param buffer where the bytes go; afterwards it has no room left
     * @throws SocketFailure {@code ENDED} if the stream ends first; otherwise as {@link #recv}. The buffer's position
     *     then says how much was received
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
     * Prepares to send several messages with one system call.
     *
     * @param messages how many
     * @param messageBytes the room for each
     * @return messages of this connection; empty where {@link Transport#batches} says why
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    default Optional<Batch.Outgoing> sendBatch(int messages, int messageBytes) throws SocketFailure {
        return Optional.empty();
    }

    /**
     * Prepares to receive several messages with one system call. Over UDP it lets the kernel join messages (UDP_GRO), which {@link
     * #recv} would then return as one: from now on, receive with this batch only.
     *
     * @param messages how many
     * @param messageBytes the room for each; what does not fit is lost, and the batch tells
     * @return room for messages of this connection; empty where {@link Transport#batches} says why
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    default Optional<Batch.Incoming> recvBatch(int messages, int messageBytes) throws SocketFailure {
        return Optional.empty();
    }

    /**
     * Ends the output: shutdown(2) with SHUT_WR. The peer receives what was sent and then the end of the stream; the
     * other direction stays open. Has no effect when it is called again, or after the peer has reset a TCP connection.
     *
     * @throws SocketFailure {@code CLOSED} if the socket is closed; {@code NOT_SUPPORTED} on a datagram socket, because
     *     datagrams have no end of stream
     */
    void shutdownOutput() throws SocketFailure;

    /**
     * Closes the socket so that the peer sees a reset rather than the end of the stream: on TCP setsockopt(2) of SO_LINGER
     * with zero, and close(2), which sends RST and discards what was not sent yet. Where there is no such thing this is
     * {@link #close}: AF_UNIX has a reset only for what the closed side has not read.
     *
     * @throws SocketFailure as {@link #close}
     */
    default void reset() throws SocketFailure {
        close();
    }
}
