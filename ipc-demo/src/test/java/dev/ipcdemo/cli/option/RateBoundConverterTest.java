package dev.ipcdemo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.RateBound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RateBoundConverterTest {

    private final RateBoundConverter converter = new RateBoundConverter();

    @Test
    void readsAPercentileAndATime() throws Exception {
        assertThat(converter.convert("p99 < 200us")).isEqualTo(new RateBound("p99 < 200 µs", 99, 200_000));
        assertThat(converter.convert("p99.9<1.5 ms")).isEqualTo(new RateBound("p99.9 < 1.5 ms", 99.9, 1_500_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p99", "p99 > 1ms", "99 < 1ms", "p100 < 1ms", "p0 < 1ms", "p99 < 1", "p99 < 1h"})
    void refusesWhatIsNoBound(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a bound: write one like 'p99 < 200us'");
    }
}
