package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class ColoursTest {

    private static final int[] LEVELS = {0, 95, 135, 175, 215, 255};

    /** The relative luminance of a colour of the cube, as WCAG 2 defines it. */
    private static double luminance(int colour) {
        int inCube = colour - 16;
        return 0.2126 * linear(LEVELS[inCube / 36])
                + 0.7152 * linear(LEVELS[inCube / 6 % 6])
                + 0.0722 * linear(LEVELS[inCube % 6]);
    }

    private static double linear(int level) {
        double share = level / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double contrastWithWhite(int colour) {
        return 1.05 / (luminance(colour) + 0.05);
    }

    private static double contrastWithBlack(int colour) {
        return (luminance(colour) + 0.05) / 0.05;
    }

    @ParameterizedTest
    @ValueSource(ints = {Colours.BLUE, Colours.ROSE, Colours.GREEN})
    void canBeReadOnWhiteAndOnBlack(int colour) {
        assertThat(contrastWithWhite(colour)).isGreaterThan(4.5);
        assertThat(contrastWithBlack(colour)).isGreaterThan(4.5);
    }

    @Test
    void redIsBoldAndNearlyAsClear() {
        assertThat(contrastWithWhite(Colours.RED)).isGreaterThan(4);
        assertThat(contrastWithBlack(Colours.RED)).isGreaterThan(4);
        assertThat(new Colours(Ansi.ON).bad("text")).isEqualTo("\u001b[1m\u001b[38;5;161mtext\u001b[0m");
    }

    @Test
    void areAmongThoseThatNoThemeChanges() {
        assertThat(new Colours(Ansi.ON).server("text")).startsWith("\u001b[38;5;63mtext");
        assertThat(new Colours(Ansi.ON).client("text")).startsWith("\u001b[38;5;131mtext");
        assertThat(new Colours(Ansi.ON).good("text")).startsWith("\u001b[38;5;29mtext");
    }

    @Test
    void areNoneWhereThereAreNone() {
        Colours none = new Colours(Ansi.OFF);
        assertThat(none.server("a")
                        + none.client("b")
                        + none.good("c")
                        + none.bad("d")
                        + none.bold("e")
                        + none.faint("f"))
                .isEqualTo("abcdef");
    }

    @Test
    void aDumbTerminalGetsNone() {
        assertThat(Colours.ansi("dumb")).isEqualTo(Ansi.OFF);
        assertThat(Colours.ansi("xterm")).isEqualTo(Ansi.AUTO);
        assertThat(Colours.ansi(null)).isEqualTo(Ansi.AUTO);
    }
}
