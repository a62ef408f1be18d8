package dev.ipcdemo.unix;

import dev.ipcdemo.files.NativeCode;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.ChannelFamily;
import dev.ipcdemo.sockets.spi.nio.ChannelPoll;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFSomeSocketChannel;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorAccess;
import org.newsclub.net.unix.FileDescriptorCast;

/** What the three AF_UNIX transports on junixsocket have in common. */
interface Junixsocket extends Transport, ChannelFamily {

    /** How often a thread that waits for room in a backlog checks whether it is interrupted. */
    Duration CONNECT_WAIT = Duration.ofMillis(200);

    /** Loads the native library, and asks it for the needed capabilities. */
    static Availability library(AFSocketCapability... needed) {
        if (Unpacking.OBSTACLE.isPresent()) { // junixsocket would print several stack traces
            return Availability.unavailable(
                    "the junixsocket native library cannot be loaded: " + Unpacking.OBSTACLE.get());
        }
        try {
            AFUNIXSocket.ensureSupported();
        } catch (UnsupportedOperationException | LinkageError e) {
            return Availability.unavailable("the junixsocket native library could not be loaded: " + e.getMessage());
        }
        for (AFSocketCapability capability : needed) {
            if (!AFUNIXSocket.supports(capability)) {
                return Availability.unavailable("junixsocket reports that this system lacks " + capability);
            }
        }
        return Availability.AVAILABLE;
    }

    /** Looks once whether the library can be unpacked and loaded here. */
    final class Unpacking {
        private static final Optional<String> OBSTACLE = NativeCode.obstacle();

        private Unpacking() {}
    }

