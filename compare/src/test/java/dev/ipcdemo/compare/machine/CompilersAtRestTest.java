package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompilersAtRestTest {

    private static final long LAP_NS = 1_000;

    private final CompilersAtRest compilers = new CompilersAtRest();

    @Test
    void theyHaveNotFinishedBeforeTheyWereLookedAt() {
        assertThat(compilers.haveFinished()).isFalse();
    }

    @Test
    void theyHaveFinishedWhenTheyWereAtRestTwice() {
        compilers.worked(0, LAP_NS);
        assertThat(compilers.haveFinished()).isFalse();
        compilers.worked(99, LAP_NS);
        assertThat(compilers.haveFinished()).isTrue();
    }

    @Test
    void onesThatWorkAgainHaveNot() {
        compilers.worked(0, LAP_NS);
        compilers.worked(100, LAP_NS);
        compilers.worked(0, LAP_NS);
        assertThat(compilers.haveFinished()).isFalse();
    }

    @Test
    void severalMayWorkLongerThanTheLap() {
        compilers.worked(2 * LAP_NS, LAP_NS);
        compilers.worked(2 * LAP_NS, LAP_NS);
        assertThat(compilers.haveFinished()).isFalse();
    }
}
