package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Pauses;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.sockets.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Prints the events of both sides in two columns, ordered so that every cause stands before its effect. An event may arrive
 * late, so each is held back until nothing earlier can still arrive.
 */
public final class TimelinePrinter {

    private static final long HOLD_BACK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Of calls that come faster than they could be read, fewer are held back. */
    private static final int MOST_HELD_BACK = 10_000;

    private static final int TIME_WIDTH = 9;
    private static final String GAP = "  ";

    /** Before the lines that continue a cell, and before claims in place of their label. */
    private static final String INDENT = "  ";

    /** A shorter wait is not mentioned. */
    private static final long WAITED_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A call that does not wait takes this long only for a reason worth seeing, such as a full buffer. */
    private static final long TOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PrintWriter out;
    private final int columnWidth;
    private final Colours colours;
    private final PriorityQueue<Event> pending = new PriorityQueue<>(Comparator.comparingLong(Event::atNs));
    private final Pauses pauses = new Pauses();
    private final Sentences sentences;
    private final List<Event> conclusions = new ArrayList<>();
    private final List<Event> claims = new ArrayList<>();
    private long originNs;

    /**
     * Prints in two columns.
     *
     * @param out where
     * @param width how many columns of characters there are
     * @param colours for the two sides
     */
    public TimelinePrinter(PrintWriter out, int width, Colours colours) {
        this(out, (width - TIME_WIDTH - 2 * GAP.length()) / 2, (width - TIME_WIDTH) / 2 * 2 + TIME_WIDTH, colours);
    }

    private TimelinePrinter(PrintWriter out, int columnWidth, int width, Colours colours) {
        this.out = out;
        this.columnWidth = columnWidth;
        this.colours = colours;
        this.sentences = new Sentences(out, width, colours);
    }

    /**
     * Prints in one column, for events of the server's side only.
     *
     * @param out where
     * @param width how many columns of characters there are
     * @param colours for the side
     * @return the printer
     */
    public static TimelinePrinter ofOneSide(PrintWriter out, int width, Colours colours) {
        return new TimelinePrinter(out, width - TIME_WIDTH - GAP.length(), width, colours);
    }

    /**
     * Prints the head of the only column.
     *
     * @param side what stands above it
     */
    public void head(String side) {
        out.println(colours.faint(right("ms", TIME_WIDTH)) + GAP + colours.server(side));
        out.flush();
    }

    /**
     * Prints the head of the columns.
     *
     * @param server what stands above the server's
     * @param client what stands above the client's
     */
    public void head(String server, String client) {
        out.println(colours.faint(right("ms", TIME_WIDTH))
                + GAP
                + colours.server(pad(server))
                + GAP
                + colours.client(client));
        out.flush();
    }

    /**
     * Takes an event, from any thread.
     *
     * @param event what happened
     */
    public synchronized void add(Event event) {
        if (event.kind() == Kind.CONCLUSION) {
            conclusions.add(event);
            return;
        }
        if (event.kind() == Kind.CLAIM || event.kind() == Kind.FALSE_CLAIM) {
            claims.add(event);
            return;
        }
        pending.add(event);
        printDue();
    }

    /** Prints the events before which nothing can arrive any more; to be called now and then while none is added. */
    public synchronized void printDue() {
        while (pending.size() > MOST_HELD_BACK) {
            print(pending.poll());
        }
        printUntil(System.nanoTime() - HOLD_BACK_NS);
    }

    /** Prints what is left of the calls. */
    public synchronized void finishCalls() {
        printUntil(Long.MAX_VALUE);
    }

    /**
     * Prints what is left, then the claims and the conclusions.
     *
     * @return whether every claim held
     */
    public synchronized boolean finish() {
        finishCalls();
        claims.sort(Comparator.comparingLong(Event::atNs));
        conclusions.sort(Comparator.comparingLong(Event::atNs));
        if (!claims.isEmpty() || !conclusions.isEmpty()) {
            out.println();
        }
        claims.forEach(claim -> sentences.print(claim, ""));
        conclusions.forEach(conclusion -> sentences.print(conclusion, ""));
        out.flush();
        return claims.stream().allMatch(claim -> claim.kind() == Kind.CLAIM);
    }

    private void printUntil(long limitNs) {
        while (!pending.isEmpty() && pending.peek().atNs() <= limitNs) {
            print(pending.poll());
        }
        out.flush();
    }

    private void print(Event event) {
        pauses.before(event)
                .ifPresent(pause -> out.println(colours.faint(" ".repeat(TIME_WIDTH) + GAP + "— " + pause + " —")));
        if (event.kind() == Kind.JVM_START) {
            return;
        }
        if (originNs == 0) {
            originNs = event.startNs();
        }
        String time = time((event.atNs() - originNs) / 1e6);
        for (String line : WordWrap.wrap(Printable.text(cell(event)), columnWidth, INDENT)) {
            boolean isServer = event.side() == Side.SERVER;
            String left = isServer ? colours.server(line) : pad("");
            String right = isServer ? "" : GAP + colours.client(line);
            out.println(colours.faint(right(time, TIME_WIDTH)) + GAP + left + right);
            time = "";
        }
    }

    /** With as many decimals as there is room for, so that the columns stay where they are: none from three hours on. */
    private static String time(double ms) {
        String exact = String.format(Locale.ROOT, "%.3f", ms);
        int room = Math.max(TIME_WIDTH, exact.indexOf('.'));
        return exact.length() <= room ? exact : exact.substring(0, room).replaceFirst("\\.$", "");
    }

    /** A call or a remark as its column shows it, before it is broken into lines. */
    static String cell(Event event) {
        StringBuilder cell = new StringBuilder();
        if (event.kind() == Kind.NOTE) {
            return cell.append("— ").append(event.text()).toString();
        }
        cell.append(event.text());
        if (event.kind() == Kind.FAILED_CALL) {
            cell.append(" ! ").append(event.result());
        } else if (!event.result().isEmpty()) {
            cell.append(" = ").append(event.result());
        }
        if (!event.systemCalls().isEmpty()) {
            cell.append(" [").append(event.systemCalls()).append("]");
        }
        long tookNs = event.endNs() - event.startNs();
        if (tookNs >= (event.waits() ? WAITED_NS : TOOK_NS)) {
            cell.append(
                    String.format(Locale.ROOT, event.waits() ? " (waited %.0f ms)" : " (took %.0f ms)", tookNs / 1e6));
        }
        return cell.toString();
    }

    private String pad(String text) {
        return text + " ".repeat(Math.max(0, columnWidth - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
