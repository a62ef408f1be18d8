package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Options;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a relay is opened. Immutable.
 *
 * @param toTarget the faults from clients to the target, at first
 * @param toClient the faults from the target to clients, at first
 * @param seed what chance is made of. With the same seed, the same messages or bytes meet the same faults, client by
 *     client in the order in which they come
 * @param limits what is granted to clients
 * @param options how sockets are opened; their timeouts, other than that of connect, are the relay's own affair
 * @param observer sees what passes
 */
public record RelaySettings(
        Faults toTarget, Faults toClient, long seed, RelayLimits limits, Options options, RelayObserver observer) {

    /**
     * Checks that nothing is missing.
     *
     * @param toTarget not null
     * @param toClient not null
     * @param seed any
     * @param limits not null
     * @param options not null; blocking
     * @param observer not null
     */
    public RelaySettings {
        Objects.requireNonNull(toTarget, "toTarget");
        Objects.requireNonNull(toClient, "toClient");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(observer, "observer");
        if (!options.get(Options.BLOCKING)) {
            throw new IllegalArgumentException("a relay's sockets are blocking");
        }
    }

    /**
     * No faults, and a seed by chance.
     *
     * @return the defaults
     */
    public static RelaySettings defaults() {
        return new RelaySettings(
                Faults.NONE,
                Faults.NONE,
                ThreadLocalRandom.current().nextInt(1_000_000),
                RelayLimits.DEFAULT,
                Options.DEFAULT,
                RelayObserver.NONE);
    }

    /**
     * The same with faults in both directions.
     *
     * @param faults the faults
     * @return changed settings
     */
    public RelaySettings withFaults(Faults faults) {
        return new RelaySettings(faults, faults, seed, limits, options, observer);
    }

    /**
     * The same with faults in one direction.
     *
     * @param direction which
     * @param faults the faults
     * @return changed settings
     */
    public RelaySettings withFaults(Direction direction, Faults faults) {
        return direction == Direction.TO_TARGET
                ? new RelaySettings(faults, toClient, seed, limits, options, observer)
                : new RelaySettings(toTarget, faults, seed, limits, options, observer);
    }

    /**
     * The same with a seed.
     *
     * @param newSeed any number
     * @return changed settings
     */
    public RelaySettings withSeed(long newSeed) {
        return new RelaySettings(toTarget, toClient, newSeed, limits, options, observer);
    }

    /**
     * The same with limits.
     *
     * @param newLimits what is granted to clients
     * @return changed settings
     */
    public RelaySettings withLimits(RelayLimits newLimits) {
        return new RelaySettings(toTarget, toClient, seed, newLimits, options, observer);
    }

    /**
     * The same with options.
     *
     * @param newOptions how sockets are opened
     * @return changed settings
     */
    public RelaySettings withOptions(Options newOptions) {
        return new RelaySettings(toTarget, toClient, seed, limits, newOptions, observer);
    }

    /**
     * The same with an observer.
     *
     * @param newObserver sees what passes
     * @return changed settings
     */
    public RelaySettings withObserver(RelayObserver newObserver) {
        return new RelaySettings(toTarget, toClient, seed, limits, options, newObserver);
    }
}
