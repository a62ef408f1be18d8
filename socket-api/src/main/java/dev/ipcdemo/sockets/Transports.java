package dev.ipcdemo.sockets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The transports on the class path, found by {@link ServiceLoader}. Finding them loads no native library. A transport
 * that does not work here is listed too; its {@link Transport#availability() availability} says why.
 */
public final class Transports {

    private static final List<Transport> ALL = load();

    private Transports() {}

    /** Without streams and lambdas, whose initialization would take longer than the rest of a short command. */
    private static List<Transport> load() {
        List<Transport> transports = new ArrayList<>();
        for (Transport transport : ServiceLoader.load(Transport.class)) {
            transports.add(transport);
        }
        transports.sort(new Order());
        return List.copyOf(transports);
    }

    private static final class Order implements Comparator<Transport> {
        @Override
        public int compare(Transport one, Transport other) {
            int byDomain = one.domains().first().compareTo(other.domains().first());
            int byType = one.type().compareTo(other.type());
            return byDomain != 0
                    ? byDomain
                    : byType != 0 ? byType : one.implementation().compareTo(other.implementation());
        }
    }

    /**
     * All transports, ordered by domain, type and implementation.
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
     * @throws IllegalArgumentException if there is none; the message lists the existing ones
     */
    public static Transport byScheme(String scheme) {
        return ALL.stream()
                .filter(transport -> transport.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no transport '" + scheme + "'; choose from "
                        + ALL.stream().map(Transport::scheme).collect(Collectors.joining(", "))));
    }

    /**
     * The transport of a scheme, which must be one of connections.
     *
     * @param scheme the scheme, such as {@code tcp}
     * @return the transport
     * @throws IllegalArgumentException if there is none, or it is one of datagrams
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
