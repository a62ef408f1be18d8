package dev.ipcdemo.junit;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import java.net.SocketAddress;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One that works on no machine. */
public final class AbsentTransport implements StreamTransport {

    @Override
    public String scheme() {
        return "absent";
    }

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_VSOCK));
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_STREAM;
    }

    @Override
    public String implementation() {
        return "none";
    }

    @Override
    public Availability availability() {
        return Availability.unavailable("not here");
    }

    @Override
    public boolean parksVirtualThreads() {
        return false;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listener listen(SocketAddress address, Options options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Connection connect(SocketAddress address, Options options) {
        throw new UnsupportedOperationException();
    }
}
