package dev.ipcdemo.compare.plan;

/** Which sides send, where messages are not answered. */
public enum Directions {
    /** The client sends, and the server receives. */
    ONE_WAY("one-way"),
    /** Both send and receive at once, over one connection. */
    BOTH_WAYS("both-ways");

    private final String word;

    Directions(String word) {
        this.word = word;
    }

    /** The word in reports. */
    @Override
    public String toString() {
        return word;
    }
}
