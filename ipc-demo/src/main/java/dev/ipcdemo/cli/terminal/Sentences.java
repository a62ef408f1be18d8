package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.sockets.Printable;
import java.io.PrintWriter;

/** Prints what a demo claims and concludes, in lines that fit. */
final class Sentences {

    private static final String INDENT = " ".repeat("checked: ".length());

    private final PrintWriter out;
    private final int width;
    private final Colours colours;

    Sentences(PrintWriter out, int width, Colours colours) {
        this.out = out;
        this.width = width;
        this.colours = colours;
    }

    /** Prints a claim with its outcome, or a conclusion; where says for which runs, or is empty for all. */
    void print(Event said, String where) {
        String text = (where.isEmpty() ? "" : "(" + where + ") ") + said.text();
        if (said.kind() == Kind.CONCLUSION) {
            print("", "", text);
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
