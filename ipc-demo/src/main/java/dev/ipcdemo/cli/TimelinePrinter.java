package dev.ipcdemo.cli;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.Event;
import dev.ipcdemo.demo.Event.Kind;
import dev.ipcdemo.demo.Side;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Prints the events of both sides in two columns, in an order in which every cause stands before its effect. What one side did may become known
 * late, so an event is held back until nothing earlier can come any more.
 */
final class TimelinePrinter {

    private static final long HOLD_BACK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TIME_WIDTH = 9;
    /** Before what continues on the next line. */
    private static final String CONTINUED = "  ";

    private static final String GAP = "  ";

    /** Shorter waits are not worth the words. */
    private static final long WAITED_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** What does not wait takes long only when there is a reason to be seen, such as a full buffer. */
    private static final long TOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PrintWriter out;
    private final int columnWidth;
    private final Colours colours;
    private final PriorityQueue<Event> pending = new PriorityQueue<>(Comparator.comparingLong(Event::atNs));
    private final List<Event> conclusions = new ArrayList<>();
    private final List<Event> claims = new ArrayList<>();
    private long originNs;

    TimelinePrinter(PrintWriter out, int width, Colours colours) {
        this.out = out;
        this.columnWidth = (width - TIME_WIDTH - 2 * GAP.length()) / 2;
        this.colours = colours;
    }

    void head(String server, String client) {
        out.println(colours.faint(right("ms", TIME_WIDTH))
                + GAP
                + colours.server(pad(server))
                + GAP
                + colours.client(client));
        out.flush();
    }

    /** Takes an event, from any thread. */
    synchronized void add(Event event) {
        if (event.kind() == Kind.CONCLUSION) {
            conclusions.add(event);
            return;
        }
        if (event.kind() == Kind.CLAIM || event.kind() == Kind.FALSE_CLAIM) {
            claims.add(event);
            return;
        }
        pending.add(event);
        printUntil(System.nanoTime() - HOLD_BACK_NS);
    }

    /** Prints all that is left, the claims and the conclusions; returns whether every claim held. */
    synchronized boolean finish() {
        printUntil(Long.MAX_VALUE);
        claims.sort(Comparator.comparingLong(Event::atNs));
        conclusions.sort(Comparator.comparingLong(Event::atNs));
        if (!claims.isEmpty() || !conclusions.isEmpty()) {
            out.println();
        }
        for (Event claim : claims) {
            boolean holds = claim.kind() == Kind.CLAIM;
            print(holds ? colours.good("checked:") : colours.bad("NOT SO: "), claim.text());
        }
        for (Event conclusion : conclusions) {
            print("", conclusion.text());
        }
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
        if (originNs == 0) {
            originNs = event.startNs();
        }
        String time = String.format(Locale.ROOT, "%.3f", (event.atNs() - originNs) / 1e6);
        for (String line : WordWrap.wrap(cell(event), columnWidth, CONTINUED)) {
            boolean isServer = event.side() == Side.SERVER;
            String left = isServer ? colours.server(line) : pad("");
            String right = isServer ? "" : GAP + colours.client(line);
            out.println(colours.faint(right(time, TIME_WIDTH)) + GAP + left + right);
            time = "";
        }
    }

    private static String cell(Event event) {
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

    private void print(String label, String sentence) {
        String indent = label.isEmpty() ? "" : " ".repeat(9);
        boolean first = true;
        for (String line :
                WordWrap.wrap(sentence, TIME_WIDTH + 2 * GAP.length() + 2 * columnWidth - indent.length(), CONTINUED)) {
            out.println((first && !label.isEmpty() ? label + " " : indent) + line.strip());
            first = false;
        }
    }

    private String pad(String text) {
        return text + " ".repeat(Math.max(0, columnWidth - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
