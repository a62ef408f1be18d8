package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.sockets.Printable;
import java.io.PrintWriter;

/** Prints sentences, such as what a demo claims and concludes, in lines that fit. */
public final class Sentences {

    private static final String INDENT = " ".repeat("checked: ".length());

    private final PrintWriter out;
    private final int width;
    private final Colours colours;

    /**
     * Prints lines that fit.
     *
     * @param out where
     * @param width how many columns of characters there are
     * @param colours for the outcome of a claim
     */
    public Sentences(PrintWriter out, int width, Colours colours) {
        this.out = out;
        this.width = width;
        this.colours = colours;
    }

    /**
     * Prints any text.
     *
     * @param sentence the text
     */
    public void print(String sentence) {
        print("", "", sentence);
    }

    /**
     * Prints a claim with its outcome, or a conclusion.
     *
     * @param said the claim or the conclusion
     * @param where over which transports it was said; empty for all
     */
    public void print(Event said, String where) {
        String text = (where.isEmpty() ? "" : "(" + where + ") ") + said.text();
        if (said.kind() == Kind.CONCLUSION) {
            print(text);
        } else {
            print(said.kind() == Kind.CLAIM ? colours.good("checked:") : colours.bad("FALSE:  "), INDENT, text);
        }
    }

    private void print(String label, String indent, String sentence) {
        String before = label.isEmpty() ? "" : label + " ";
        for (String line : WordWrap.wrap(Printable.text(sentence), width - indent.length(), "")) {
            out.println(before + line);
            before = indent;
        }
    }
}
