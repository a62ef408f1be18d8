package dev.ipcdemo.junit.performance;

import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.statistics.PairedRatio;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a comparison of two calls has found.
 *
 * @param candidate the name of the call that is judged
 * @param baseline the name of the call that it is judged by
 * @param tolerance how much slower it may be
 * @param candidateNs the median duration of the candidate, in nanoseconds: the median of the rounds' medians
 * @param baselineNs the same of the baseline
 * @param rounds how many rounds there were
 * @param tested the ratio, and what was decided about it
 */
public record PairedOutcome(
        String candidate,
        String baseline,
        Tolerance tolerance,
        double candidateNs,
        double baselineNs,
        int rounds,
        PairedRatio tested) {

    /** What a comparison says. */
    public enum Verdict {
        /** It is slower by more than is tolerated, beyond doubt. */
        TOO_SLOW("too slow"),
        /** It is not slower by more than is tolerated, beyond doubt. */
        FAST_ENOUGH("fast enough"),
        /** The rounds show neither. */
        UNDECIDED("undecided");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** The verdict in words. */
        @Override
        public String toString() {
            return words;
        }
    }

    static PairedOutcome of(TimedCall candidate, TimedCall baseline, Tolerance tolerance, PairedRounds.Costs costs) {
        return new PairedOutcome(
                candidate.name(),
                baseline.name(),
                tolerance,
                median(costs.candidateNs()),
                median(costs.baselineNs()),
                costs.candidateNs().length,
                PairedRatio.test(costs.candidateNs(), costs.baselineNs(), true, tolerance.share()));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /**
     * What was decided.
     *
     * @return too slow and fast enough are beyond doubt
     */
    public Verdict verdict() {
        if (tested.decision() == Decision.SLOWER) {
            return Verdict.TOO_SLOW;
        }
        boolean isBelow = tested.decision() == Decision.FASTER;
        return isBelow ? Verdict.FAST_ENOUGH : Verdict.UNDECIDED;
    }

    /**
     * The outcome as an entry of a report.
     *
     * @return names and values
     */
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("performance.verdict", verdict().toString());
        entries.put("performance.candidate", candidate);
        entries.put("performance.baseline", baseline);
        entries.put("performance.tolerance", tolerance.toString());
        entries.put("performance.ratio", ratio());
        entries.put("performance.rounds", Integer.toString(rounds));
        entries.put("performance.candidate.p50.ns", Long.toString(Math.round(candidateNs)));
        entries.put("performance.baseline.p50.ns", Long.toString(Math.round(baselineNs)));
        return entries;
    }

    private String ratio() {
        return tested.ratio()
                .map(Interval::words)
                .orElseGet(() -> tested.obstacle().orElseThrow().warning());
    }

    /** Such as {@code relayed, compared with direct: ×1.31, 95 % CI 1.29–1.33 (p50 131 ns and 100 ns, 25 rounds)}. */
    @Override
    public String toString() {
        return candidate + ", compared with " + baseline + ": " + ratio() + " (p50 " + Math.round(candidateNs)
                + " ns and " + Math.round(baselineNs) + " ns, " + rounds + " rounds)";
    }
}
