package dev.ipcdemo.bench;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All rows there can be: the transports on the class path, the bare channels beneath them, and two floors. */
final class Carriers {

    private static final List<Carrier> ALL = list();

    private Carriers() {}

    static List<Carrier> all() {
        return ALL;
    }

    static Carrier byName(String name) {
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
                carriers.add(new LayerCarrier(transport, domain));
            }
            if (transport instanceof BareChannels channels) {
                carriers.add(new RawCarrier(channels));
            }
        }
        carriers.add(new PipeCarrier());
        carriers.add(new RingCarrier());
        return List.copyOf(carriers);
    }
}
