package dev.ipcdemo.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicknameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "guest1",
                "Jos\u00e9",
                "Jose\u0301",
                "\u0410\u043d\u043d\u0430",
                "\u5c71\u7530\u30d2\u30ed\u3057",
                "a_b-c",
                "12"
            })
    void takesNamesOfOneScript(String text) {
        assertThat(Nickname.of(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u3164", // Hangul fillers, which are letters
                "\u115f",
                "\u1160",
                "\uffa0",
                "ann\u3164",
                "ann\u034f", // marks that are not drawn
                "ann\ufe0f",
                "ann\u180b",
                "ann\udb40\udd00",
                "\u0301a", // a mark on nothing
                "ann\u200b", // zero-width space
                "ann\u202e", // from right to left
                "\u0430nn", // a Cyrillic letter among Latin ones
                "a b",
                "123456789012345678901"
            })
    void refusesWhatCannotBeSeenOrIsOfSeveralScripts(String text) {
        assertThat(Nickname.of(text)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "ann, Ann, true",
        "Jos\u00e9, Jose\u0301, true",
        "\uff41nn, ann, true", // a full-width letter
        "\u0441\u0430\u0440, cap, true", // all of it Cyrillic
        "Ian, lan, true", // a capital I
        "b0b, bob, true",
        "ian, lan, false",
        "ann, bob, false"
    })
    void findsNamesThatWouldBeMistakenForEachOther(String one, String other, boolean isLike) {
        assertThat(Nickname.of(one).orElseThrow().isLike(Nickname.of(other).orElseThrow()))
                .isEqualTo(isLike);
    }
}
