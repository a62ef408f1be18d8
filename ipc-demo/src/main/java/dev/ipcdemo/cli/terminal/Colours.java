package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.Emphasis;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Colours where they belong: on a terminal, unless {@code NO_COLOR} is set (picocli finds that out) or {@code TERM} is
 * {@code dumb}.
 *
 * <p>They are among those of the 256 that no theme changes, and can be read on white and on black. Of the first 16, a theme
 * decides: yellow is often that light that it has a contrast of 1.7:1 with white.
 */
public final class Colours implements Emphasis {

    static final int BLUE = 63;
    static final int ROSE = 131;
    static final int GREEN = 29;
    static final int RED = 161;

    private static final int BLACK = 16;

    /** From blue to red. */
    private static final int[] HEAT = {153, 231, 229, 216, 210};

    private final Ansi ansi;

    Colours(Ansi ansi) {
        this.ansi = ansi;
    }

    /**
     * Colours where standard output is a terminal that wants them.
     *
     * @return colours, or none
     */
    public static Colours ifTerminal() {
        return new Colours(ansi(System.getenv("TERM")));
    }

    /**
     * For a file.
     *
     * @return no colours
     */
    public static Colours none() {
        return new Colours(Ansi.OFF);
    }

    /**
     * How help is shown. In picocli's own scheme, options are yellow.
     *
     * @return bold and italic
     */
    public static ColorScheme ofHelp() {
        return new ColorScheme.Builder(ansi(System.getenv("TERM")))
                .commands(Style.bold)
                .options(Style.bold)
                .parameters(Style.bold)
                .optionParams(Style.italic)
                .build();
    }

    /** @param terminal the value of {@code TERM}; null without one */
    static Ansi ansi(String terminal) {
        return "dumb".equals(terminal) ? Ansi.OFF : Ansi.AUTO;
    }

    /** Whether there are any. */
    boolean areShown() {
        return ansi.enabled();
    }

    String server(String text) {
        return styled(text, colour(BLUE));
    }

    String client(String text) {
        return styled(text, colour(ROSE));
    }

    @Override
    public String faint(String text) {
        return styled(text, Style.faint);
    }

    @Override
    public String bold(String text) {
        return styled(text, Style.bold);
    }

    @Override
    public String good(String text) {
        return styled(text, colour(GREEN));
    }

    @Override
    public String bad(String text) {
        return styled(text, Style.bold, colour(RED));
    }

    /** Black on light colours that no theme changes; what is usual stays as all other text is. */
    @Override
    public String heat(String text, int heat) {
        return heat == 1
                ? text
                : styled(text, Style.bg(Integer.toString(HEAT[heat])), Style.fg(Integer.toString(BLACK)));
    }

    private static IStyle colour(int number) {
        return Style.fg(Integer.toString(number));
    }

    /** All is reset, because what picocli knows as the end of bold is a double underline to many terminals. */
    private String styled(String text, IStyle... styles) {
        return ansi.enabled() ? Style.on(styles) + text + Style.reset.on() : text;
    }
}
