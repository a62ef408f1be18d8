package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WidthTest {

    @Test
    void breaksBetweenWords() {
        assertThat(Width.wrap("a bcd ef", 5, "  ")).containsExactly("a bcd", "  ef");
        assertThat(Width.wrap("a bcd ef", 5, "")).containsExactly("a bcd", "ef");
        assertThat(Width.wrap("", 5, "  ")).containsExactly("");
    }

    @Test
    void breaksAWordThatIsLongerThanALine() {
        assertThat(Width.wrap("abcdefghij", 4, "  ")).containsExactly("abcd", "  ef", "  gh", "  ij");
        assertThat(Width.wrap("a bcdefg", 4, "")).containsExactly("a", "bcde", "fg");
    }
}
