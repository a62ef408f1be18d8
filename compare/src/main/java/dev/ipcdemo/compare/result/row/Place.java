package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.OptionalInt;

/** Where a side of an exchange ran: on a CPU that it was pinned to, wherever the scheduler put it, or nobody knows. */
public final class Place {

    /** Nobody knows: the other side is not ours, or there was none. */
    public static final Place UNKNOWN = new Place(Kind.UNKNOWN, "unknown");

    /** There was no side, because the round failed before. */
    public static final Place NONE = new Place(Kind.UNKNOWN, "");

    /** Wherever the scheduler put it, as was asked for. */
    public static final Place FREE = new Place(Kind.FREE, "free");

    private static final String CPU = "cpu ";

    private enum Kind {
        PINNED,
        FREE,
        UNKNOWN
    }

    private final Kind kind;
    private final String text;

    private Place(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /**
     * On one CPU.
     *
     * @param cpu its number
     * @return a place
     */
    public static Place pinnedTo(int cpu) {
        return new Place(Kind.PINNED, CPU + cpu);
    }

    /**
     * Wherever the scheduler put it, although it should have been pinned.
     *
     * @param reason why it could not be
     * @return a place
     */
    public static Place free(String reason) {
        return new Place(Kind.FREE, FREE + " (" + reason + ")");
    }

    /**
     * Reads what {@link #toString} wrote, here or in a report.
     *
     * @param text such as {@code cpu 1} or {@code free (there is only one CPU)}
     * @return the place
     */
    @JsonCreator
    public static Place parse(String text) {
        if (text.matches(CPU + "\\d+")) {
            return new Place(Kind.PINNED, text);
        }
        boolean isFree = text.equals(FREE.text) || text.startsWith(FREE + " (");
        return new Place(isFree ? Kind.FREE : Kind.UNKNOWN, text);
    }

    /**
     * The CPU that it was pinned to.
     *
     * @return its number; empty if it was free, or nobody knows
     */
    public OptionalInt cpu() {
        return kind == Kind.PINNED
                ? OptionalInt.of(Integer.parseInt(text.substring(CPU.length())))
                : OptionalInt.empty();
    }

    /**
     * Whether the scheduler could move the side about.
     *
     * @return whether times may differ from run to run for that
     */
    public boolean isFree() {
        return kind == Kind.FREE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && kind == place.kind && text.equals(place.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text);
    }

    /** As it stands in a report: {@code cpu 1}, {@code free}, {@code free (the reason)} or {@code unknown}. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
