package dev.ipcdemo.posix.socket;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What transports of connections and of datagrams have in common: they ask the family. */
interface Sockets extends Transport {

    SocketFamily family();

    @Override
    default String scheme() {
        return family().scheme();
    }

    @Override
    default SortedSet<Domain> domains() {
        return family().domains();
    }

    @Override
    default SocketType type() {
        return family().type();
    }

    @Override
    default String implementation() {
        return "system calls";
    }

    @Override
    default Availability availability() {
        return family().availability();
    }

    @Override
    default boolean parksVirtualThreads() {
        return false;
    }

    /** On Linux; other systems have no sendmmsg(2). */
    @Override
    default Availability batches() {
        return type().keepsBoundaries() && Kernel.hasBatches() ? Availability.AVAILABLE : Transport.super.batches();
    }

    @Override
    default Optional<String> refusal(Options options) {
        return family().refusal(options);
    }

    /** Refuses options that the protocol does not have. */
    default void requireSettable(String operation, Endpoint endpoint, Options options) throws SocketFailure {
        Optional<String> refusal = refusal(options);
        if (refusal.isPresent()) {
            throw new SocketFailure(operation, endpoint.toString(), FailureKind.NOT_SUPPORTED, refusal.get());
        }
    }

    @Override
    default Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
        return family().anyEndpoint(domain, reach);
    }

    @Override
    default List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        return family().resolve(endpoint);
    }

    @Override
    default Endpoint endpointOf(SocketAddress address) {
        return family().endpointOf(address);
    }

    @Override
    default Poll poll() {
        return new PosixPoll();
    }

    /** The failure of an operation in which a call, or what prepares a socket file, threw an exception. */
    default SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        return cause instanceof PosixException failed
                ? Failures.of(family(), operation, endpoint, failed)
                : SocketFile.failure(operation, endpoint, cause);
    }
}
