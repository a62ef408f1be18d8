package dev.ipcdemo.cli;

/**
 * How many characters a line of output may have: what the environment says in {@code COLUMNS}, where {@code bin/ipc-demo}
 * puts the terminal's width, and else 100.
 */
final class Width {

    private static final int USUAL = 100;
    private static final int LEAST = 60;

    private Width() {}

    static int ofOutput() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Math.max(LEAST, Integer.parseInt(columns)) : USUAL;
    }
}
