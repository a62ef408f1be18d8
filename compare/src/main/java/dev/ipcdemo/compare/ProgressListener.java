package dev.ipcdemo.compare;

import dev.ipcdemo.compare.plan.Cell;
import java.util.Optional;

/** Is told how a comparison gets on. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * A cell has been measured once more. Called by the thread that runs the comparison, between measurements, which wait
     * for it to return.
     *
     * @param cell what was measured
     * @param round in which round, from 0
     * @param failure why this measurement counts for nothing; empty if it counts
     */
    void measured(Cell cell, int round, Optional<String> failure);
}
