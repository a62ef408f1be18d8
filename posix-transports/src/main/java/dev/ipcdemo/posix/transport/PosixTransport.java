package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A transport on the system calls: knows its name and whether it works, and leaves the rest to the library. No call on a socket
 * goes through here.
 *
 * @param <T> what the library has for it
 */
abstract class PosixTransport<T extends Transport & BareChannels> implements BareChannels, OnSystemCalls {

    private final String scheme;
    private final SocketType type;
    private final List<Domain> domains;

    PosixTransport(String scheme, SocketType type, Domain... domains) {
        this.scheme = scheme;
        this.type = type;
        this.domains = List.of(domains);
    }

    /** Loaded once, by the first transport that is asked for more than its name. */
    private static final class Library {

        private static final Optional<String> UNSUITABLE = JavaVersions.unsuitable(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version().feature());
        private static final Optional<SocketLibrary> FOUND = UNSUITABLE.isPresent()
                ? Optional.empty()
                : ServiceLoader.load(SocketLibrary.class).findFirst();
        private static final String WHY_NOT =
                FOUND.isPresent() ? "" : UNSUITABLE.orElseGet(() -> JavaVersions.notThere(JavaVersions.builtWith()));
    }

    /** The library's transport of this scheme. */
    abstract T in(SocketLibrary library);

    final T library(String operation, Endpoint endpoint) throws SocketFailure {
        if (Library.FOUND.isEmpty()) {
            throw new SocketFailure(operation, endpoint.toString(), FailureKind.NOT_SUPPORTED, Library.WHY_NOT);
        }
        return in(Library.FOUND.get());
    }

    final T library(String operation) throws SocketFailure {
        return library(operation, new Endpoint(scheme, new Endpoint.AnyName()));
    }

    @Override
    public final String scheme() {
        return scheme;
    }

    @Override
    public final SortedSet<Domain> domains() {
        return new TreeSet<>(domains);
    }

    @Override
    public final SocketType type() {
        return type;
    }

    @Override
    public final String implementation() {
        return "system calls";
    }

    @Override
    public final Availability availability() {
        return Library.FOUND.isEmpty()
                ? Availability.unavailable(Library.WHY_NOT)
                : in(Library.FOUND.get()).availability();
    }

    /** A downcall that blocks pins the carrier thread. */
    @Override
    public final boolean parksVirtualThreads() {
        return false;
    }

    @Override
    public final Availability batches() {
        return Library.FOUND.isEmpty()
                ? Availability.unavailable(Library.WHY_NOT)
                : in(Library.FOUND.get()).batches();
    }

    @Override
    public final Optional<String> refusal(Options options) {
        return Library.FOUND.flatMap(library -> in(library).refusal(options));
    }

    @Override
    public final OptionalInt maxMessageBytes(Domain domain) {
        return Library.FOUND.isEmpty()
                ? OptionalInt.empty()
                : in(Library.FOUND.get()).maxMessageBytes(domain);
    }

    @Override
    public final Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
        return library("resolve").anyEndpoint(domain, reach);
    }

    @Override
    public final List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        return library("resolve", endpoint).resolve(endpoint);
    }

    @Override
    public final Endpoint endpointOf(SocketAddress address) {
        return Library.FOUND.isEmpty()
                ? new Endpoint(scheme, new Endpoint.AnyName())
                : in(Library.FOUND.get()).endpointOf(address);
    }

    @Override
    public final Connection connect(SocketAddress address, Options options) throws SocketFailure {
        return library("connect").connect(address, options);
    }

    @Override
    public final Poll poll() throws SocketFailure {
        return library("poll").poll();
    }

    @Override
    public final Bare connectBare(SocketAddress address, Options options) throws IOException {
        return library("connect").connectBare(address, options);
    }

    @Override
    public final Bare acceptBare(OpenSocket server, Options options) throws IOException {
        return library("accept").acceptBare(server, options);
    }
}
