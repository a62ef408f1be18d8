package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.families.Families;
import dev.ipcdemo.families.Families.Family;
import dev.ipcdemo.families.Families.Type;
import dev.ipcdemo.families.Families.Use;
import dev.ipcdemo.families.KernelAnswer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code ipc-demo families} prints: a heading for each domain, a line for each type, and what the errors mean. */
public final class FamiliesTable {

    private static final int TYPE_COLUMN = 2;
    private static final int KERNEL_COLUMN = 18;
    private static final int HERE_COLUMN = 35;
    private static final int IMPLEMENTATION_COLUMN = 53;

    private final StringBuilder text = new StringBuilder();
    private final SortedMap<String, String> meanings = new TreeMap<>();
    private final Set<String> reasons = new HashSet<>();
    private final int width;

    private FamiliesTable(int width) {
        this.width = width;
    }

    /**
     * Writes what was found.
     *
     * @param families what this host and JVM support
     * @param width how many characters a line may have
     * @return lines of text
     */
    public static String of(Families families, int width) {
        FamiliesTable table = new FamiliesTable(width);
        table.head(families.host());
        for (Family domain : families.domains()) {
            table.domain(domain);
        }
        table.foot(families.host());
        return table.text.toString();
    }

    private void head(Families.Host host) {
        line(
                0,
                host.system() + " " + host.systemVersion() + " on " + host.architecture() + ", Java " + host.java()
                        + " by " + host.javaVendor());
        line();
        cell(0, "DOMAIN, TYPE");
        cell(KERNEL_COLUMN, "KERNEL SAYS");
        line(HERE_COLUMN, "TRANSPORT HERE");
    }

    private void domain(Family domain) {
        cell(0, domain.name());
        line(KERNEL_COLUMN, domain.about());
        for (Type type : domain.types()) {
            type(type);
        }
    }

    private void type(Type type) {
        cell(TYPE_COLUMN, type.name());
        KernelAnswer answer = type.kernel();
        cell(KERNEL_COLUMN, answer.isYes() && !type.protocol().isEmpty() ? "yes: " + type.protocol() : answer.word());
        if (!answer.isYes()) {
            meanings.put(answer.word(), answer.meaning());
        }
        if (type.transports().isEmpty()) {
            line(HERE_COLUMN, "none: " + type.whyNone());
        }
        for (Use use : type.transports()) {
            use(use);
        }
    }

    private void use(Use use) {
        cell(HERE_COLUMN, use.scheme());
        line(
                IMPLEMENTATION_COLUMN,
                use.implementation() + (use.availability().isAvailable() ? "" : "; " + whyNot(use)));
    }

    /** A reason in full once, because several transports of a library have the same. */
    private String whyNot(Use use) {
        return reasons.add(use.availability().reason()) ? use.availability().toString() : "not supported: as above";
    }

    private void foot(Families.Host host) {
        line();
        for (Map.Entry<String, String> meaning : meanings.entrySet()) {
            cell(0, meaning.getKey());
            line(KERNEL_COLUMN, meaning.getValue());
        }
        if (!host.runsLinux()) {
            line(
                    0,
                    "This is " + host.system()
                            + ": only the domains that have the same number there as on Linux were tried.");
        }
        line();
        line(0, "Next: 'ipc-demo demo echo --transport all' shows one exchange over each transport, call by call.");
    }

    /** Pads the line to the column, unless it is that long already, and writes. */
    private void cell(int column, String words) {
        int written = text.length() - (text.lastIndexOf("\n") + 1);
        boolean isFirst = written == 0;
        text.append(" ".repeat(Math.max(isFirst ? 0 : 1, column - written))).append(words);
    }

    private void line() {
        text.append('\n');
    }

    /** Writes from the column to the end of the line; what does not fit continues below, in the same column. */
    private void line(int column, String words) {
        for (String part : WordWrap.wrap(words.replaceAll("\\s+", " "), width - column, "")) {
            cell(column, part);
            line();
        }
    }
}
