package dev.ipcdemo.compare.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text for people into lines. */
public final class WordWrap {

    private WordWrap() {}

    /**
     * Breaks between words, and within a word that is longer than a line.
     *
     * @param text one paragraph, perhaps with spaces before it
     * @param width how many characters a line may have
     * @param indent begins every line but the first
     * @return at least one line
     */
    public static List<String> wrap(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        String words = text.stripLeading();
        StringBuilder line = new StringBuilder(text.substring(0, text.length() - words.length()));
        boolean isEmpty = true;
        for (String word : words.split(" ")) {
            if (!isEmpty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = line.toString().isBlank();
            while (line.length() > width) {
                lines.add(line.substring(0, width));
                line.replace(0, width, indent);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
