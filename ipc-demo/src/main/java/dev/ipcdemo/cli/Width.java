package dev.ipcdemo.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The width of the output, in characters: what the environment says in {@code COLUMNS}, where {@code bin/ipc-demo} puts the
 * terminal's width, or else 100. Text is wrapped to it.
 */
final class Width {

    private static final int DEFAULT = 100;
    private static final int LEAST = 60;

    private Width() {}

    static int ofOutput() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Math.max(LEAST, Integer.parseInt(columns)) : DEFAULT;
    }

    /**
     * Breaks a text into lines, between words, and within a word that is longer than a line.
     *
     * @param indent before each line but the first
     */
    static List<String> wrap(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            if (!line.isBlank() && line.length() + 1 + word.length() > width) {
                lines.add(line);
                line = indent;
            }
            line += line.isBlank() ? word : " " + word;
            while (line.length() > width) {
                lines.add(line.substring(0, width));
                line = indent + line.substring(width);
            }
        }
        lines.add(line);
        return lines;
    }
}