    @Override
    default SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_UNIX));
    }

    @Override
    default String implementation() {
        return "junixsocket " + AFUNIXSocket.getVersion();
    }

    @Override
    default Availability availability() {
        return library();
    }

    @Override
    default boolean parksVirtualThreads() {
        return false;
    }

    @Override
    default Poll poll() {
        return new ChannelPoll();
    }

    @Override
    default List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        if (UnixNames.isAny(endpoint)) {
            return List.of(UnixNames.PICK);
        }
        if (UnixNames.isAnyAbstract(endpoint)) {
            return List.of(abstractAddress(endpoint, UnixNames.freshAbstractName()));
        }
        if (endpoint.name() instanceof AbstractName name) {
            return List.of(abstractAddress(endpoint, name));
        }
        if (endpoint.name() instanceof PathName name) {
            return List.of(pathAddress(UnixNames.path(endpoint, name), endpoint));
        }
        throw UnixNames.notSupported(endpoint, scheme() + ":PATH or " + scheme() + ":@NAME");
    }

    private static AFUNIXSocketAddress abstractAddress(Endpoint endpoint, AbstractName name) throws SocketFailure {
        Availability abstractNames = library(AFSocketCapability.CAPABILITY_ABSTRACT_NAMESPACE);
        if (!abstractNames.isAvailable()) {
            throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NOT_SUPPORTED, abstractNames.reason());
        }
        try {
            // The kernel recognizes an abstract name by its leading NUL.
            String kernelName = "\0" + UnixNames.abstractName(endpoint, name);
            return AFUNIXSocketAddress.of(kernelName.getBytes(StandardCharsets.UTF_8));
        } catch (SocketException e) {
            throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NAME_TOO_LONG, "", e);
        }
    }

    /** The address of a path. */
    static AFUNIXSocketAddress pathAddress(Path path, Endpoint endpoint) throws SocketFailure {
        try {
            return AFUNIXSocketAddress.of(path);
        } catch (SocketException e) {
            throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NAME_TOO_LONG, "", e);
        }
    }

    @Override
    default Endpoint endpointOf(SocketAddress address) {
        if (address instanceof AFUNIXSocketAddress unix) {
            if (unix.isInAbstractNamespace()) {
                byte[] name = unix.getPathAsBytes();
                return new Endpoint(
                        scheme(), new AbstractName(new String(name, 1, name.length - 1, StandardCharsets.UTF_8)));
            }
            if (unix.hasFilename()) {
                return new Endpoint(scheme(), new PathName(unix.getPath()));
            }
        }
        return new Endpoint(scheme(), new Endpoint.AnyName());
    }

    @Override
    default boolean sendsEmptyMessages() {
        return false;
    }

    /**
     * junixsocket does not keep the length of a sender's abstract name, and pads it with NULs, which makes it a
     * different name. This correction breaks names that really end with a NUL.
     */
    @Override
    default SocketAddress senderOf(SocketAddress told, SocketAddress previous) {
        if (!(told instanceof AFUNIXSocketAddress unix) || !unix.isInAbstractNamespace()) {
            return told;
        }
        byte[] name = unix.getPathAsBytes();
        int length = name.length;
        while (length > 1 && name[length - 1] == 0) {
            length--;
        }
        byte[] before = previous instanceof AFUNIXSocketAddress known ? known.getPathAsBytes() : new byte[0];
        if (Arrays.equals(name, 0, length, before, 0, before.length)) {
            return previous;
        }
        try {
            return AFUNIXSocketAddress.of(Arrays.copyOf(name, length));
        } catch (SocketException e) {
            throw new IllegalStateException("a shorter name must fit", e);
        }
    }

    /** junixsocket closes a descriptor that sent a datagram to a receiver that is gone (ECONNREFUSED). */
    @Override
    default SendingChannel sendingChannel(DatagramChannel bound) throws IOException {
        FileDescriptor descriptor = ((AFUNIXDatagramChannel) bound).getFileDescriptor();
        SystemCalls.note("dup");
        AFUNIXDatagramChannel another =
                FileDescriptorCast.duplicating(descriptor).as(AFUNIXDatagramChannel.class);
        another.setDeleteOnClose(false);
        another.setShutdownOnClose(false);
        FileDescriptor duplicate = another.getFileDescriptor();
        return new SendingChannel(another, () -> {
            SystemCalls.note("close");
            another.close();
            new FileOutputStream(duplicate).close(); // junixsocket leaves that to the code that created the duplicate
        });
    }

    /** junixsocket closes a descriptor on EPIPE without shutdown(2), so that a thread that waits on it stays there. */
    @Override
    default boolean losesDescriptors() {
        return true;
    }

    /**
     * Opens a channel for a duplicate of a connection's descriptor, in the same blocking mode.
     *
     * @param connected the connection's channel
     * @return another channel of its type
     * @throws IOException if it cannot be opened
     */
    default SelectableChannel openDuplicate(SelectableChannel connected) throws IOException {
        SystemCalls.note("dup");
        return FileDescriptorCast.duplicating(((FileDescriptorAccess) connected).getFileDescriptor())
                .as(connected.getClass());
    }

    @Override
    default DuplicateChannel duplicate(SelectableChannel connected) throws IOException {
        SelectableChannel another = openDuplicate(connected);
        FileDescriptor duplicate = ((FileDescriptorAccess) another).getFileDescriptor();
        DuplicateChannel opened = new DuplicateChannel() {
            @Override
            public ByteChannel channel() {
                return (ByteChannel) another;
            }

            @Override
            public boolean hasDescriptor() {
                return duplicate.valid();
            }

            @Override
            public List<String> closing() {
                return Junixsocket.this.closing(another);
            }

            @Override
            public void close() throws IOException {
                another.close(); // which also shuts the socket down
                new FileOutputStream(duplicate).close(); // junixsocket leaves that to the code that made the duplicate
            }
        };
        if (!hasDescriptor(connected)) { // closed meanwhile: its number may have been that of another socket
            ((AFSomeSocketChannel) another).setShutdownOnClose(false);
            SystemCalls.note(opened.closing());
            opened.close();
            throw new ClosedChannelException();
        }
        return opened;
    }

    @Override
    default int unreadBytes(DatagramChannel bound) throws IOException {
        return Libc.unreadBytes(((AFUNIXDatagramChannel) bound).getFileDescriptor());
    }

    @Override
    default PacketSocket.Queue queueOf(SocketAddress peer) {
        return peer instanceof AFUNIXSocketAddress named
                ? Netlink.QUEUES.of(named.getPathAsBytes())
                : PacketSocket.Queue.UNKNOWN;
    }

    /**
     * Connects, and waits a moment for room in the backlog. Neither closing the channel nor interrupting the thread
     * ends that wait, but the send timeout does (socket(7), SO_SNDTIMEO).
     *
     * @return false if there was no room
     */
    static boolean connectsSoon(FileDescriptor descriptor, Connecting connecting) throws IOException {
        Libc.setSendTimeout(descriptor, CONNECT_WAIT);
        try {
            connecting.run();
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw e;
        }
        Libc.setSendTimeout(descriptor, Duration.ZERO);
        return true;
    }

    /** The library's connect. */
    @FunctionalInterface
    interface Connecting {
        void run() throws IOException;
    }

    /**
     * On close, junixsocket connects to the listener to wake a blocked accept, and leaves that socket open if it cannot
     * connect, for example because the socket file is gone. Nor can an accept on SOCK_SEQPACKET be interrupted.
     */
    @Override
    default boolean acceptEndsCleanly() {
        return false;
    }

    /** junixsocket closes a descriptor when a call finds the peer gone. */
    @Override
    default boolean hasDescriptor(SelectableChannel channel) {
        try {
            return ((FileDescriptorAccess) channel).getFileDescriptor().valid();
        } catch (IOException isClosed) {
            return false;
        }
    }

    /** junixsocket calls shutdown(2) before close(2), to end calls that block in other threads. */
    @Override
    default List<String> closing(SelectableChannel channel) {
        return hasDescriptor(channel) ? List.of("shutdown", "close") : List.of();
    }

    @Override
    default String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return UnixNames.explain(operation, endpoint, kind);
    }
}
