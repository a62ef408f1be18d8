package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams inside this JVM, without the kernel or NIO: {@code memory:@name}. It shows what an implementation of the SPI
 * needs if it has no channels.
 */
final class MemoryTransport implements StreamTransport {

    private static final Map<Address, MemoryListener> LISTENING = new ConcurrentHashMap<>();
    private static final AtomicInteger PICKED = new AtomicInteger();

    /** The address of a listener, by name. The empty name is a client's, and makes {@code listen} pick a name. */
    private static final class Address extends SocketAddress {
        private static final long serialVersionUID = 1L;

        private final String name;

        Address(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && address.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static final SocketAddress UNNAMED = new Address("");

    @Override
    public String scheme() {
        return "memory";
    }

    /** The most similar domain: its names do not reach other hosts either. */
    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_UNIX));
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_STREAM;
    }

    @Override
    public String implementation() {
        return "arrays";
    }

    @Override
    public Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    public boolean parksVirtualThreads() {
        return false;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        if (endpoint.name() instanceof AnyName) {
            return List.of(UNNAMED);
        }
        if (endpoint.name() instanceof AbstractName name) {
            return List.of(new Address(name.name()));
        }
        throw new SocketFailure("resolve", endpoint.toString(), FailureKind.NOT_SUPPORTED, "write memory:@NAME");
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        String name = ((Address) address).name;
        return new Endpoint(scheme(), name.isEmpty() ? new AnyName() : new AbstractName(name));
    }

    @Override
    public Listener listen(SocketAddress address, Options options) throws SocketFailure {
        Address bound = address.equals(UNNAMED) ? new Address("any-" + PICKED.incrementAndGet()) : (Address) address;
        MemoryListener listener = new MemoryListener(bound, endpointOf(bound), options, () -> LISTENING.remove(bound));
        if (LISTENING.putIfAbsent(bound, listener) != null) {
            throw new SocketFailure("listen", endpointOf(bound).toString(), FailureKind.IN_USE, "");
        }
        return listener;
    }

    @Override
    public Connection connect(SocketAddress address, Options options) throws SocketFailure {
        MemoryListener listener = LISTENING.get((Address) address);
        if (listener == null) {
            throw new SocketFailure("connect", endpointOf(address).toString(), FailureKind.REFUSED, "");
        }
        return listener.connect(UNNAMED, endpointOf(UNNAMED), options);
    }
}
