package dev.ipcdemo.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Looks up the ports of services: getservbyname(3). Names are looked up in {@code /etc/services} where that file
 * exists, and then among a few well-known ones, with the numbers that the <a
 * href="https://www.iana.org/assignments/service-names-port-numbers">IANA registry</a> gives them.
 */
public final class Services {

    private static final Path SERVICES_FILE = Path.of("/etc/services");

    private static final Map<String, Integer> WELL_KNOWN = Map.ofEntries(
            Map.entry("echo", 7),
            Map.entry("discard", 9),
            Map.entry("daytime", 13),
            Map.entry("chargen", 19),
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("smtp", 25),
            Map.entry("time", 37),
            Map.entry("domain", 53),
            Map.entry("http", 80),
            Map.entry("pop3", 110),
            Map.entry("ntp", 123),
            Map.entry("imap2", 143),
            Map.entry("https", 443),
            Map.entry("imaps", 993));

    private Services() {}

    /**
     * The port for a number or a service name.
     *
     * @param port decimal digits, or a service's name or alias such as {@code echo}
     * @param protocol {@code tcp} or {@code udp}
     * @return 0 to 65535
     * @throws SocketFailure {@code UNKNOWN_SERVICE} if the number is out of range or the name is not known
     */
    public static int port(String port, String protocol) throws SocketFailure {
        if (!port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (port.length() > 5 || Integer.parseInt(port) > 65_535) {
                throw new SocketFailure(
                        "getservbyname", port, FailureKind.UNKNOWN_SERVICE, "a port is a number from 0 to 65535");
            }
            return Integer.parseInt(port);
        }
        OptionalInt known = lookup(port, protocol, SERVICES_FILE);
        if (known.isEmpty()) {
            throw new SocketFailure(
                    "getservbyname",
                    port + "/" + protocol,
                    FailureKind.UNKNOWN_SERVICE,
                    "give a number from 0 to 65535, or a name from " + SERVICES_FILE);
        }
        return known.getAsInt();
    }

    /** Looks a name up in a file in the format of services(5), then among the well-known ones. */
    static OptionalInt lookup(String name, String protocol, Path servicesFile) {
        OptionalInt listed = OptionalInt.empty();
        if (Files.isReadable(servicesFile)) {
            try (Stream<String> lines = Files.lines(servicesFile)) {
                listed = lines.map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                        .filter(fields -> fields.length >= 2 && fields[1].endsWith("/" + protocol))
                        .filter(fields -> names(fields).anyMatch(name::equals))
                        .mapToInt(fields -> Integer.parseInt(fields[1].substring(0, fields[1].indexOf('/'))))
                        .findFirst();
            } catch (IOException | RuntimeException unreadable) {
                // A damaged file is treated like an empty one, as getservbyname(3) does.
                listed = OptionalInt.empty();
            }
        }
        if (listed.isPresent()) {
            return listed;
        }
        Integer wellKnown = WELL_KNOWN.get(name);
        return wellKnown == null ? OptionalInt.empty() : OptionalInt.of(wellKnown);
    }

    private static Stream<String> names(String[] fields) {
        return Stream.concat(Stream.of(fields[0]), Stream.of(fields).skip(2));
    }
}
