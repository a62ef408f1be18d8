package dev.ipcdemo.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

    @Test
    void breaksBetweenWordsAndWithinOneThatIsLongerThanALine() {
        assertThat(WordWrap.wrap("a bcd ef", 5, "  ")).containsExactly("a bcd", "  ef");
        assertThat(WordWrap.wrap("a bcd ef", 5, "")).containsExactly("a bcd", "ef");
        assertThat(WordWrap.wrap("abcdefghij", 4, "  ")).containsExactly("abcd", "  ef", "  gh", "  ij");
        assertThat(WordWrap.wrap("a bcdefg", 4, "")).containsExactly("a", "bcde", "fg");
        assertThat(WordWrap.wrap("", 5, "  ")).containsExactly("");
    }

    @Test
    void keepsTheIndentOfTheFirstLine() {
        assertThat(WordWrap.wrap("  To be or not", 10, "    ")).containsExactly("  To be or", "    not");
    }
}
