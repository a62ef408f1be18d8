package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecondLookTest {

    private static final int ROUNDS = 5;
    private static final int MOST_ROUNDS = 12;

    /** Each socket is slower than those before it in every round. */
    private static Row row(int number) {
        String name = "s" + number;
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(round -> MadeUp.round(round, 10_000_000L + 1_000_000L * number + 1_000L * round, 0))
                .toList();
        return MadeUp.row(MadeUp.cell(name), MadeUp.socket(name), rounds);
    }

    private static Set<Cell> cells(int sockets) {
        Report report = MadeUp.report(
                IntStream.range(0, sockets).mapToObj(SecondLookTest::row).toList(), MOST_ROUNDS);
        return SecondLook.cells(report, Optional.empty(), new Gates(List.of(), Optional.empty()));
    }

    @Test
    void goesWhereFurtherRoundsMayLeadToAClaim() {
        assertThat(cells(10)).hasSize(10);
    }

    /** The 780 pairs of 40 sockets need 15 rounds, in each of which they differ the same way. */
    @Test
    void isNoneWhereTheRoundsThatAreAllowedAreTooFewForOne() {
        assertThat(cells(40)).isEmpty();
    }
}
