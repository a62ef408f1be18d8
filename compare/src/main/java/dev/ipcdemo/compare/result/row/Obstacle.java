package dev.ipcdemo.compare.result.row;

/** Why the rounds of a figure carry no confidence interval, and so no claim. */
public enum Obstacle {
    /** With fewer than five, not even the lowest and the highest make one. */
    TOO_FEW("too few rounds", "Too few good rounds for a confidence interval"),

    /** The scheduler chose the CPUs, and there are fewer than twenty. */
    MOVED(
            "placed by the scheduler",
            "No confidence interval, because the scheduler chose the CPUs (20 rounds are needed)"),

    /** Some rounds are of one kind, and some of another. */
    TWO_GROUPS("rounds of two kinds", "No confidence interval, because the rounds fall into two groups"),

    /** Later rounds differ from earlier ones. */
    DRIFT("rounds that drift", "No confidence interval, because the figures drifted from round to round"),

    /** What arrived says little about what was sent. */
    LOST_MOST("most messages lost", "No confidence interval, because most messages were lost"),

    /** Then there is no end to what a message costs, relative to anything. */
    EMPTY_ROUND(
            "a round in which nothing arrived", "No confidence interval, because nothing arrived in one of the rounds");

    private final String words;
    private final String warning;

    Obstacle(String words, String warning) {
        this.words = words;
        this.warning = warning;
    }

    /**
     * What a warning says of rows that have it.
     *
     * @return the beginning of a sentence
     */
    public String warning() {
        return warning;
    }

    /** As it stands in place of an interval, and in JSON. */
    @Override
    public String toString() {
        return words;
    }
}
