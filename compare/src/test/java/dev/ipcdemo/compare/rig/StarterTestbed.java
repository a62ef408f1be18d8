package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Way;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A testbed that measures every cell, with pairs of JVMs as a test wants them to be.
 *
 * @param starter starts a pair
 * @param endRound what it says of each round
 */
record StarterTestbed(Starter starter, List<String> endRound) implements Testbed {

    StarterTestbed(Starter starter) {
        this(starter, List.of());
    }

    /** Starts a pair. */
    @FunctionalInterface
    interface Starter {
        JvmPair start(Way way) throws IOException;
    }

    @Override
    public JvmPair start(Way way) throws IOException {
        return starter.start(way);
    }

    @Override
    public String greet(Way way) {
        throw new AssertionError("nobody asks");
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
