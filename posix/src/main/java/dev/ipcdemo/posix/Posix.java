package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The socket calls of POSIX. Each method is one call of the same name, waits where the call waits, and throws a {@link
 * PosixException} where the call returns -1.
 */
public final class Posix {

    private Posix() {}

    private static int checked(String call, int result) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, -result);
        }
        return result;
    }

    private static long checked(String call, long result) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, (int) -result);
        }
        return result;
    }

    /**
     * Creates a socket: socket(2). It has no address and no peer.
     *
     * @param domain such as {@link Constants#AF_INET}
     * @param type such as {@link Constants#SOCK_STREAM}, with {@link Constants#SOCK_CLOEXEC} added where programs are started
     * @param protocol 0 for the usual one
     * @return the descriptor
     * @throws PosixException EAFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT if the kernel has no such socket; EMFILE, ENFILE
     */
    public static int socket(int domain, int type, int protocol) throws PosixException {
        return checked("socket", Kernel.socket(domain, type, protocol));
    }

    /**
     * Creates two sockets that are connected to each other: socketpair(2).
     *
     * @param domain {@link Constants#AF_UNIX}
     * @param type the type
     * @param protocol 0
     * @return the two descriptors
     * @throws PosixException as {@link #socket}; EOPNOTSUPP for another domain
     */
    public static int[] socketpair(int domain, int type, int protocol) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(JAVA_INT, 2);
            checked("socketpair", Kernel.socketpair(domain, type, protocol, two));
            return two.toArray(JAVA_INT);
        }
    }

    /**
     * Gives a socket an address: bind(2).
     *
     * @param socket the descriptor
     * @param address the address; port 0 picks a free one
     * @throws PosixException EADDRINUSE, EADDRNOTAVAIL, EACCES; on a path ENOENT, ENOTDIR, and EADDRINUSE if anything is there
     */
    public static void bind(int socket, SocketAddressBuffer address) throws PosixException {
        checked("bind", Kernel.bind(socket, address));
    }

    /**
     * Makes a socket accept connections: listen(2).
     *
     * @param socket the descriptor
     * @param backlog how many connections may wait to be accepted
     * @throws PosixException EADDRINUSE; EOPNOTSUPP for a socket of datagrams
     */
    public static void listen(int socket, int backlog) throws PosixException {
        checked("listen", Kernel.listen(socket, backlog));
    }

    /**
     * Takes the next connection: accept(2). Waits for one, at most as long as SO_RCVTIMEO says.
     *
     * @param socket the descriptor of a socket that listens
     * @param peer where the peer's address goes
     * @return the descriptor of the connection, which execve(2) closes
     * @throws PosixException EAGAIN if none came in time; EINVAL if the socket does not listen, or was shut down; EMFILE
     */
    public static int accept(int socket, SocketAddressBuffer peer) throws PosixException {
        return checked("accept", Kernel.accept(socket, peer, Constants.SOCK_CLOEXEC));
    }

    /**
     * Connects to a peer: connect(2). Waits until its kernel has answered, at most as long as SO_SNDTIMEO says.
     *
     * @param socket the descriptor
     * @param peer the peer's address
     * @throws PosixException ECONNREFUSED, ETIMEDOUT, EINPROGRESS, ENETUNREACH, EHOSTUNREACH; on a path ENOENT, EACCES, EPROTOTYPE,
     *     and EAGAIN if the backlog is full
     */
    public static void connect(int socket, SocketAddressBuffer peer) throws PosixException {
        checked("connect", Kernel.connect(socket, peer));
    }

    /**
     * Sends: send(2). Waits while the send buffer is full, at most as long as SO_SNDTIMEO says.
     *
     * @param socket the descriptor
     * @param buffer the bytes between its position and limit; the position advances by what was sent
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent; on a stream, this may be fewer than were given
     * @throws PosixException EPIPE, ECONNRESET, ECONNREFUSED, EMSGSIZE, EAGAIN
     */
    public static int send(int socket, ByteBuffer buffer, int flags) throws PosixException {
        return checked("send", Kernel.send(socket, buffer, flags));
    }

    /**
     * Sends native memory: send(2).
     *
     * @param socket the descriptor
     * @param memory the bytes
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent
     * @throws PosixException as {@link #send(int, ByteBuffer, int)}
     */
    public static long send(int socket, MemorySegment memory, int flags) throws PosixException {
        return checked("send", Kernel.send(socket, memory, flags));
    }

    /**
     * Receives: recv(2). Waits until something has arrived, at most as long as SO_RCVTIMEO says.
     *
     * @param socket the descriptor
     * @param buffer where the bytes go, from its position on; the position advances by what was received and fits
     * @param flags such as {@link Constants#MSG_PEEK}
     * @return how many bytes were received, 0 at the end of a stream; with {@link Constants#MSG_TRUNC} on Linux, how many the
     *     message has
     * @throws PosixException ECONNRESET, ECONNREFUSED, EAGAIN
     */
    public static int recv(int socket, ByteBuffer buffer, int flags) throws PosixException {
        return checked("recv", Kernel.recv(socket, buffer, flags));
    }

    /**
     * Receives into native memory: recv(2).
     *
     * @param socket the descriptor
     * @param memory where the bytes go
     * @param flags such as {@link Constants#MSG_PEEK}
     * @return how many bytes were received, as {@link #recv(int, ByteBuffer, int)}
     * @throws PosixException as {@link #recv(int, ByteBuffer, int)}
     */
    public static long recv(int socket, MemorySegment memory, int flags) throws PosixException {
        return checked("recv", Kernel.recv(socket, memory, flags));
    }

    /**
     * Sends a datagram: sendto(2).
     *
     * @param socket the descriptor
     * @param buffer the message between its position and limit; the position advances by what was sent
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @param to the receiver
     * @return how many bytes were sent
     * @throws PosixException EMSGSIZE, EAGAIN; on a path ENOENT, ECONNREFUSED, EACCES, EPROTOTYPE
     */
    public static int sendto(int socket, ByteBuffer buffer, int flags, SocketAddressBuffer to) throws PosixException {
        return checked("sendto", Kernel.sendto(socket, buffer, flags, to));
    }

    /**
     * Receives a datagram: recvfrom(2). Waits for one, at most as long as SO_RCVTIMEO says.
     *
     * @param socket the descriptor
     * @param buffer where the message goes, from its position on; the position advances by what was received and fits
     * @param flags such as {@link Constants#MSG_TRUNC}
     * @param from where the sender's address goes
     * @return how many bytes were received; with {@link Constants#MSG_TRUNC} on Linux, how many the message has
     * @throws PosixException EAGAIN, ECONNREFUSED
     */
    public static int recvfrom(int socket, ByteBuffer buffer, int flags, SocketAddressBuffer from)
            throws PosixException {
        return checked("recvfrom", Kernel.recvfrom(socket, buffer, flags, from));
    }

    /**
     * Ends one or both directions of a connection: shutdown(2).
     *
     * @param socket the descriptor
     * @param how {@link Constants#SHUT_RD}, {@link Constants#SHUT_WR} or {@link Constants#SHUT_RDWR}
     * @throws PosixException ENOTCONN
     */
    public static void shutdown(int socket, int how) throws PosixException {
        checked("shutdown", Kernel.shutdown(socket, how));
    }

    /**
     * Closes a descriptor: close(2). A call that waits on it in another thread goes on waiting.
     *
     * @param descriptor the descriptor
     * @throws PosixException EBADF if it is not open
     */
    public static void close(int descriptor) throws PosixException {
        checked("close", Kernel.close(descriptor));
    }

    /**
     * The address of a socket: getsockname(2).
     *
     * @param socket the descriptor
     * @return its address; without a name on AF_UNIX if it was never bound
     * @throws PosixException EBADF, ENOTSOCK
     */
    public static SocketAddressBuffer getsockname(int socket) throws PosixException {
        SocketAddressBuffer own = new SocketAddressBuffer();
        checked("getsockname", Kernel.getsockname(socket, own));
        return own;
    }

    /**
     * The address of the peer: getpeername(2).
     *
     * @param socket the descriptor
     * @return the peer's address; without a name on AF_UNIX if the peer was never bound
     * @throws PosixException ENOTCONN
     */
    public static SocketAddressBuffer getpeername(int socket) throws PosixException {
        SocketAddressBuffer peer = new SocketAddressBuffer();
        checked("getpeername", Kernel.getpeername(socket, peer));
        return peer;
    }

    /**
     * An option that is a number: getsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_SNDBUF}
     * @return its value
     * @throws PosixException ENOPROTOOPT if the socket has no such option
     */
    public static int getsockopt(int socket, int level, int option) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            getsockopt(socket, level, option, value);
            return value.get(JAVA_INT, 0);
        }
    }

    /**
     * An option that is a structure: getsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_PEERCRED}
     * @param value where the value goes, such as memory of {@link Layouts#UCRED}
     * @return how many bytes the value has
     * @throws PosixException ENOPROTOOPT if the socket has no such option
     */
    public static int getsockopt(int socket, int level, int option, MemorySegment value) throws PosixException {
        return checked("getsockopt", Kernel.getsockopt(socket, level, option, value));
    }

    /**
     * Sets an option that is a number: setsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_REUSEADDR}
     * @param value the value; 1 and 0 for on and off
     * @throws PosixException ENOPROTOOPT, EINVAL, EPERM
     */
    public static void setsockopt(int socket, int level, int option, int value) throws PosixException {
        checked("setsockopt", Kernel.setsockopt(socket, level, option, value));
    }

    /**
     * Sets an option that is a structure: setsockopt(2).
     *
     * @param socket the descriptor
     * @param level such as {@link Constants#SOL_SOCKET}
     * @param option such as {@link Constants#SO_RCVTIMEO}
     * @param value the value, such as memory of {@link Layouts#TIMEVAL}
     * @throws PosixException ENOPROTOOPT, EINVAL, EDOM
     */
    public static void setsockopt(int socket, int level, int option, MemorySegment value) throws PosixException {
        checked("setsockopt", Kernel.setsockopt(socket, level, option, value));
    }

    /**
     * Waits for events on descriptors: poll(2).
     *
     * @param watched an array of {@link Layouts#POLLFD}
     * @param count how many of them
     * @param timeoutMs how long to wait; -1 for no limit
     * @return how many have events; 0 if the time ran out
     * @throws PosixException EINTR, EINVAL, ENOMEM
     * @throws IndexOutOfBoundsException if the array has fewer
     */
    public static int poll(MemorySegment watched, int count, int timeoutMs) throws PosixException {
        return checked("poll", Kernel.poll(watched, count, timeoutMs));
    }

    /**
     * Sets the permissions of what a descriptor leads to: fchmod(2). On Linux, those of an AF_UNIX socket that is not bound yet
     * are what bind(2) gives its file, less the umask: so the file is never open to others.
     *
     * @param descriptor the descriptor
     * @param mode the permissions, such as {@code 0600}
     * @throws PosixException EPERM, EINVAL
     */
    public static void fchmod(int descriptor, int mode) throws PosixException {
        checked("fchmod", Kernel.fchmod(descriptor, mode));
    }

    /**
     * Sends a message, perhaps with an address and ancillary data: sendmsg(2).
     *
     * @param socket the descriptor
     * @param message the message
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many bytes were sent
     * @throws PosixException as {@link #sendto}; EBADF for a descriptor that is passed and not open; ETOOMANYREFS
     */
    public static long sendmsg(int socket, MessageBuffer message, int flags) throws PosixException {
        return checked("sendmsg", Kernel.sendmsg(socket, message, flags));
    }

    /**
     * Receives a message with its sender's address, ancillary data, and whether it was cut off: recvmsg(2). Waits for one, at most
     * as long as SO_RCVTIMEO says.
     *
     * @param socket the descriptor
     * @param message where the message goes: call {@link MessageBuffer#clear} before
     * @param flags such as {@link Constants#MSG_CMSG_CLOEXEC}
     * @return how many bytes were received
     * @throws PosixException as {@link #recvfrom}
     */
    public static long recvmsg(int socket, MessageBuffer message, int flags) throws PosixException {
        return checked("recvmsg", Kernel.recvmsg(socket, message, flags));
    }

    /**
     * Sends several messages in one call: sendmmsg(2). Linux only. Waits while there is no room, at most as long as SO_SNDTIMEO says
     * for each message; what fails after the first message is not told before the next call.
     *
     * @param socket the descriptor
     * @param batch the messages
     * @param count how many of its entries, each of which is a message unless several were {@linkplain MessageBatch#join joined}
     * @param flags such as {@link Constants#MSG_NOSIGNAL}
     * @return how many entries were sent, at least one
     * @throws PosixException as {@link #send(int, ByteBuffer, int)}, if none was sent; EINVAL, EMSGSIZE or EIO if messages were
     *     joined and cannot be segmented
     */
    public static int sendmmsg(int socket, MessageBatch batch, int count, int flags) throws PosixException {
        return checked("sendmmsg", Kernel.sendmmsg(socket, batch, count, flags));
    }

    /**
     * Receives several messages in one call: recvmmsg(2). Linux only. It waits as long as SO_RCVTIMEO says for each message; its own
     * time limit, which it only heeds when a message arrives, is not used.
     *
     * @param socket the descriptor
     * @param batch where the messages go
     * @param count how many at most
     * @param flags {@link Constants#MSG_WAITFORONE} to return what has come once there is one; otherwise it waits for all. With
     *     {@link Constants#MSG_TRUNC}, {@link MessageBatch#length} tells the real size of a message that did not fit
     * @return how many messages were received
     * @throws PosixException as {@link #recvfrom}, if none was received
     */
    public static int recvmmsg(int socket, MessageBatch batch, int count, int flags) throws PosixException {
        return checked("recvmmsg", Kernel.recvmmsg(socket, batch, count, flags));
    }

    /**
     * The name of this host: gethostname(2).
     *
     * @return the name
     * @throws PosixException if it is longer than any name may be
     */
    public static String gethostname() throws PosixException {
        return Names.hostName();
    }

    /**
     * An address for a host and a service, and the arguments of socket(2) for it.
     *
     * @param domain such as {@link Constants#AF_INET}
     * @param type such as {@link Constants#SOCK_STREAM}
     * @param protocol such as {@link Constants#IPPROTO_TCP}
     * @param address for bind(2) or connect(2)
     */
    public record AddressInfo(int domain, int type, int protocol, SocketAddressBuffer address) {}

    /**
     * Looks up a host and a service: getaddrinfo(3), which replaces gethostbyname(3). May ask a name server, and wait for it.
     *
     * @param host a name or an address; empty for this host, or with {@link Constants#AI_PASSIVE} for any interface
     * @param service a name such as {@code echo}, or a port; empty for none
     * @param flags such as {@link Constants#AI_PASSIVE}
     * @param domain {@link Constants#AF_UNSPEC} for any
     * @param type such as {@link Constants#SOCK_STREAM}; 0 for any
     * @return the addresses, best first
     * @throws AddressInfoException if there are none
     */
    public static List<AddressInfo> getaddrinfo(String host, String service, int flags, int domain, int type)
            throws AddressInfoException {
        return Names.lookup(host, service, flags, domain, type);
    }
}
