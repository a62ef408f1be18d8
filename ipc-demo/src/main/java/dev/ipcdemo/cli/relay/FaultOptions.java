package dev.ipcdemo.cli.relay;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Ending;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.RelaySettings;
import dev.ipcdemo.relay.WrongFaultException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for faults. Their values are read by {@link Faults#withText}, as those of the control endpoint are. */
final class FaultOptions {

    private static final String BOTH = "both";

    @Option(names = "--delay", paramLabel = "TIME", description = "Hold everything back for this long, such as 50ms.")
    private Optional<String> delay = Optional.empty();

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            description = "By how much the delay varies at most, up and down. The order is kept.")
    private Optional<String> jitter = Optional.empty();

    @Option(
            names = "--bandwidth",
            paramLabel = "BYTES",
            description = "How many bytes pass in a second, for each client, such as 64k.")
    private Optional<String> bandwidth = Optional.empty();

    @Option(
            names = "--loss",
            paramLabel = "PERCENT",
            description =
                    "How many messages are lost: 10%%, or 0.1, which is the same; like --duplicate, --reorder and --truncate not for"
                            + " streams.")
    private Optional<String> loss = Optional.empty();

    @Option(names = "--duplicate", paramLabel = "PERCENT", description = "How many messages are sent twice.")
    private Optional<String> duplicate = Optional.empty();

    @Option(
            names = "--reorder",
            paramLabel = "PERCENT",
            description = "How many messages are sent after the one behind them, or after 100 ms if none comes.")
    private Optional<String> reorder = Optional.empty();

    @Option(
            names = "--corrupt",
            paramLabel = "PERCENT",
            description = "In how many messages a bit is changed; on a stream, in how many blocks of 1 KiB.")
    private Optional<String> corrupt = Optional.empty();

    @Option(names = "--truncate", paramLabel = "PERCENT", description = "Of how many messages the end is cut off.")
    private Optional<String> truncate = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "BYTES",
            description = "After this many bytes of a client, when more come, close both connections; among datagrams,"
                    + " discard the rest.")
    private Optional<String> limit = Optional.empty();

    @Option(
            names = "--reset",
            description =
                    "Reset both connections at the limit, which is 0 by default: when the first byte comes. AF_UNIX"
                            + " has a reset only for bytes that are left unread; otherwise a peer sees the end.")
    private boolean reset;

    @Option(
            names = "--half-close",
            description = "At the limit, end the stream to the receiver, and keep the other direction open.")
    private boolean halfClose;

    @Option(names = "--silent", description = "At the limit, discard what else comes, and keep the connections open.")
    private boolean silent;

    @Option(
            names = "--slow-close",
            paramLabel = "TIME",
            description = "How much later than everything else the end of a stream is passed on.")
    private Optional<String> slowClose = Optional.empty();

    @Option(
            names = "--refuse",
            description = "Reset new connections as soon as they are accepted; drop the datagrams of new clients.")
    private boolean refuse;

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            description = "How many of the clients meet the faults. Default: 100%%.")
    private Optional<String> share = Optional.empty();

    @Option(
            names = "--direction",
            paramLabel = "DIRECTION",
            completionCandidates = Directions.class,
            defaultValue = BOTH,
            description = "Where the faults are: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String direction = BOTH;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the random numbers: with the same, the same messages of the same client meet the"
                    + " same faults. Default: another one each time, which is printed.")
    private Optional<Integer> seed = Optional.empty();

    /** Made by picocli. */
    FaultOptions() {}

    /** What a user of these options calls faults. */
    static final WrongFaultException.Names NAMES = new WrongFaultException.Names() {
        @Override
        public String of(Faults.Setting<?> setting) {
            return "--" + setting;
        }

        @Override
        public String of(Ending ending) {
            return switch (ending) {
                case CLOSE -> "--limit";
                case RESET -> "--reset";
                case HALF_CLOSE -> "--half-close";
                case SILENCE -> "--silent";
            };
        }
    };

    /** The words for {@code --direction}. */
    static final class Directions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(BOTH, Direction.TO_TARGET.toString(), Direction.TO_CLIENT.toString())
                    .iterator();
        }
    }

    /**
     * Adds what was asked for.
     *
     * @throws WrongFaultException if a value makes no sense
     * @throws IllegalArgumentException if they exclude each other, or have no effect
     */
    RelaySettings addTo(RelaySettings settings) {
        RelaySettings seeded =
                seed.map(number -> settings.withSeed(number.longValue())).orElse(settings);
        Faults faults = faults();
        if (direction.equals(BOTH)) {
            return seeded.withFaults(faults);
        }
        for (Direction each : Direction.values()) {
            if (each.toString().equals(direction)) {
                if (faults.equals(Faults.NONE)) {
                    throw new IllegalArgumentException("--direction says where the faults are, and there are none");
                }
                return seeded.withFaults(each, faults);
            }
        }
        throw new IllegalArgumentException(
                "there is no direction '" + direction + "'; choose from both, to-target, to-client");
    }

    private Faults faults() {
        Map<Faults.Setting<?>, Optional<String>> values = new LinkedHashMap<>();
        values.put(Faults.DELAY, delay);
        values.put(Faults.JITTER, jitter);
        values.put(Faults.BANDWIDTH, bandwidth);
        values.put(Faults.LOSS, loss);
        values.put(Faults.DUPLICATE, duplicate);
        values.put(Faults.REORDER, reorder);
        values.put(Faults.CORRUPT, corrupt);
        values.put(Faults.TRUNCATE, truncate);
        values.put(Faults.LIMIT, limit);
        values.put(Faults.ENDING, ending());
        values.put(Faults.SLOW_CLOSE, slowClose);
        values.put(Faults.REFUSE, refuse ? Optional.of("yes") : Optional.empty());
        values.put(Faults.SHARE, share);
        Faults faults = Faults.NONE;
        for (Map.Entry<Faults.Setting<?>, Optional<String>> entry : values.entrySet()) {
            if (entry.getValue().isPresent()) {
                faults = faults.withText(entry.getKey(), entry.getValue().get());
            }
        }
        return faults;
    }

    private Optional<String> ending() {
        if ((reset ? 1 : 0) + (halfClose ? 1 : 0) + (silent ? 1 : 0) > 1) {
            throw new IllegalArgumentException("--reset, --half-close and --silent exclude each other");
        }
        return reset
                ? Optional.of("reset")
                : halfClose ? Optional.of("half-close") : silent ? Optional.of("silence") : Optional.empty();
    }
}
