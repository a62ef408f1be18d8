package dev.ipcdemo.compare.result;

import java.util.List;

/**
 * Two ways of running, and what became of the rows of B: each was measured in the same rounds as the same row of A.
 *
 * @param a the way that B is compared with
 * @param b the way that is judged
 * @param faster how many rows are measurably faster
 * @param slower how many rows are measurably slower
 * @param unchanged how many rows show no measurable difference
 * @param undecided of how many rows nothing can be said, because their rounds carry no interval, or it is not clear
 */
public record TwoWays(Way a, Way b, int faster, int slower, int unchanged, int undecided) {

    /**
     * A way of running.
     *
     * @param words what is special about it
     * @param jdk the Java runtime's name and version
     * @param jvmOptions what the measuring JVMs are started with
     * @param settings what all rows of this way share
     */
    public record Way(String words, String jdk, List<String> jvmOptions, Report.Shared settings) {}

    /**
     * What became of the rows.
     *
     * @return such as {@code 2 faster, 0 slower, 30 unchanged}
     */
    public String summary() {
        return faster + " faster, " + slower + " slower, " + unchanged + " unchanged"
                + (undecided == 0 ? "" : ", " + undecided + " undecided");
    }
}
