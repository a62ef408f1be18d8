package dev.ipcdemo.junit.performance;

/**
 * The beginning of an assertion about speed.
 *
 * <pre>{@code
 * assertThat(relayed).reportedTo(reporter).isNotSlowerThan(direct).by(percent(10));
 * }</pre>
 */
public final class Performance {

    private Performance() {}

    /**
     * Begins an assertion.
     *
     * @param call what is judged
     * @return says how to measure, and what is asserted
     */
    public static TimedCallAssert assertThat(TimedCall call) {
        return TimedCallAssert.of(call, System::nanoTime);
    }

    /**
     * A tolerance.
     *
     * @param percent such as 10
     * @return the same as a share
     */
    public static Tolerance percent(double percent) {
        return new Tolerance(percent / 100);
    }
}
