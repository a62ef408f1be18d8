package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import java.util.ArrayList;
import java.util.List;
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
        List<Carrier> carriers = new ArrayList<>();
        for (Transport transport : Transports.all()) {
            for (Domain domain : transport.domains()) {
                carriers.add(new TransportCarrier(transport, domain));
            }
            if (transport instanceof BareChannels channels) {
                carriers.add(new BareCarrier(channels));
            }
        }
        carriers.add(new PipeCarrier());
        carriers.add(new SharedMemoryCarrier());
        return List.copyOf(carriers);
    }
}
