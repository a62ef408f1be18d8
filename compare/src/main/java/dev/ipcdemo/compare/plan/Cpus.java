package dev.ipcdemo.compare.plan;

/** Where the threads of the two sides run. */
public enum Cpus {
    /** Both on one CPU: what is passed on stays in its caches, and the sides take turns. */
    SAME("same"),
    /** Each on a CPU of its own. */
    SPLIT("split"),
    /** Where the scheduler puts them, which may change from one moment to the next. */
    FREE("free");

    private final String word;

    Cpus(String word) {
        this.word = word;
    }

    /** The word on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
