package dev.ipcdemo.sockets;

import java.util.regex.Pattern;

/**
 * Text that somebody else chose, such as a peer's name or what it said, made fit to be shown. A control character can move
 * a terminal's cursor or change its settings, a format character can turn or hide the text around it, and either kind of
 * separator can begin a line that looks as if it were ours.
 */
public final class Printable {

    /** Control, format, line separator, paragraph separator, and halves of characters. */
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private Printable() {}

    /**
     * Replaces each character that is not printable.
     *
     * @param text any text
     * @return one line of as many characters, with {@code ?} for each that was replaced
     */
    public static String text(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }
}
