package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.rig.RateSearch.Found;
import dev.ipcdemo.compare.rig.RateSearch.Outcome;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {

    private static final int HIGHEST = RateBound.RATES.size() - 1;
    private static final RateBound P99 = new RateBound("p99 < 200 µs", 99, 200_000);
    private static final Cell TCP =
            Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS).with(Cell.RATE_PER_SECOND, 1_000);
    private static final Cell UDP = TCP.with(Cell.ROW, "udp");
    private static final Counts ALL = new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0);

    private final List<Integer> tried = new ArrayList<>();
    private final List<Sample> trials = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    /** A trial of a thousand requests, whose replies all took as long. */
    private static Sample trial(Cell cell, long latencyNs, Counts counts, double achieved, Optional<String> failure) {
        Histogram latenciesNs = ClientResult.histogram();
        latenciesNs.recordValueWithCount(latencyNs, counts.received());
        return new Sample(
                cell,
                0,
                Setup.of(Place.FREE, Place.FREE),
                latenciesNs,
                counts,
                new Rates(achieved, 64 * achieved, Optional.of(achieved), Optional.empty()),
                ResourceUse.UNKNOWN,
                failure);
    }

    private static Sample sustained(Cell cell) {
        return trial(cell, 100_000, ALL, cell.ratePerSecond(), Optional.empty());
    }

    private static Sample slow(Cell cell) {
        return trial(cell, 300_000, ALL, cell.ratePerSecond(), Optional.empty());
    }

    private static Counts lost(long lost) {
        return new Counts(1_000, 1_000 - lost, lost, 0, 0, 0, 0, 0);
    }

    private static RateSearch over(Testbeds testbeds) {
        return new RateSearch(new Schedule(List.of(TCP), List.of(), Settings.DEFAULT, Budget.QUICK), testbeds, P99);
    }

    private Optional<Found> search(IntFunction<Sample> trial) {
        return over(Testbeds.of(Map.of())).bisect(TCP, 0, trial, trials::add);
    }

    private Optional<Found> searchWhere(IntPredicate isSustained) {
        return search(perSecond -> {
            tried.add(perSecond);
            Cell cell = TCP.with(Cell.RATE_PER_SECOND, perSecond);
            return isSustained.test(perSecond) ? sustained(cell) : slow(cell);
        });
    }

    private static Found of(int perSecond) {
        return new Found(TCP, 0, perSecond, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 79, 80})
    void findsTheHighestRateThatIsSustained(int highest) {
        int perSecond = RateBound.RATES.get(highest);
        assertThat(searchWhere(rate -> rate <= perSecond)).contains(of(perSecond));
    }

    @Test
    void isZeroIfNotEvenTheLowestIsSustained() {
        assertThat(searchWhere(rate -> false)).contains(of(0));
    }

    @Test
    void triesNoMoreRatesThanTheyCanBeHalved() {
        searchWhere(rate -> true);
        assertThat(tried.stream().distinct())
                .hasSizeLessThanOrEqualTo(RateSearch.trials())
                .endsWith(RateBound.RATES.get(HIGHEST));
    }

    @Test
    void oneFailureDoesNotSendTheSearchDown() {
        int highest = RateBound.RATES.get(60);
        // the first trial fails, whatever its rate
        assertThat(searchWhere(rate -> tried.size() > 1 && rate <= highest)).contains(of(highest));
    }

    /** A round of a row of the report has one sample. */
    @Test
    void ofTwoTrialsOfARateOnlyTheOneThatDecidedIsHandedOut() {
        searchWhere(rate -> false);
        assertThat(tried).hasSizeGreaterThan(trials.size());
        assertThat(trials).extracting(Sample::cell).doesNotHaveDuplicates();
        trials.clear();
        tried.clear();
        searchWhere(rate -> tried.size() > 1);
        assertThat(RateSearch.outcome(trials.get(0), P99)).isEqualTo(Outcome.SUSTAINED);
    }

    @Test
    void aRoundThatBreaksTwiceHasFoundNothing() {
        assertThat(search(perSecond -> Sample.failed(TCP, 0, "the server's JVM was ended by signal 9")))
                .contains(new Found(TCP, 0, 0, Optional.of("the server's JVM was ended by signal 9")));
        assertThat(trials).isEmpty();
    }

    @Test
    void endsIfJvmsDoNotStart() {
        Testbed full = new StarterTestbed(way -> {
            throw new IOException("there is no room for another process");
        });
        assertThatThrownBy(
                        () -> over(Testbeds.of(Map.of(Scope.IN_PROCESS, full))).run(trials::add, found::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed the same way twice")
                .hasMessageContaining("there is no room for another process");
        assertThat(found)
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.failure()).contains("there is no room for another process"));
    }

    @Test
    void tellsWhatDisturbedARound() {
        Testbed full = new StarterTestbed(
                way -> {
                    throw new IOException("there is no room for another process");
                },
                List.of("another comparison measured there"));
        RateSearch search = over(Testbeds.of(Map.of(Scope.IN_PROCESS, full)));
        assertThatThrownBy(() -> search.run(trials::add, found::add)).isInstanceOf(IOException.class);
        assertThat(search.disturbed())
                .containsExactly(new Conditions.Disturbed(0, List.of("another comparison measured there")));
    }

    /** Who does not answer would be waited for. */
    @Test
    void asksNobodyElseAboutARoundThatWasStopped() throws IOException {
        List<RateSearch> running = new ArrayList<>();
        Testbed stopping = new StarterTestbed(
                way -> {
                    running.forEach(RateSearch::stop);
                    throw new IOException("it was stopped");
                },
                List.of("another comparison measured there"));
        RateSearch search = over(Testbeds.of(Map.of(Scope.IN_PROCESS, stopping)));
        running.add(search);
        search.run(trials::add, found::add);
        assertThat(search.disturbed()).isEmpty();
    }

    @Test
    void aRateIsSustainedIfItsPercentileIsBelowTheBound() {
        assertThat(RateSearch.outcome(sustained(TCP), P99)).isEqualTo(Outcome.SUSTAINED);
        assertThat(RateSearch.outcome(slow(TCP), P99)).isEqualTo(Outcome.TOO_FAST);
    }

    @ParameterizedTest
    @CsvSource({"0, SUSTAINED", "9, SUSTAINED", "11, TOO_FAST", "500, TOO_FAST", "1000, TOO_FAST"})
    void aReplyThatIsLostIsSlowerThanAnyThatComes(long lost, Outcome outcome) {
        assertThat(RateSearch.outcome(trial(UDP, 100_000, lost(lost), 1_000, Optional.empty()), P99))
                .isEqualTo(outcome);
    }

    /** Six of those that came are slow, and six were lost. */
    @Test
    void thePercentileIsThatOfAllRequests() {
        Sample trial = trial(UDP, 100_000, lost(12), 1_000, Optional.empty());
        trial.latenciesNs().recordValueWithCount(300_000, 6);
        assertThat(RateSearch.outcome(trial, P99)).isEqualTo(Outcome.TOO_FAST);
    }

    @Test
    void aTrialThatFailsForAnotherReasonThanItsRateSaysNothing() {
        Optional<String> why = Optional.of("the reason does not matter");
        assertThat(RateSearch.outcome(trial(TCP, 100_000, ALL, 900, why), P99)).isEqualTo(Outcome.TOO_FAST);
        assertThat(RateSearch.outcome(trial(TCP, 100_000, ALL, 1_000, why), P99))
                .isEqualTo(Outcome.BROKEN);
        assertThat(RateSearch.outcome(trial(TCP, 100_000, ALL, 0, why), P99)).isEqualTo(Outcome.BROKEN);
        assertThat(RateSearch.outcome(Sample.failed(TCP, 0, "its JVM has ended"), P99))
                .isEqualTo(Outcome.BROKEN);
    }

    /** As if it were too short. */
    @Test
    void losingNearlyAllIsTooFastWhereMessagesMayBeLost() {
        Optional<String> why = Optional.of("the reason does not matter");
        assertThat(RateSearch.outcome(trial(UDP, 100_000, lost(990), 1_000, why), P99))
                .isEqualTo(Outcome.TOO_FAST);
        assertThat(RateSearch.outcome(trial(TCP, 100_000, lost(990), 1_000, why), P99))
                .isEqualTo(Outcome.BROKEN);
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
}
