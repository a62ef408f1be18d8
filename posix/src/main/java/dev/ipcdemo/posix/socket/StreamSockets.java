package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.posix.family.SocketFamily.BindTarget;
import dev.ipcdemo.posix.transport.SocketLibrary;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A transport of connections.
 *
 * @param family what its sockets have of their own
 */
record StreamSockets(SocketFamily family) implements Sockets, SocketLibrary.Streams {

    @Override
    public Listener listen(SocketAddress address, Options options) throws SocketFailure {
        Endpoint endpoint = endpointOf(address);
        requireSettable("listen", endpoint, options);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            BindTarget target = opening.add(family.claim(address, "listen", options));
            int domain = family.domainOf(address);
            SocketAddressBuffer form = family.encode(target.address(), domain);
            boolean blocking = options.get(Options.BLOCKING);
            Waits waits = Waits.ofListener(options, family);
            Opening socket = opening.add(Opening.socket(family, domain, blocking && !waits.recvInPoll(), options));
            family.configureServer(socket.number(), domain, options);
            waits.apply(socket.number());
            target.bind(
                    () -> {
                        SystemCalls.note("bind");
                        Posix.bind(socket.number(), form);
                    },
                    () -> {
                        SystemCalls.note("listen");
                        Posix.listen(socket.number(), options.get(Options.BACKLOG));
                    });
            Descriptor descriptor = socket.succeed(blocking, waits);
            opening.add(Opening.closing(descriptor));
            return opening.succeed(new PosixListener(descriptor, this, options, target));
        } catch (IOException e) {
            throw failure("listen", endpoint, e);
        }
    }

    /** Takes the next connection; nothing if there is none, and it may not wait or has waited long enough. */
    Optional<PosixConnection> accept(PosixListener listener, Options options) throws SocketFailure {
        SocketAddressBuffer peer = new SocketAddressBuffer();
        int accepted = listener.descriptor.accept(peer);
        if (accepted == -EAGAIN) {
            return Optional.empty();
        }
        if (accepted < 0) {
            throw listener.failure("accept", listener.localEndpoint(), accepted);
        }
        try (CloseOnFailure opening = new CloseOnFailure()) {
            Opening socket = opening.add(Opening.accepted(accepted));
            Opening.setBuffers(accepted, options);
            return Optional.of(opening.succeed(connection(socket, opening, family.decode(peer), options)));
        } catch (IOException e) {
            throw failure("accept", listener.localEndpoint(), e);
        }
    }

    private PosixConnection connection(Opening socket, CloseOnFailure opening, SocketAddress peer, Options options)
            throws IOException {
        family.configure(socket.number(), family.domainOf(peer), options);
        family.configureConnected(socket.number(), options);
        Waits waits = Waits.of(options, false, false);
        waits.apply(socket.number());
        Descriptor descriptor = socket.succeed(options.get(Options.BLOCKING), waits);
        opening.add(Opening.closing(descriptor));
        return new PosixConnection(descriptor, peer, family, options);
    }

    @Override
    public Connection connect(SocketAddress address, Options options) throws SocketFailure {
        SocketAddress destination = family.destination(address);
        return open(destination, options);
    }

    private PosixConnection open(SocketAddress destination, Options options) throws SocketFailure {
        Endpoint endpoint = endpointOf(destination);
        requireSettable("connect", endpoint, options);
        int domain = family.domainOf(destination);
        SocketAddressBuffer form = family.encode(destination, domain);
        Waits connecting = Waits.ofConnect(options, family);
        boolean limited = connecting.sendInSlices() || !connecting.send().isZero();
        try (CloseOnFailure opening = new CloseOnFailure()) {
            Opening socket = opening.add(Opening.socket(family, domain, true, options));
            family.configure(socket.number(), domain, options);
            if (limited) {
                connecting.applySend(socket.number());
            }
            Descriptor descriptor = socket.succeed(options.get(Options.BLOCKING), Waits.of(options, false, false));
            opening.add(Opening.closing(descriptor));
            SystemCalls.note("connect");
            int result = descriptor.connect(form, connecting);
            if (result < 0) {
                throw connectFailure(endpoint, descriptor, result);
            }
            if (limited) {
                Waits.of(options, false, false).applySend(descriptor.number);
            }
            Waits.of(options, false, false).apply(descriptor.number);
            family.configureConnected(descriptor.number, options);
            return opening.succeed(new PosixConnection(descriptor, destination, family, options));
        } catch (IOException e) {
            throw failure("connect", endpoint, e);
        }
    }

    private SocketFailure connectFailure(Endpoint endpoint, Descriptor descriptor, int result) {
        return descriptor.isOpen()
                ? Failures.of(family, "connect", endpoint, result)
                : new SocketFailure("connect", endpoint.toString(), FailureKind.CLOSED, "");
    }

    @Override
    public Bare connectBare(SocketAddress address, Options options) throws IOException {
        PosixConnection connection = open(family.destination(address), options);
        return new Bare(new BareSocket(connection, options.get(Options.BLOCKING)), connection);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        PosixConnection connection = accept((PosixListener) server, options).orElseThrow();
        return new Bare(new BareSocket(connection, options.get(Options.BLOCKING)), connection);
    }
}
