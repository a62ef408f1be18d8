package dev.ipcdemo.demo.diagram;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Pauses;
import dev.ipcdemo.demo.recording.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a sequence diagram of one run shows. A cause stands before its effect, as in the timeline.
 *
 * @param title what was run
 * @param heads what stands above the lifeline of each side
 * @param lanes the kernel's objects that the run used
 * @param steps what happened, from top to bottom
 */
public record Diagram(String title, Map<Side, String> heads, List<Lane> lanes, List<Step> steps) {

    /** Something in the diagram. */
    public sealed interface Step permits Call, Note, Pause {}

    /**
     * A call.
     *
     * @param event the call
     * @param atMs when it stands in the timeline, from the beginning of the run
     * @param waitedSince the step after which it began to wait, −1 for before the first; empty if nothing happened meanwhile
     * @param arrow what moved between the side and the kernel
     * @param contents what each lane held afterwards, in the order of {@link #lanes}
     */
    public record Call(Event event, double atMs, OptionalInt waitedSince, Optional<Arrow> arrow, List<Content> contents)
            implements Step {}

    /**
     * A remark of a side.
     *
     * @param side who makes it
     * @param atMs when
     * @param text the remark
     */
    public record Note(Side side, double atMs, String text) implements Step {}

    /**
     * A time in which nothing happened.
     *
     * @param text how long, and why if that is known
     */
    public record Pause(String text) implements Step {}

    /**
     * Something that moves between a side and the kernel.
     *
     * @param lane where to or where from
     * @param isIntoKernel whether it goes from the side to the lane
     * @param text what moves
     */
    public record Arrow(Lane lane, boolean isIntoKernel, String text) {}

    /**
     * What a lane holds.
     *
     * @param exists whether there is an object that could hold something
     * @param text what is in it; empty if nothing is, and a question mark if that is not known
     */
    public record Content(boolean exists, String text) {}

    /**
     * Makes a diagram.
     *
     * @param title what was run
     * @param server what stands above the server's lifeline
     * @param client what stands above the client's lifeline
     * @param events of both sides, in any order
     * @return the diagram
     */
    public static Diagram of(String title, String server, String client, List<Event> events) {
        List<Event> ordered = events.stream()
                .filter(event -> event.isCall() || event.kind() == Kind.NOTE || event.kind() == Kind.JVM_START)
                .sorted(Comparator.comparingLong(Event::atNs))
                .toList();
        KernelObjects kernel = new KernelObjects();
        List<Step> steps = new Builder(kernel, ordered).steps();
        Map<Side, String> heads = new EnumMap<>(Map.of(Side.SERVER, server, Side.CLIENT, client));
        return new Diagram(title, heads, kernel.used(), withoutUnused(steps, kernel.used()));
    }

    private static List<Step> withoutUnused(List<Step> steps, List<Lane> used) {
        return steps.stream()
                .map(step -> step instanceof Call call
                        ? new Call(
                                call.event(),
                                call.atMs(),
                                call.waitedSince(),
                                call.arrow(),
                                used.stream()
                                        .map(lane -> call.contents().get(lane.ordinal()))
                                        .toList())
                        : step)
                .toList();
    }

    /** Puts the steps in order. */
    private static final class Builder {

        private final KernelObjects kernel;
        private final List<Event> events;
        private final List<Step> steps = new ArrayList<>();
        private final List<Long> timesNs = new ArrayList<>();
        private final Pauses pauses = new Pauses();

        Builder(KernelObjects kernel, List<Event> events) {
            this.kernel = kernel;
            this.events = events;
        }

        List<Step> steps() {
            long originNs = events.stream()
                    .filter(event -> event.kind() != Kind.JVM_START)
                    .findFirst()
                    .map(Event::startNs)
                    .orElse(0L);
            for (Event event : events) {
                pauses.before(event).ifPresent(pause -> add(new Pause(pause), event.atNs()));
                double atMs = (event.atNs() - originNs) / 1e6;
                if (event.isCall()) {
                    Optional<Arrow> arrow = kernel.apply(event);
                    add(new Call(event, atMs, waitedSince(event), arrow, contents()), event.atNs());
                } else if (event.kind() == Kind.NOTE) {
                    add(new Note(event.side(), atMs, event.text()), event.atNs());
                }
            }
            return List.copyOf(steps);
        }

        private void add(Step step, long atNs) {
            steps.add(step);
            timesNs.add(atNs);
        }

        private List<Content> contents() {
            return Arrays.stream(Lane.values()).map(kernel::content).toList();
        }

        /** A pause ends with the step after it, so a call that waits across it has been waiting since before. */
        private OptionalInt waitedSince(Event event) {
            int since = steps.size() - 1;
            while (since >= 0 && timesNs.get(since) > event.startNs()) {
                since--;
            }
            return event.waits() && since < steps.size() - 1 ? OptionalInt.of(since) : OptionalInt.empty();
        }
    }
}
