package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.PacketSocket.Queue;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the Linux kernel whether AF_UNIX datagram sockets, of whatever process, have unread datagrams: sock_diag(7), which
 * needs no privilege. The kernel knows a socket by its inode, so all sockets of the network namespace are listed first to
 * find the one with a name, and again when a name is new.
 *
 * <p>Any thread may use it. When the kernel fails to answer, it is not asked for a second.
 */
public final class UnixQueues {

    /** A netlink(7) socket of the family NETLINK_SOCK_DIAG. */
    public interface Netlink extends Closeable {

        /** The domain AF_NETLINK. */
        int DOMAIN = 16;

        /** The protocol NETLINK_SOCK_DIAG. */
        int PROTOCOL = 4;

        /**
         * Sends a request: send(2).
         *
         * @param request the bytes up to the buffer's limit
         * @throws IOException if the kernel refuses
         */
        void send(ByteBuffer request) throws IOException;

        /**
         * Receives replies: recv(2).
         *
         * @param replies where they go; the position advances
         * @throws IOException if the kernel fails
         */
        void receive(ByteBuffer replies) throws IOException;
    }

    /** Opens a socket, for one question. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens it.
         *
         * @return the socket
         * @throws IOException if there is no such socket
         */
        Netlink open() throws IOException;
    }

    // linux/netlink.h
    private static final int HEADER_BYTES = 16;
    private static final short NLM_F_REQUEST = 1;
    private static final short NLM_F_DUMP = 0x300;
    private static final short NLMSG_ERROR = 2;
    private static final short NLMSG_DONE = 3;

    // linux/sock_diag.h, linux/unix_diag.h
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final int REQUEST_BYTES = HEADER_BYTES + 24;
    private static final int REPLY_BYTES = HEADER_BYTES + 16;
    private static final int TYPE_AT = 1;
    private static final int INODE_AT = 4;
    private static final int COOKIE_AT = 8;
    private static final int UDIAG_SHOW_NAME = 1;
    private static final int UDIAG_SHOW_RQLEN = 0x10;
    private static final short UNIX_DIAG_NAME = 0;
    private static final short UNIX_DIAG_RQLEN = 4;
    private static final byte AF_UNIX = 1;
    private static final byte SOCK_DGRAM = 2;
    private static final int ANY_STATE = -1;
    private static final long NO_COOKIE = -1;

    private static final long LIST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long FAILURE_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Opening opening;

    // All of these are guarded by this.
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer replies = ByteBuffer.allocateDirect(32 * 1024).order(ByteOrder.nativeOrder());
    private long askAgainNs = System.nanoTime();
    private int sequence;
    private Map<ByteBuffer, Known> byName = Map.of();
    private long listAgainNs = System.nanoTime();

    /**
     * Asks nothing yet.
     *
     * @param opening called for each question
     */
    public UnixQueues(Opening opening) {
        this.opening = opening;
    }

    /** What identifies a socket to the kernel. */
    private record Known(int inode, long cookie) {
        static final Known AMBIGUOUS = new Known(0, NO_COOKIE);
    }

    /** What the kernel says of one socket; {@code firstBytes} is the size of its first unread datagram. */
    private record Reply(Known socket, byte[] name, int firstBytes) {}

    private interface Replies {
        void take(Reply reply);
    }

    /**
     * Whether the socket with a name has unread datagrams. Empty ones may be overlooked.
     *
     * @param name the name as the kernel has it: a path without a NUL at its end, or a NUL and an abstract name
     * @return {@code UNKNOWN} if the kernel cannot tell, if no socket of this network namespace has the name, or several
     *     (of which one file was removed)
     */
    public synchronized Queue of(byte[] name) {
        if (System.nanoTime() - askAgainNs < 0) {
            return Queue.UNKNOWN;
        }
        try (Netlink kernel = opening.open()) {
            Optional<Known> socket = find(kernel, ByteBuffer.wrap(name));
            return socket.isEmpty() ? Queue.UNKNOWN : ask(kernel, socket.get());
        } catch (IOException e) {
            askAgainNs = System.nanoTime() + FAILURE_PAUSE_NS; // a sandbox, or no descriptor is left
            return Queue.UNKNOWN;
        }
    }

    private Optional<Known> find(Netlink kernel, ByteBuffer name) throws IOException {
        if (!byName.containsKey(name) && System.nanoTime() - listAgainNs >= 0) {
            byName = list(kernel);
            listAgainNs = System.nanoTime() + LIST_PAUSE_NS;
        }
        return Optional.ofNullable(byName.get(name)).filter(socket -> socket != Known.AMBIGUOUS);
    }

    private Map<ByteBuffer, Known> list(Netlink kernel) throws IOException {
        Map<ByteBuffer, Known> listed = new HashMap<>();
        ask(kernel, NLM_F_DUMP, new Known(0, NO_COOKIE), UDIAG_SHOW_NAME, reply -> {
            if (reply.name().length > 0) {
                listed.merge(ByteBuffer.wrap(reply.name()), reply.socket(), (one, other) -> Known.AMBIGUOUS);
            }
        });
        return listed;
    }

    private Queue ask(Netlink kernel, Known socket) throws IOException {
        Queue[] queue = {Queue.UNKNOWN};
        ask(
                kernel,
                (short) 0,
                socket,
                UDIAG_SHOW_RQLEN,
                reply -> queue[0] = reply.firstBytes() > 0 ? Queue.NOT_EMPTY : Queue.EMPTY);
        if (queue[0] == Queue.UNKNOWN) {
            byName.values().remove(socket); // it was closed; another may have its name by now
        }
        return queue[0];
    }

    private void ask(Netlink kernel, short flags, Known socket, int show, Replies taker) throws IOException {
        sequence++;
        request.clear()
                .putInt(REQUEST_BYTES)
                .putShort(SOCK_DIAG_BY_FAMILY)
                .putShort((short) (NLM_F_REQUEST | flags))
                .putInt(sequence)
                .putInt(0) // the kernel knows who asks
                .put(AF_UNIX)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(ANY_STATE)
                .putInt(socket.inode())
                .putInt(show)
                .putLong(socket.cookie())
                .flip();
        kernel.send(request);
        boolean isMore = true;
        while (isMore) {
            kernel.receive(replies.clear());
            isMore = takeAll(replies.flip(), taker) && flags == NLM_F_DUMP;
        }
    }

    /** Returns whether more may follow. */
    private boolean takeAll(ByteBuffer messages, Replies taker) throws IOException {
        while (messages.remaining() >= HEADER_BYTES) {
            int at = messages.position();
            int bytes = messages.getInt(at);
            short type = messages.getShort(at + 4);
            if (bytes < HEADER_BYTES || bytes > messages.remaining()) {
                throw new IOException("a netlink message of " + bytes + " bytes");
            }
            if (messages.getInt(at + 8) == sequence) {
                if (type == NLMSG_DONE || type == NLMSG_ERROR) {
                    return false; // an error means that there is no such socket; a kernel without sock_diag lists none
                }
                take(messages, at, at + bytes, taker);
            }
            messages.position(Math.min(messages.limit(), at + aligned(bytes)));
        }
        return true;
    }

    private static void take(ByteBuffer message, int from, int end, Replies taker) {
        int body = from + HEADER_BYTES;
        if (end - from < REPLY_BYTES || message.get(body + TYPE_AT) != SOCK_DGRAM) {
            return;
        }
        byte[] name = {};
        int firstBytes = 0;
        int at = from + REPLY_BYTES;
        while (end - at >= 4 && message.getShort(at) >= 4) {
            int bytes = message.getShort(at);
            short type = message.getShort(at + 2);
            if (type == UNIX_DIAG_NAME) {
                name = new byte[bytes - 4];
                message.get(at + 4, name);
            } else if (type == UNIX_DIAG_RQLEN) {
                firstBytes = message.getInt(at + 4);
            }
            at += aligned(bytes);
        }
        Known socket = new Known(message.getInt(body + INODE_AT), message.getLong(body + COOKIE_AT));
        taker.take(new Reply(socket, withoutEnd(name), firstBytes));
    }

    /** A path comes with its NUL. */
    private static byte[] withoutEnd(byte[] name) {
        boolean isPath = name.length > 1 && name[0] != 0 && name[name.length - 1] == 0;
        return isPath ? Arrays.copyOf(name, name.length - 1) : name;
    }

    private static int aligned(int bytes) {
        return (bytes + 3) & ~3;
    }
}
