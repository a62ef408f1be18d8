package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All rows: the transports on the class path, the bare channels beneath them, a pipe and shared memory. */
public final class Carriers {

    private static final List<Carrier> ALL = list();

    private Carriers() {}

    /**
     * Returns all rows.
     *
     * @return in the order of the report
     */
    public static List<Carrier> all() {
        return ALL;
    }

    /**
     * Returns the names of all rows.
     *
     * @return in the order of the report
     */
    public static List<String> names() {
        return ALL.stream().map(Carrier::name).toList();
    }

    /**
     * Finds a row.
     *
     * @param name its name
     * @return the row
     * @throws IllegalArgumentException if there is no such row; the message lists all
     */
    public static Carrier byName(String name) {
        return ALL.stream()
                .filter(carrier -> carrier.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no row '" + name + "'; choose from "
                        + ALL.stream().map(Carrier::name).collect(Collectors.joining(", "))));
    }

    private static List<Carrier> list() {
        List<RawTransport> raws = ServiceLoader.load(RawTransport.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<Carrier> carriers = new ArrayList<>();
        for (Transport transport : Transports.all()) {
            carriers.addAll(layers(transport));
            raws.stream()
                    .filter(raw -> raw.scheme().equals(transport.scheme()))
                    .forEach(raw -> carriers.add(new BareCarrier(transport, raw)));
        }
        carriers.add(new PipeCarrier());
        carriers.add(new SharedMemoryCarrier());
        return List.copyOf(carriers);
    }

    /** One row for each domain. A transport of hosts and ports has two, told apart by the address. */
    private static List<Carrier> layers(Transport transport) {
        String scheme = transport.scheme();
        if (transport.domains().size() == 1) {
            return List.of(new TransportCarrier(scheme, transport, Endpoint.parse(scheme + ":")));
        }
        return List.of(
                new TransportCarrier(scheme, transport, Endpoint.parse(scheme + "://127.0.0.1:0")),
                new TransportCarrier(scheme + "6", transport, Endpoint.parse(scheme + "://[::1]:0")));
    }
}
