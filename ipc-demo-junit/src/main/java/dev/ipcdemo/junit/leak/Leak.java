package dev.ipcdemo.junit.leak;

import java.util.List;

/**
 * Something that was left open.
 *
 * @param what what it is, in one line
 * @param where where it was opened, or for a thread where it is, a line each; empty if that cannot be known
 */
public record Leak(String what, List<String> where) {

    /**
     * Makes a copy.
     *
     * @param what one line
     * @param where lines
     */
    public Leak {
        where = List.copyOf(where);
    }

    /** One line, and an indented one for each of {@link #where}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(what);
        where.forEach(line -> text.append("\n    ").append(line));
        return text.toString();
    }
}
