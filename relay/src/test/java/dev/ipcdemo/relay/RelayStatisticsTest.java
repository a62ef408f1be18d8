package dev.ipcdemo.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayStatisticsTest {

    private static final RelayStatistics.Flow QUIET = new RelayStatistics.Flow(0, 0, 0, Map.of());

    @Test
    void areReadAsTheyAreWritten() {
        Map<Fault, Long> everyFault = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            everyFault.put(fault, 1L + fault.ordinal());
        }
        RelayStatistics.Flow busy = new RelayStatistics.Flow(7, Long.MAX_VALUE, 3, everyFault);
        RelayStatistics statistics = new RelayStatistics(1, 2, 3, 4, QUIET, busy);

        assertThat(RelayStatistics.parse(statistics.toString())).isEqualTo(statistics);
    }

    @Test
    void areNotReadFromAnotherLine() {
        String line = new RelayStatistics(1, 2, 3, 4, QUIET, QUIET).toString();

        assertThatIllegalArgumentException().isThrownBy(() -> RelayStatistics.parse(line + ", blessed 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> RelayStatistics.parse("ok"));
    }
}
