package dev.ipcdemo.compare.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.demo.spi.Scope;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

    /** Those after the first arrive in the time from the first to the last. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 0", "101, 1_000_000_000, 100"})
    void countsTheMessagesAfterTheFirst(String received, String elapsedNs, double perSecond) {
        Counts arrived = new Counts(0, number(received), 0, 0, 0, 0, 0, 0);
        Sample sample = Sample.of(
                Cell.of(Pattern.THROUGHPUT, "udp", Scope.IN_PROCESS),
                true,
                0,
                new ClientSetup(Place.NONE, "", ""),
                new ClientResult(
                        ClientResult.histogram(),
                        new Counts(1_000, 0, 0, 0, 0, 0, 0, 0),
                        1_000_000_000,
                        0,
                        Usage.UNKNOWN,
                        Optional.empty()),
                new ServerResult(
                        new Arrivals(arrived, number(elapsedNs)),
                        Usage.UNKNOWN,
                        Place.NONE,
                        "",
                        Map.of(),
                        Optional.empty()));
        assertThat(sample.rates().perSecond()).isEqualTo(perSecond);
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }
}
