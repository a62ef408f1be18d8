package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    @Test
    void isReadFromTheLabelsThatItWrites() {
        Owner owner = new Owner("2b6f:pid:[4026531836]", 7, 123);
        assertThat(Owner.of(owner.labels())).contains(owner);
    }

    @Test
    void nobodyOwnsWhatHasNoLabel() {
        assertThat(Owner.of(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x", "a/b", "a/1/2/3", "a/1/x", "a/-1/2", "a/99999999999999999999/1", "//"})
    void nobodyOwnsWhatHasALabelThatIsNotOurs(String label) {
        assertThat(Owner.of(Map.of(Owner.LABEL, String.valueOf(label)))).isEmpty();
    }
}
