package dev.ipcdemo.cli;

/** How many characters a line of output may have: what the environment says in {@code COLUMNS}, and else 100. */
final class Width {

    private static final int USUAL = 100;
    private static final int LEAST = 60;

    private Width() {}

    static int ofOutput() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{1,4}") ? Math.max(LEAST, Integer.parseInt(columns)) : USUAL;
    }
}
