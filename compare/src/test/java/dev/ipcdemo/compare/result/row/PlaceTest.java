package dev.ipcdemo.compare.result.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    @ParameterizedTest
    @CsvSource({
        "cpu 1, false",
        "cpu 64, false",
        "free, true",
        "free (there is only one CPU), true",
        "unknown, false",
        "'', false",
        "freezer, false",
        "cpu one (it is free), false"
    })
    void onlyAPlaceThatTheSchedulerChoseIsFree(String text, boolean isFree) {
        assertThat(Place.parse(text).isFree()).isEqualTo(isFree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu 1", "free", "free (no reason)", "unknown", "", "something else"})
    void readsWhatItWrites(String text) {
        assertThat(Place.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void isTheSameHoweverItWasMade(int cpu) {
        assertThat(Place.parse("cpu " + cpu)).isEqualTo(Place.pinnedTo(cpu)).hasSameHashCodeAs(Place.pinnedTo(cpu));
        assertThat(Place.parse("free (why)")).isEqualTo(Place.free("why")).isNotEqualTo(Place.FREE);
        assertThat(Place.parse("unknown")).isEqualTo(Place.UNKNOWN);
        assertThat(Place.parse("")).isEqualTo(Place.NONE);
    }
}
