package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {

    private static final int HIGHEST = RateBound.RATES.size() - 1;
    private static final RateBound P99 = new RateBound("p99 < 200 µs", 99, 200_000);

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 40, 79, 80})
    void findsTheHighestRateThatIsSustained(int highest) {
        assertThat(RateSearch.highest(rate -> rate <= highest)).isEqualTo(highest);
    }

    @Test
    void triesNoMoreRatesThanTheyCanBeHalved() {
        List<Integer> tried = new ArrayList<>();
        RateSearch.highest(tried::add);
        assertThat(tried.stream().distinct())
                .hasSizeLessThanOrEqualTo(RateSearch.trials())
                .endsWith(HIGHEST);
    }

    @Test
    void oneFailureDoesNotSendTheSearchDown() {
        List<Integer> tried = new ArrayList<>();
        assertThat(RateSearch.highest(rate -> {
                    tried.add(rate);
                    return tried.size() > 1 && rate <= 60; // the first trial fails, whatever its rate
                }))
                .isEqualTo(60);
    }

    @Test
    void aRateIsSustainedIfItsPercentileIsBelowTheBound() {
        assertThat(RateSearch.isSustained(trial(100_000, Optional.empty()), P99))
                .isTrue();
        assertThat(RateSearch.isSustained(trial(300_000, Optional.empty()), P99))
                .isFalse();
        assertThat(RateSearch.isSustained(trial(100_000, Optional.of("the sender could not keep its rate")), P99))
                .isFalse();
    }

    @Test
    void aTrialLastsUntilTenLatenciesLieBeyondButNotForever() {
        assertThat(P99.trialNs(1_000)).isEqualTo(1_000_000_000L);
        assertThat(P99.trialNs(100_000)).isEqualTo(200_000_000L);
        assertThat(new RateBound("p99.9 < 1 ms", 99.9, 1_000_000).trialNs(1_000))
                .isEqualTo(2_000_000_000L);
    }

    @Test
    void eachRateIsAtMostATenthMoreThanTheOneBefore() {
        assertThat(RateBound.RATES).startsWith(1_000).endsWith(1_024_000).isSorted();
        for (int i = 1; i <= HIGHEST; i++) {
            assertThat(RateBound.RATES.get(i) / (double) RateBound.RATES.get(i - 1))
                    .isBetween(1.08, 1.1);
        }
    }

    private static Sample trial(long latencyNs, Optional<String> failure) {
        Histogram latenciesNs = ClientResult.histogram();
        latenciesNs.recordValueWithCount(latencyNs, 1_000);
        return new Sample(
                Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS).with(Cell.RATE_PER_SECOND, 1_000),
                0,
                Setup.of(Place.FREE, Place.FREE),
                latenciesNs,
                Counts.NONE,
                new Rates(1_000, 64_000, Optional.of(1_000.0), Optional.empty()),
                ResourceUse.UNKNOWN,
                failure);
    }
}
