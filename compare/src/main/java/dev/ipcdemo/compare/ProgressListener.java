package dev.ipcdemo.compare;

import dev.ipcdemo.compare.plan.Cell;
import java.util.Optional;
import java.util.OptionalLong;

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

    /**
     * What a measurement that counts has found. Called right after {@link #measured}.
     *
     * @param cell what was measured
     * @param p50Ns its median latency; empty for a pattern that has none
     * @param perSecond how many messages or connections a second
     */
    default void found(Cell cell, OptionalLong p50Ns, double perSecond) {}
}
