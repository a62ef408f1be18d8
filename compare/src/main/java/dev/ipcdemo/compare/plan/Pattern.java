package dev.ipcdemo.compare.plan;

/** What the two sides exchange. */
public enum Pattern {
    /** One request at a time, in a closed loop. */
    ROUND_TRIP("round-trip"),
    /** Requests at a fixed rate, in an open loop. */
    RATE("rate"),
    /** Messages in one direction, counted by the receiver. */
    THROUGHPUT("throughput"),
    /** One connection after another, each for one round trip. */
    CONNECT("connect"),
    /** Several clients in closed loops, and one server. */
    FAN_IN("fan-in");

    private final String word;

    Pattern(String word) {
        this.word = word;
    }

    /**
     * Whether requests are offered at a rate that is given beforehand.
     *
     * @return true for {@link #RATE}
     */
    public boolean offersRate() {
        return this == RATE;
    }

    /**
     * Whether there may be more than one client.
     *
     * @return true for {@link #FAN_IN}
     */
    public boolean hasManyClients() {
        return this == FAN_IN;
    }

    /**
     * Whether it is the receiver that knows how many messages arrived, and when.
     *
     * @return true for {@link #THROUGHPUT}
     */
    public boolean countsAtServer() {
        return this == THROUGHPUT;
    }

    /**
     * Whether the server replies to each message.
     *
     * @return false for {@link #THROUGHPUT}
     */
    public boolean hasReplies() {
        return !countsAtServer();
    }

    /**
     * Finds a pattern by its word.
     *
     * @param word such as {@code round-trip}
     * @return the pattern
     * @throws IllegalArgumentException if there is no such pattern; the message lists those that there are
     */
    public static Pattern parse(String word) {
        return Cell.PATTERN.parse(word);
    }

    /** The word on the command line and in reports. */
    @Override
    public String toString() {
        return word;
    }
}
