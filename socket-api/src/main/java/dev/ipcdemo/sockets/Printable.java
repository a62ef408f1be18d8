package dev.ipcdemo.sockets;

import java.util.regex.Pattern;

/**
 * Makes text from others, such as a peer's name or message, safe to show. A control character can move a terminal's
 * cursor or change its settings, a format character can reverse or hide the text around it, and a separator can start a
 * line that looks like one of ours.
 */
public final class Printable {

    /** Control, format, line separator, paragraph separator, and halves of characters. */
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private Printable() {}

    /**
     * Replaces each character that is not printable.
     *
     * @param text any text
     * @return one line of the same length, with {@code ?} instead of each such character
     */
    public static String text(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }
}
