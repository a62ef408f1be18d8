package dev.ipcdemo.cli.terminal;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Colours where they belong: on a terminal, unless {@code NO_COLOR} is set (picocli finds that out). */
public final class Colours {

    private final Ansi ansi;

    Colours(Ansi ansi) {
        this.ansi = ansi;
    }

    public static Colours ifTerminal() {
        return new Colours(Ansi.AUTO);
    }

    String server(String text) {
        return styled(text, Style.fg_cyan);
    }

    String client(String text) {
        return styled(text, Style.fg_yellow);
    }

    public String faint(String text) {
        return styled(text, Style.faint);
    }

    public String bold(String text) {
        return styled(text, Style.bold);
    }

    String good(String text) {
        return styled(text, Style.fg_green);
    }

    public String bad(String text) {
        return styled(text, Style.bold, Style.fg_red);
    }

    /** All is reset, because what picocli knows as the end of bold is a double underline to many terminals. */
    private String styled(String text, IStyle... styles) {
        return ansi.enabled() ? Style.on(styles) + text + Style.reset.on() : text;
    }
}
