package dev.ipcdemo.compare.machine;

/**
 * Tells from how much the compilers of measuring JVMs work whether they have finished with the code that runs there. One
 * that works on a large method counts nothing until it is done, which can take a second; so they have to be seen at rest
 * twice.
 */
public final class CompilersAtRest {

    /** Of the time; now and then something is compiled anew for ever. */
    private static final double SHARE = 0.1;

    private static final int LAPS = 2;

    private int laps;

    /** Before the first lap. */
    public CompilersAtRest() {}

    /**
     * They have run for another lap.
     *
     * @param compiledNs how long the compilers have worked in it
     * @param tookNs how long it took
     */
    public void worked(long compiledNs, long tookNs) {
        laps = compiledNs < SHARE * tookNs ? laps + 1 : 0;
    }

    /**
     * Whether they have been at rest often enough.
     *
     * @return false at first
     */
    public boolean haveFinished() {
        return laps >= LAPS;
    }
}
