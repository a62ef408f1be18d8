package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.result.Report.Round;
import dev.ipcdemo.compare.result.TwoWays.Effect;
import dev.ipcdemo.compare.result.TwoWays.Versus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContrastTest {

    private static List<Round> rounds(long... p50sNs) {
        return IntStream.range(0, p50sNs.length)
                .mapToObj(round -> new Round(
                        round,
                        1_000,
                        Optional.of(p50sNs[round]),
                        1e9 / p50sNs[round],
                        Optional.empty(),
                        Optional.of("it failed").filter(why -> p50sNs[round] == 1)))
                .toList();
    }

    private static final List<Round> A = rounds(1_000, 2_000, 3_000, 4_000, 5_000);

    @Test
    void bIsJudgedByItsRatioToAInTheSameRound() {
        assertThat(Contrast.versus(rounds(1_100, 2_200, 3_400, 4_500, 5_600), A).effect())
                .isEqualTo(Effect.SLOWER);
        assertThat(Contrast.versus(rounds(900, 1_900, 2_900, 3_900, 4_900), A).effect())
                .isEqualTo(Effect.FASTER);
        assertThat(Contrast.versus(rounds(900, 2_200, 2_900, 4_400, 4_900), A).effect())
                .isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void nothingIsSaidOfTooFewRounds() {
        Versus versus = Contrast.versus(rounds(1_100, 2_200, 1, 4_400, 5_500), A);
        assertThat(versus.effect()).isEqualTo(Effect.UNDECIDED);
        assertThat(versus.ratio()).isEmpty();
    }

    @Test
    void whatIsToleratedIsNotSlower() {
        Versus tenPercent = Contrast.versus(rounds(1_100, 2_200, 3_300, 4_400, 5_500), A);
        assertThat(tenPercent.isSlower(0)).isTrue();
        assertThat(tenPercent.isSlower(0.2)).isFalse();
        assertThat(Contrast.versus(A, rounds(1_100, 2_200, 3_300, 4_400, 5_500)).isSlower(0))
                .isFalse();
    }
}
