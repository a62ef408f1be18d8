package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.CompilersAtRest;
import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What new JVMs do before anything counts: each row exchanges messages for some time. A framework's does so until the
 * compilers have finished with its code, because how long that takes depends on how much code it is: futex is done after
 * less than a second, gRPC keeps two CPUs at work for ten. While they are at work a call by gRPC takes 600 µs, and
 * afterwards 70.
 */
final class WarmUp {

    /** After each of these, the compilers are looked at. */
    private static final long LAP_NS = TimeUnit.SECONDS.toNanos(1);

    /** More warm-up than this has no row, though it may not be enough on a busy machine. */
    private static final int MOST_LAPS = 30;

    /** Of a row that has many. */
    private static final int FEW_CLIENTS = 100;

    /** The JVMs that are warmed up. */
    interface Jvms {

        /** Runs a cell once; the sample of one that fails says why. */
        Sample measure(Cell cell, int round, RunLength length, Watch watch);

        /** How long the compilers of the JVMs that run a cell have worked until now. */
        long compiledNs(Cell cell) throws IOException;

        /** Whether one of them has ended. */
        boolean isBroken();
    }

    private final Jvms jvms;
    private final List<Cell> cells;
    private final int round;

    WarmUp(Jvms jvms, List<Cell> cells, int round) {
        this.jvms = jvms;
        this.cells = cells;
        this.round = round;
    }

    /**
     * Runs each row once in each pair; on this host between processes if it is measured so, which warms up both, and of a
     * framework in each scope.
     *
     * @return the sample of the cell at which the JVMs failed, if they did
     */
    Optional<Sample> run(BooleanSupplier stopped) {
        Map<String, Cell> rows = new LinkedHashMap<>();
        for (Cell cell : cells) {
            String what = RoundTiming.lapOf(cell);
            if (cell.scope() == Scope.INTER_PROCESS || !rows.containsKey(what)) {
                rows.put(what, cell);
            }
        }
        long variants = rows.values().stream().map(Cell::variant).distinct().count();
        long lapNs = RoundTiming.lapNs(rows.size() / Math.max(1, (int) variants));
        for (Cell cell : rows.values()) {
            Sample sample = RoundTiming.isOfFramework(cell) ? untilCompiled(cell, stopped) : lap(cell, lapNs);
            if (stopped.getAsBoolean()) {
                break;
            }
            if (jvms.isBroken()) {
                return Optional.of(Sample.failed(cell, round, sample.failure().orElse("a measuring JVM has ended")));
            }
        }
        return Optional.empty();
    }

    private Sample untilCompiled(Cell cell, BooleanSupplier stopped) {
        CompilersAtRest compilers = new CompilersAtRest();
        Sample sample;
        int laps = 0;
        do {
            try {
                long beginNs = System.nanoTime();
                long before = jvms.compiledNs(cell);
                sample = lap(cell, LAP_NS);
                compilers.worked(jvms.compiledNs(cell) - before, System.nanoTime() - beginNs);
            } catch (IOException e) {
                return Sample.failed(cell, round, String.valueOf(e.getMessage()));
            }
            laps++;
        } while (!compilers.haveFinished()
                && laps < MOST_LAPS
                && sample.failure().isEmpty()
                && !stopped.getAsBoolean());
        return sample;
    }

    private Sample lap(Cell cell, long ns) {
        return jvms.measure(ofFewClients(cell), round, RunLength.lap(ns), new Watch(KernelFiles.HERE));
    }

    /** Warms up the same code, and leaves little in memory. */
    private static Cell ofFewClients(Cell cell) {
        return cell.tellsMemory() ? cell.with(Cell.CLIENTS, FEW_CLIENTS) : cell;
    }
}
