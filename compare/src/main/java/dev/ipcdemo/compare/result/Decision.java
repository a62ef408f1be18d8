package dev.ipcdemo.compare.result;

/** What was decided about a ratio. Only {@link #SLOWER} and {@link #FASTER} are claims. */
public enum Decision {
    /** It takes more time, beyond doubt. */
    SLOWER("slower"),

    /** It takes less time, beyond doubt. */
    FASTER("faster"),

    /**
     * Its own interval shows a difference, but among all that were tested together it is none beyond doubt; or the interval
     * holds no difference only because rounds scatter so much that it says nothing of two rows which are far apart.
     */
    NOT_CLEAR("not clear"),

    /** Its interval holds no difference, too. */
    NOT_SHOWN("no measurable difference"),

    /** The rounds carry no interval. */
    UNKNOWN("unknown");

    private final String words;

    Decision(String words) {
        this.words = words;
    }

    /**
     * Whether it is claimed that there is a difference.
     *
     * @return whether it is slower or faster
     */
    public boolean isClaim() {
        return this == SLOWER || this == FASTER;
    }

    /**
     * The decision of the ratio seen from the other side.
     *
     * @return faster for slower, slower for faster
     */
    Decision inverse() {
        return this == SLOWER ? FASTER : this == FASTER ? SLOWER : this;
    }

    /** As in JSON. */
    @Override
    public String toString() {
        return words;
    }
}
