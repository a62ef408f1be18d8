package dev.ipcdemo.posix.family;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.UnixQueues;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Paths and abstract names.
 *
 * @param scheme the scheme
 * @param type any type
 */
public record UnixFamily(String scheme, SocketType type) implements SocketFamily {

    /** What this process asks the kernel about queues. */
    public static final UnixQueues QUEUES = new UnixQueues(
            () -> new Netlink(Posix.socket(Netlink.DOMAIN, SOCK_DGRAM | SOCK_CLOEXEC, Netlink.PROTOCOL)));

    private record Netlink(int socket) implements UnixQueues.Netlink {

        @Override
        public void send(ByteBuffer request) throws PosixException {
            Posix.send(socket, request, 0);
        }

        @Override
        public void receive(ByteBuffer replies) throws PosixException {
            Posix.recv(socket, replies, 0);
        }

        @Override
        public void close() throws PosixException {
            Posix.close(socket);
        }
    }

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_UNIX));
    }

    /** A sender of datagrams waits for room in the receiver's queue, not in its own. */
    @Override
    public boolean sendsInSlices() {
        return type == SocketType.SOCK_DGRAM;
    }

    /** A client waits for room in the server's backlog. */
    @Override
    public boolean connectsInSlices() {
        return true;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        if (UnixNames.isAny(endpoint)) {
            return List.of(UnixNames.PICK);
        }
        if (UnixNames.isAnyAbstract(endpoint)) {
            return List.of(
                    UnixAddress.ofAbstractName(UnixNames.freshAbstractName().name()));
        }
        if (endpoint.name() instanceof AbstractName name) {
            return List.of(UnixAddress.ofAbstractName(UnixNames.abstractName(endpoint, name)));
        }
        if (endpoint.name() instanceof PathName name) {
            return List.of(UnixAddress.ofPath(UnixNames.path(endpoint, name).toString()));
        }
        throw UnixNames.notSupported(endpoint, scheme + ":PATH or " + scheme + ":@NAME");
    }

    @Override
    public Endpoint anyEndpoint(Domain domain, Reach reach) {
        return new Endpoint(scheme, new AnyName());
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        if (!(address instanceof UnixAddress unix)) {
            return new Endpoint(scheme, new AnyName());
        }
        if (!unix.isAbstract()) {
            return new Endpoint(scheme, new PathName(unix.text()));
        }
        return new Endpoint(scheme, unix.text().isEmpty() ? new AnyName() : new AbstractName(unix.text()));
    }

    @Override
    public int domainOf(SocketAddress address) {
        return AF_UNIX;
    }

    @Override
    public SocketAddressBuffer encode(SocketAddress address, int domain) {
        if (address instanceof UnixAddress unix) {
            return SocketAddressBuffer.ofUnixName(unix.forKernel());
        }
        throw new IllegalArgumentException(address + " is not an address of this transport");
    }

    @Override
    public SocketAddress decode(SocketAddressBuffer address) {
        byte[] name = address.unixName();
        return name.length == 0 ? PacketSocket.UNNAMED : UnixAddress.of(name);
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        return UnixNames.PICK;
    }

    @Override
    public BindTarget claim(SocketAddress address, String operation, Options options) throws IOException {
        Endpoint endpoint = endpointOf(address);
        if (address == UnixNames.PICK) {
            return BoundPath.inOwnDirectory(endpoint, options);
        }
        if (!(address instanceof UnixAddress unix)) {
            throw new IllegalArgumentException(address + " is not an address of this transport");
        }
        return unix.isAbstract() ? BindTarget.of(address) : BoundPath.claim(unix, operation, endpoint, options);
    }

    @Override
    public String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return UnixNames.explain(operation, endpoint, kind);
    }
}
