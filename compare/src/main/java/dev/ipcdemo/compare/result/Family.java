package dev.ipcdemo.compare.result;

/** Questions that are answered together: the more there are, the more each needs to be beyond doubt. */
public enum Family {
    /** Which socket is faster, and what else of two rows the verdict compares. */
    SOCKETS("sockets", "pair of rows", "pairs of rows"),

    /** What this project's API costs over the bare channel. */
    LAYER("layer", "row with its bare channel", "rows with their bare channel"),

    /** What a framework costs over the socket beneath it. */
    BENEATH("beneath", "framework with the socket beneath it", "frameworks with the socket beneath them"),

    /**
     * Which framework is faster than others, and than sockets that it does not use. There are many such pairs, which would
     * leave no claim about sockets if they were tested together.
     */
    FRAMEWORKS("frameworks", "pair with a framework", "pairs with a framework"),

    /** What one way of running costs over the other. */
    WAYS("ways", "row of B with A", "rows of B with A");

    private final String word;
    private final String one;
    private final String several;

    Family(String word, String one, String several) {
        this.word = word;
        this.one = one;
        this.several = several;
    }

    /**
     * So many of what is asked about.
     *
     * @param count how many
     * @return such as {@code 28 pairs of rows}
     */
    public String counted(long count) {
        return count + " " + (count == 1 ? one : several);
    }

    /**
     * One of what is asked about.
     *
     * @return such as {@code pair of rows}
     */
    public String one() {
        return one;
    }

    /** As in JSON. */
    @Override
    public String toString() {
        return word;
    }
}
