package dev.ipcdemo.cli.terminal;

/**
 * The width of the output, in characters: what the environment says in {@code COLUMNS}, where {@code bin/ipc-demo} puts the
 * terminal's width, or else 100.
 */
public final class Width {

    private static final int DEFAULT = 100;
    private static final int LEAST = 60;

    private Width() {}

    public static int ofOutput() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Math.max(LEAST, Integer.parseInt(columns)) : DEFAULT;
    }
}
