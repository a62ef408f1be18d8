package dev.ipcdemo.compare.report;

import java.nio.charset.Charset;

/** Bars of text, in steps as fine as the characters allow, and marks before sentences. */
public enum Bars {
    /** Unicode's block elements: an eighth of a character, two eighths, and so on. */
    BLOCKS("▏▎▍▌▋▊▉█", "✓", "≈"),
    /** For a terminal that has no others. */
    ASCII("#", "*", "=");

    private final String steps;
    private final String claim;
    private final String same;

    Bars(String steps, String claim, String same) {
        this.steps = steps;
        this.claim = claim;
        this.same = same;
    }

    /** Before what is beyond doubt. */
    String claim() {
        return claim;
    }

    /** Before what does not differ. */
    String same() {
        return same;
    }

    /**
     * The finest bars that a character set has.
     *
     * @param charset of the terminal
     * @return blocks or ASCII
     */
    public static Bars in(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode(BLOCKS.steps + BLOCKS.claim + BLOCKS.same)
                ? BLOCKS
                : ASCII;
    }

    /** A bar in a field of so many characters; what is not nothing can be seen. */
    String draw(double share, int width) {
        int most = width * steps.length();
        int filled = share > 0 ? Math.max(1, (int) Math.round(Math.min(1, share) * most)) : 0;
        int rest = filled % steps.length();
        String bar = steps.substring(steps.length() - 1).repeat(filled / steps.length())
                + (rest > 0 ? steps.charAt(rest - 1) : "");
        return bar + " ".repeat(width - bar.length());
    }
}
