package dev.ipcdemo.relay.destination;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Refuses targets that can never be reached, or that are the relay itself. Nothing is connected for that. */
public final class TargetCheck {

    private TargetCheck() {}

    /**
     * Checks the target's name. Does not look up hosts, whose names may get an address later.
     *
     * @param transport the target's transport, which is available
     * @param target the target
     * @throws IllegalArgumentException if no socket of the transport can have such a name: a path is too long, or the
     *     transport has other names
     */
    public static void requireName(Transport transport, Endpoint target) {
        if (target.name() instanceof Endpoint.HostPort && !transport.domains().contains(Domain.AF_UNIX)) {
            return;
        }
        try {
            transport.resolve(target);
        } catch (SocketFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Checks that the target is not where the relay listens, by whatever name and transport it is called: {@code localhost}
     * and {@code 127.0.0.1}, a link to a socket file. Looks up the target's host if it has the relay's port.
     *
     * @param transport what the relay listens with
     * @param own where the relay listens: with its actual port or path
     * @param targetTransport the target's transport
     * @param target the target
     * @throws IllegalArgumentException if what the relay passed on would come back to it
     */
    public static void requireOther(Transport transport, Endpoint own, Transport targetTransport, Endpoint target) {
        boolean haveSameNames = transport.type() == targetTransport.type()
                && !Collections.disjoint(transport.domains(), targetTransport.domains());
        if (own.equals(target) || haveSameNames && leadsTo(own, targetTransport, target)) {
            throw new IllegalArgumentException("'" + target + "' is the relay itself, which listens at " + own
                    + ": what it passes on would come back to it without end. Give the endpoint of the server");
        }
    }

    private static boolean leadsTo(Endpoint own, Transport transport, Endpoint target) {
        if (own.name() instanceof Endpoint.PathName file && target.name() instanceof Endpoint.PathName other) {
            return isSameFile(file, other);
        }
        if (own.name() instanceof Endpoint.HostPort listening && target.name() instanceof Endpoint.HostPort other) {
            return mayBeSamePort(listening.port(), other.port()) && leadsTo(listening, transport, target);
        }
        return own.name().equals(target.name());
    }

    private static boolean isSameFile(Endpoint.PathName one, Endpoint.PathName other) {
        try {
            return Files.isSameFile(Path.of(one.path()), Path.of(other.path()));
        } catch (IOException isNotThere) {
            return false;
        }
    }

    /** The name of a service has to be looked up. */
    private static boolean mayBeSamePort(String own, String other) {
        return own.equals(other) || !other.matches("[0-9]+") || Integer.parseInt(other) == Integer.parseInt(own);
    }

    private static boolean leadsTo(Endpoint.HostPort listening, Transport transport, Endpoint target) {
        try {
            InetAddress own = InetAddress.getByName(listening.host());
            int port = Integer.parseInt(listening.port());
            for (InetSocketAddress address : destinations(transport, target)) {
                if (address.getPort() == port && accepts(own, address.getAddress())) {
                    return true;
                }
            }
            return false;
        } catch (SocketFailure | UnknownHostException | SocketException isNotKnownYet) {
            return false;
        }
    }

    private static List<InetSocketAddress> destinations(Transport transport, Endpoint target) throws SocketFailure {
        return transport.resolve(target).stream()
                .map(InetNames::destination)
                .flatMap(address -> address instanceof InetSocketAddress inet ? Stream.of(inet) : Stream.empty())
                .toList();
    }

    /** A socket of {@code ::} accepts IPv4 too. */
    private static boolean accepts(InetAddress own, InetAddress destination) throws SocketException {
        if (!own.isAnyLocalAddress()) {
            return own.equals(destination);
        }
        return (own instanceof Inet6Address || destination instanceof Inet4Address) && isOfThisHost(destination);
    }

    private static boolean isOfThisHost(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
