package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.NONE;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_MEMINFO;
import static dev.ipcdemo.posix.Constants.SO_RCVBUF;
import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;
import static dev.ipcdemo.posix.ErrorNumbers.EBADF;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.posix.family.UnixAddress;
import dev.ipcdemo.posix.family.UnixFamily;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket that is bound. */
final class PosixPacketSocket extends PosixSocket implements PacketSocket {

    /** Where the kernel writes a sender's address: one for each thread, because several may receive at once. */
    private static final ThreadLocal<Sender> SENDER = ThreadLocal.withInitial(Sender::new);

    /** From {@code linux/sock_diag.h}: what is in the send buffer. */
    private static final int SK_MEMINFO_WMEM_ALLOC = 2;

    /** What a datagram takes in the receive buffer, at least: {@code struct sk_buff}. */
    private static final int LEAST_BYTES = 256;

    private final AddressTable addresses;
    private final int domain;

    /** The memory of an address, with the segment that reads it. */
    private static final class Sender {
        final SocketAddressBuffer address = new SocketAddressBuffer();
        final MemorySegment bytes = address.segment();
    }

    PosixPacketSocket(Descriptor descriptor, int domain, SocketFamily family, Options options, Closeable name)
            throws PosixException {
        super(descriptor, family, options, name);
        this.domain = domain;
        this.addresses = new AddressTable(family, domain);
    }

    @Override
    public int sendTo(ByteBuffer buffer, SocketAddress to) throws SocketFailure {
        if (to == UNNAMED) {
            throw new SocketFailure(
                    "sendto",
                    endpointOf(to).toString(),
                    FailureKind.NOT_SUPPORTED,
                    "the sender was never bound, so it cannot be answered");
        }
        int sent = descriptor.sendTo(buffer, addresses.receiver(to));
        if (sent >= 0) {
            return sent;
        }
        if (sent == -EAGAIN && !blocking) {
            return 0;
        }
        throw undelivered(to, sent);
    }

    private SocketFailure undelivered(SocketAddress to, int result) {
        if (result != -EAGAIN && result != -EBADF) {
            SystemCalls.note("sendto");
        }
        return failure("sendto", endpointOf(to), result);
    }

    @Override
    public SocketAddress recvFrom(ByteBuffer buffer) throws SocketFailure {
        Sender sender = SENDER.get();
        int received = descriptor.recvFrom(buffer, sender.address);
        if (received >= 0) {
            return addresses.sender(sender.address, sender.bytes);
        }
        if (received == -EAGAIN && !blocking) {
            return NO_DATAGRAM;
        }
        throw failure("recvfrom", localEndpoint(), received);
    }

    @Override
    public Connection connect(SocketAddress peer) throws SocketFailure {
        SocketAddressBuffer form = family.encode(peer, domain);
        ask("connect", endpointOf(peer), number -> {
            SystemCalls.note("connect");
            Posix.connect(number, form);
            if (domain != AF_UNIX) {
                discardArrived(number);
            }
            return true;
        });
        return new PosixConnection(this, peer);
    }

    /** Discards what arrived before the socket was connected. No more than had room: the peer may go on sending. */
    private static void discardArrived(int number) throws PosixException {
        int left = Posix.getsockopt(number, SOL_SOCKET, SO_RCVBUF) / LEAST_BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            while (left > 0 && Kernel.recv(number, one, MSG_DONTWAIT) >= 0) {
                left--;
            }
        }
    }

    @Override
    public int unreadBytes() throws SocketFailure {
        return ask(
                "getsockopt SO_MEMINFO",
                localEndpoint(),
                number -> domain == AF_UNIX && SO_MEMINFO != NONE ? inSendBuffer(number) : 0);
    }

    private static int inSendBuffer(int number) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(ValueLayout.JAVA_INT, SK_MEMINFO_WMEM_ALLOC + 1);
            Posix.getsockopt(number, SOL_SOCKET, SO_MEMINFO, numbers);
            return numbers.getAtIndex(ValueLayout.JAVA_INT, SK_MEMINFO_WMEM_ALLOC);
        }
    }

    @Override
    public Queue queueOf(SocketAddress peer) {
        return peer instanceof UnixAddress named ? UnixFamily.QUEUES.of(named.name()) : Queue.UNKNOWN;
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return family.endpointOf(address);
    }
}
