package dev.ipcdemo.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayStatisticsTest {

    private static final RelayStatistics.Flow QUIET = new RelayStatistics.Flow(true, 0, 0, 0, Map.of());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areReadAsTheyAreWritten(boolean keepsMessageBoundaries) {
        Map<Fault, Long> everyFault = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            everyFault.put(fault, 1L + fault.ordinal());
        }
        RelayStatistics.Flow busy = new RelayStatistics.Flow(keepsMessageBoundaries, 7, Long.MAX_VALUE, 3, everyFault);
        RelayStatistics statistics = new RelayStatistics(1, 2, 3, 4, QUIET, busy);

        assertThat(RelayStatistics.parse(statistics.toString())).isEqualTo(statistics);
    }

    @Test
    void ofStreamsCountNoMessages() {
        RelayStatistics.Flow stream = new RelayStatistics.Flow(false, 3, 11, 0, Map.of());

        assertThat(stream).hasToString("3 pieces (11 bytes), dropped 0");
    }

    @Test
    void areNotReadFromAnotherLine() {
        String line = new RelayStatistics(1, 2, 3, 4, QUIET, QUIET).toString();

        assertThatIllegalArgumentException().isThrownBy(() -> RelayStatistics.parse(line + ", blessed 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> RelayStatistics.parse("ok"));
    }
}
