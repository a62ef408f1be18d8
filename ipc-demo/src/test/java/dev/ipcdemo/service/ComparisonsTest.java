package dev.ipcdemo.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    private final Comparisons comparisons = new Comparisons();

    @Test
    void oneThatIsAloneHasManySessions() {
        assertThat(comparisons.begins(1)).isZero();
        assertThat(comparisons.begins(1)).isZero();
    }

    @Test
    void oneThatBeganFirstLearnsAtItsNextSessionWhomItHasMet() {
        comparisons.begins(1);
        comparisons.begins(2);
        comparisons.ends(2);
        comparisons.ends(1);
        assertThat(comparisons.begins(1)).isOne();
        assertThat(comparisons.begins(1)).as("was told").isZero();
    }

    @Test
    void thoseThatFollowEachOtherHaveNotMet() {
        comparisons.begins(1);
        comparisons.ends(1);
        assertThat(comparisons.begins(2)).isZero();
        comparisons.ends(2);
        assertThat(comparisons.begins(1)).isZero();
    }

    @Test
    void remembersThoseThatHaveSessionsHoweverManyCome() {
        comparisons.begins(0);
        LongStream.rangeClosed(1, 10_000).forEach(run -> {
            comparisons.begins(run);
            comparisons.ends(run);
        });
        assertThat(comparisons.begins(0)).isEqualTo(64);
    }
}
