package dev.ipcdemo.compare.plan;

import java.time.Duration;

/** How long a comparison may take. */
public enum Budget {
    /** For a first look: five rounds, the fewest that an interval can be given for. */
    QUICK(5, Duration.ofSeconds(14), Duration.ofMillis(25), false),
    /** For a decision. */
    NORMAL(7, Duration.ofSeconds(56), Duration.ofMillis(25), false),
    /** For a publication: many rounds, each cell in JVMs of its own, as long as that takes. */
    THOROUGH(11, Duration.ZERO, Duration.ofMillis(500), true);

    private final int rounds;
    private final Duration limit;
    private final Duration shortest;
    private final boolean ownJvms;

    Budget(int rounds, Duration limit, Duration shortest, boolean ownJvms) {
        this.rounds = rounds;
        this.limit = limit;
        this.shortest = shortest;
        this.ownJvms = ownJvms;
    }

    public int rounds() {
        return rounds;
    }

    /** What all rounds together shall take; zero for as long as they need. */
    public Duration limit() {
        return limit;
    }

    /** The least that one cell is measured for in one round, after a warm-up of half of that. */
    public Duration shortest() {
        return shortest;
    }

    /** Whether each cell of each round gets a fresh pair of JVMs, instead of each round. */
    public boolean ownJvms() {
        return ownJvms;
    }
}
