package dev.ipcdemo.compare.plan;

/** Which of two ways of running is measured, where a comparison is of two. */
public enum Variant {
    /** There is only one way. */
    NONE("none"),
    /** The one that the other is compared with. */
    A("A"),
    /** The one that is judged. */
    B("B");

    private final String word;

    Variant(String word) {
        this.word = word;
    }

    /** The word in reports. */
    @Override
    public String toString() {
        return word;
    }
}
