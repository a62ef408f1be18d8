package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.SO_SNDTIMEO;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.posix.family.InetFamily;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.posix.family.SocketFamily.BindTarget;
import dev.ipcdemo.posix.transport.SocketLibrary;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A transport of datagrams.
 *
 * @param family what its sockets have of their own
 */
record PacketSockets(SocketFamily family) implements Sockets, SocketLibrary.Packets {

    @Override
    public OptionalInt maxMessageBytes(Domain domain) {
        return switch (domain) {
            case AF_INET -> OptionalInt.of(InetFamily.MAX_BYTES_IPV4);
            case AF_INET6 -> OptionalInt.of(InetFamily.MAX_BYTES_IPV6);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        return family.clientAddress(peer);
    }

    @Override
    public PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
        Endpoint endpoint = endpointOf(address);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            BindTarget target = opening.add(family.claim(address, "bind", options));
            int domain = family.domainOf(address);
            SocketAddressBuffer form = family.encode(target.address(), domain);
            boolean blocking = options.get(Options.BLOCKING);
            Waits waits = Waits.of(options, false, family.sendsInSlices());
            Opening socket = opening.add(Opening.socket(family, domain, true, options));
            family.configureServer(socket.number(), domain, options);
            waits.apply(socket.number());
            target.bind(
                    () -> {
                        SystemCalls.note("bind");
                        Posix.bind(socket.number(), form);
                    },
                    () -> {});
            Descriptor descriptor = socket.succeed(blocking, waits);
            opening.add(Opening.closing(descriptor));
            return opening.succeed(new PosixPacketSocket(descriptor, domain, family, options, target));
        } catch (IOException e) {
            throw failure("bind", endpoint, e);
        }
    }

    @Override
    public Connection connect(SocketAddress peer, Options options) throws SocketFailure {
        return SocketLibrary.Packets.super.connect(family.destination(peer), options);
    }

    @Override
    public Bare connectBare(SocketAddress address, Options options) throws IOException {
        return bare(connect(address, options), options);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        PosixPacketSocket socket = (PosixPacketSocket) server;
        SocketAddress client = socket.recvFrom(ByteBuffer.allocateDirect(64));
        return bare(socket.connect(client), options);
    }

    /** Without slices, for which the kernel sets and cancels a timer when it waits. */
    private static Bare bare(Connection connection, Options options) throws IOException {
        PosixSocket connected = (PosixSocket) connection;
        Waits.set(connected.descriptor.number, SO_SNDTIMEO, Duration.ZERO);
        return new Bare(new BareSocket(connected, options.get(Options.BLOCKING)), connected);
    }
}
