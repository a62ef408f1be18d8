package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.result.Sample;

/**
 * How long a cell is measured.
 *
 * @param warmUpNs before anything counts
 * @param measureNs after that
 * @param fewest how many messages are to be answered at least while it is measured, although that takes longer
 */
record RunLength(long warmUpNs, long measureNs, int fewest) {

    /** Of a measurement that is to say something. */
    static RunLength of(long warmUpNs, long measureNs) {
        return new RunLength(warmUpNs, measureNs, Sample.FEWEST);
    }

    /** Of a run whose figures do not matter. */
    static RunLength lap(long ns) {
        return new RunLength(1, ns, 0);
    }
}
