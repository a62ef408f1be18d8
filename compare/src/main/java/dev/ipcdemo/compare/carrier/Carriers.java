package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * All rows: the transports on the class path, the bare channels beneath them, a pipe and shared memory. On request also
 * those that the module {@code frameworks} provides.
 */
public final class Carriers {

    /** The names of the rows that {@code frameworks} has, one a line, for those who do not have its jars. */
    private static final String NAMES_OF_FRAMEWORKS = "frameworks.txt";

    private static final List<Carrier> FRAMEWORKS = ServiceLoader.load(Carrier.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
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
     * Returns the rows that were asked for and are no part of the comparison otherwise.
     *
     * @return in the order of the report; none if the jars of {@code frameworks} are not on the class path
     */
    public static List<Carrier> frameworks() {
        return FRAMEWORKS;
    }

    /**
     * Returns the names of all rows of {@code frameworks}, whether or not its jars are on the class path.
     *
     * @return in the order of the report
     */
    public static List<String> namesOfFrameworks() {
        try (InputStream names = Carriers.class.getResourceAsStream(NAMES_OF_FRAMEWORKS)) {
            return new String(names.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                .orElseThrow(() -> new IllegalArgumentException(
                        namesOfFrameworks().contains(name)
                                ? name + " needs --with frameworks"
                                : "there is no row '" + name + "'; choose from "
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
        carriers.addAll(FRAMEWORKS);
        return List.copyOf(carriers);
    }
}
