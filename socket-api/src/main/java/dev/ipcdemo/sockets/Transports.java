package dev.ipcdemo.sockets;

import dev.ipcdemo.sockets.spi.PacketTransport;
import dev.ipcdemo.sockets.spi.StreamTransport;
import dev.ipcdemo.sockets.spi.Transport;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The transports on the class path, found by {@link ServiceLoader}. Finding them loads no native library; a transport
 * that does not work here is listed too, and its {@link Transport#availability() availability} says why.
 */
public final class Transports {

    private static final List<Transport> ALL = ServiceLoader.load(Transport.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing((Transport transport) ->
                            transport.domains().iterator().next())
                    .thenComparing(Transport::type)
                    .thenComparing(Transport::implementation))
            .toList();

    private Transports() {}

    /**
     * All of them, ordered by domain, type and implementation.
     *
     * @return an immutable list
     */
    public static List<Transport> all() {
        return ALL;
    }

    /**
     * The transport of a scheme.
     *
     * @param scheme the scheme, such as {@code tcp}
     * @return the transport
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Transport byScheme(String scheme) {
        return ALL.stream()
                .filter(transport -> transport.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no transport '" + scheme + "'; choose from "
                        + ALL.stream().map(Transport::scheme).collect(Collectors.joining(", "))));
    }

    /**
     * The transport of a scheme, which must be one that listens and accepts.
     *
     * @param scheme the scheme, such as {@code tcp}
     * @return the transport
     * @throws IllegalArgumentException if there is none, or it is one of packets
     */
    public static StreamTransport stream(String scheme) {
        if (byScheme(scheme) instanceof StreamTransport transport) {
            return transport;
        }
        throw new IllegalArgumentException("'" + scheme + "' has no connections to accept: it sends datagrams");
    }

    /**
     * The transport of a scheme, which must be one of datagrams.
     *
     * @param scheme the scheme, such as {@code udp}
     * @return the transport
     * @throws IllegalArgumentException if there is none, or it is one of connections
     */
    public static PacketTransport packet(String scheme) {
        if (byScheme(scheme) instanceof PacketTransport transport) {
            return transport;
        }
        throw new IllegalArgumentException("'" + scheme + "' sends no datagrams: it has connections");
    }
}
