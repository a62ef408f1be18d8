package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * An unconnected datagram socket, which exchanges datagrams with any peer.
 *
 * <p>Made by {@link dev.ipcdemo.sockets.PacketTransport#bind}. One thread may send while another receives.
 */
public interface PacketSocket extends OpenSocket {

    /** Returned by {@link #recvFrom} on a non-blocking socket when no datagram has arrived. */
    SocketAddress NO_DATAGRAM = new Marker("no datagram");

    /** Returned by {@link #recvFrom} for a sender without a name, such as an AF_UNIX socket that was never bound. */
    SocketAddress UNNAMED = new Marker("unnamed");

    /**
     * Sends the bytes between the buffer's position and limit as one datagram: one sendto(2). Waits while the send
     * buffer is full (on AF_UNIX: while the receiver's queue is full), at most as long as {@link Options#SEND_TIMEOUT}
     * says. macOS and the BSDs do not wait for a receiver's queue, but report ENOBUFS; there it is tried again.
     *
     * @param buffer the message; afterwards it has none remaining, unless nothing was sent or this fails
     * @param to the receiver: an address that the same transport made, such as that of {@link #recvFrom}
     * @return how many bytes were sent; 0 on a non-blocking socket when there was no room
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed; {@code TIMEOUT} if there was no room in
     *     time; {@code MESSAGE_TOO_LARGE} if the message does not fit into one datagram; {@code REFUSED} or {@code
     *     NOT_FOUND} if nobody is there, which only AF_UNIX reports at once; {@code NOT_SUPPORTED} for {@link
     *     #UNNAMED}, which cannot be answered, and for an empty message where the library cannot send one
     */
    int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure;

    /**
     * Receives one datagram: one recvfrom(2). Waits for one, at most as long as {@link Options#RECV_TIMEOUT} says. The
     * part that does not fit into the buffer is lost, and neither the JDK nor junixsocket reports that; to find out,
     * make the buffer one byte larger than the largest expected message and check whether that byte is used.
     *
     * @param buffer where the message goes; its position advances by the message's size
     * @return the sender, {@link #UNNAMED}, or {@link #NO_DATAGRAM}. The channel underneath may create a new object for
     *     the sender's address; nothing else is allocated. junixsocket does not report the sender of an empty datagram
     *     (which another program may send): the result is then {@link #UNNAMED}, and on a non-blocking socket {@link
     *     #NO_DATAGRAM}. To find one although the wait is limited, it asks before whether anything has arrived: poll(2)
     * @throws SocketFailure {@code CLOSED} if the socket is or gets closed; {@code TIMEOUT} if nothing arrived in time
     */
    SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure;

    /**
     * Sets the peer: connect(2) on a datagram socket. From now on the kernel accepts datagrams from this peer only, and
     * sending needs no address. Sends nothing. This object and the connection are the same socket: closing either
     * closes both.
     *
     * <p>connect(2) leaves in the queue what arrived before, whoever sent it. Over UDP, which may lose datagrams, all of
     * that is discarded, also what the peer sent. On AF_UNIX, where nothing is lost, it is received first; {@link
     * #recvFrom} tells who sent it, {@link Connection#recv} does not.
     *
     * @param peer the peer's address
     * @return the connected view
     * @throws SocketFailure {@code CLOSED} if the socket is closed; {@code REFUSED}, {@code NOT_FOUND} or {@code
     *     WRONG_TYPE} on AF_UNIX if no datagram socket is there; {@code UNREACHABLE} if there is no route
     */
    Connection connect(SocketAddress peer) throws SocketFailure;

    /**
     * How much of the send buffer is taken by datagrams that their receivers have not read. On AF_UNIX a datagram stays
     * in its sender's buffer until it is read; elsewhere it is the network's, or the receiver's. Linux tells, by
     * getsockopt(2) of SO_MEMINFO.
     *
     * @return bytes, in which the kernel counts all that it allocates for a datagram; 0 where a datagram does not stay
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    int unreadBytes() throws SocketFailure;

    /** Whether a peer has unread datagrams. */
    enum Queue {
        /** It has read everything. */
        EMPTY,
        /** Something is unread, sent by whomever. */
        NOT_EMPTY,
        /** Nobody can tell. */
        UNKNOWN
    }

    /**
     * Whether a peer on this host has read everything that it was sent, by whomever. On AF_UNIX, Linux tells, by
     * sock_diag(7); not of peers in another network namespace.
     *
     * @param peer the peer's address: one that the same transport made, such as that of {@link #recvFrom}
     * @return {@code UNKNOWN} where the system does not tell
     */
    Queue queueOf(SocketAddress peer);

    /**
     * The endpoint of an address that {@link #recvFrom} returned.
     *
     * @param address the address
     * @return its endpoint; without a name for {@link #UNNAMED}
     */
    Endpoint endpointOf(SocketAddress address);

    /** A placeholder for an address. */
    final class Marker extends SocketAddress {
        private static final long serialVersionUID = 1L;

        /** What it means. */
        private final String meaning;

        private Marker(String meaning) {
            this.meaning = meaning;
        }

        @Override
        public String toString() {
            return "(" + meaning + ")";
        }
    }
}
