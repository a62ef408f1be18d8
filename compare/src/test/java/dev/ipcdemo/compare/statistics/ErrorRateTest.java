package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.RowTraits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often whole runs claim something: the first rounds, the second look and the test after the last round, as a comparison
 * does it, with rounds that are drawn. The random numbers are the same each time.
 */
@Tag("once")
class ErrorRateTest {

    private static final int RUNS = 500;

    /** Three standard errors of 5 % of so many runs above 5 %. */
    private static final double MOST = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / RUNS);

    private static final Gates NO_GATES = new Gates(List.of(), Optional.empty());

    private static final double TYPICAL_NS = 10_000_000;

    private final Map<Cell, RowTraits> traits = new LinkedHashMap<>();

    /** Eight sockets, each with its bare channel: 28 pairs in one family, and 8 in the other. */
    ErrorRateTest() {
        IntStream.range(0, 8).forEach(i -> {
            traits.put(MadeUp.cell("s" + i), MadeUp.socket("s" + i));
            traits.put(MadeUp.cell("raw:s" + i), MadeUp.bareOf("s" + i));
        });
    }

    /** One run: every row costs the same but for the noise, and the first socket so much more. */
    private Report run(Budget budget, DoubleSupplier noise, double slower) {
        Map<Cell, List<Round>> rounds = new LinkedHashMap<>();
        traits.keySet().forEach(cell -> rounds.put(cell, new ArrayList<>()));
        Set<Cell> measured = traits.keySet();
        for (int round = 0; round < budget.mostRounds() && !measured.isEmpty(); round++) {
            for (Cell cell : measured) {
                double costNs =
                        TYPICAL_NS * Math.exp(noise.getAsDouble()) * (cell.row().equals("s0") ? slower : 1);
                rounds.get(cell).add(MadeUp.round(round, Math.round(costNs), 0));
            }
            measured = round + 1 < budget.rounds()
                    ? measured
                    : SecondLook.cells(report(rounds), Optional.empty(), NO_GATES);
        }
        return report(rounds);
    }

    private Report report(Map<Cell, List<Round>> rounds) {
        return MadeUp.report(rounds.keySet().stream()
                .map(cell -> MadeUp.row(cell, traits.get(cell), rounds.get(cell)))
                .toList());
    }

    /** In how many of many runs each family claims anything. */
    private Map<Object, Long> claims(Budget budget, Noise noise, double slower) {
        DoubleSupplier logs = noise.logs(RandomSource.XO_RO_SHI_RO_128_PP.create(20_261_126L));
        Map<Object, Long> runs = new LinkedHashMap<>();
        for (int i = 0; i < RUNS; i++) {
            Set<Object> claiming = new HashSet<>();
            new RatioTests(run(budget, logs, slower))
                    .test().stream()
                            .filter(tested -> tested.decision().isClaim())
                            .forEach(tested -> claiming.add(tested.family()));
            claiming.forEach(family -> runs.merge(family, 1L, Long::sum));
        }
        return runs;
    }

    @ParameterizedTest
    @EnumSource
    void ofRowsThatDoNotDifferNothingIsClaimedInNineteenOfTwentyQuickRuns(Noise noise) {
        assertThat(claims(Budget.QUICK, noise, 1).values()).allMatch(runs -> runs <= MOST * RUNS);
    }

    @ParameterizedTest
    @EnumSource(names = {"NORMAL", "SKEWED", "RECORDED"})
    void ofRowsThatDoNotDifferNothingIsClaimedInNineteenOfTwentyRuns(Noise noise) {
        assertThat(claims(Budget.NORMAL, noise, 1).values()).allMatch(runs -> runs <= MOST * RUNS);
    }

    /** The rounds of each row scatter by 3 %. */
    @Test
    void aSlowDownOfATenthIsFound() {
        assertThat(claims(Budget.QUICK, Noise.NORMAL, 1.1).values())
                .hasSize(2)
                .allSatisfy(runs -> assertThat(runs).isGreaterThan(RUNS * 95L / 100));
    }
}
