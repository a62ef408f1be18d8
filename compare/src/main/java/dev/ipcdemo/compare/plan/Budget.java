package dev.ipcdemo.compare.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a comparison may take.
 *
 * @param rounds how often each cell is measured
 * @param mostRounds how often a cell is measured that something turns on, and that is not clear after those rounds
 * @param limit what the first rounds together may take; zero for as long as they need
 * @param shortest the least that one cell is measured for in one round
 * @param warmUp how long each cell is warmed up before it is measured; empty for half as long as it is measured
 * @param ownJvms whether each cell of each round gets a fresh pair of JVMs, instead of each round
 * @param messageBytes the message sizes to measure if a plan names none
 */
public record Budget(
        int rounds,
        int mostRounds,
        Duration limit,
        Duration shortest,
        Optional<Duration> warmUp,
        boolean ownJvms,
        List<Integer> messageBytes) {

    private static final List<Integer> ONE_SIZE = List.of(64);
    private static final List<Integer> MANY_SIZES = List.of(64, 1 << 10, 16 << 10, 64 << 10);

    /**
     * For a first look, in some 15 seconds, and up to half a minute where something is not clear: five rounds, the fewest that
     * an interval can be given for, and up to twelve, the fewest that a claim among 100 can stand on.
     */
    public static final Budget QUICK =
            new Budget(5, 12, Duration.ofSeconds(14), Duration.ofMillis(25), Optional.empty(), false, ONE_SIZE);

    /** For a decision, in about a minute, and up to another where something is not clear. */
    public static final Budget NORMAL =
            new Budget(7, 15, Duration.ofSeconds(56), Duration.ofMillis(25), Optional.empty(), false, MANY_SIZES);

    /** For a publication: many rounds, each cell in JVMs of its own, as long as that takes. */
    public static final Budget THOROUGH =
            new Budget(11, 20, Duration.ZERO, Duration.ofMillis(500), Optional.empty(), true, MANY_SIZES);

    /**
     * A budget of one's own, for 64-byte messages, in which all cells have the same number of rounds. With fewer than five,
     * there are no intervals; a claim needs more, the more are tested together: 10 for 20, 12 for 100.
     *
     * @param rounds how often each cell is measured
     * @param shortest how long each cell is measured in a round, after a warm-up of half of that
     * @return a budget
     */
    public static Budget of(int rounds, Duration shortest) {
        return new Budget(rounds, rounds, Duration.ZERO, shortest, Optional.empty(), false, ONE_SIZE);
    }

    /**
     * The same with another number of rounds, which is the same for all cells.
     *
     * @param number how often each cell is measured
     * @return a budget
     */
    public Budget withRounds(int number) {
        return new Budget(number, number, limit, shortest, warmUp, ownJvms, messageBytes);
    }

    /**
     * The same with a fixed time for each cell, whatever all of them take together.
     *
     * @param each how long each cell is measured in a round
     * @return a budget
     */
    public Budget withDuration(Duration each) {
        return new Budget(rounds, mostRounds, Duration.ZERO, each, warmUp, ownJvms, messageBytes);
    }

    /**
     * The same with another warm-up.
     *
     * @param each how long each cell is warmed up before it is measured
     * @return a budget
     */
    public Budget withWarmUp(Duration each) {
        return new Budget(rounds, mostRounds, limit, shortest, Optional.of(each), ownJvms, messageBytes);
    }
}
