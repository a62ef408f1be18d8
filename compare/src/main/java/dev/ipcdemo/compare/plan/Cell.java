package dev.ipcdemo.compare.plan;

import dev.ipcdemo.demo.spi.Scope;
import java.util.List;

/**
 * What is measured: an exchange over a carrier, and how.
 *
 * @param pattern what the sides exchange
 * @param row the carrier's name, such as {@code tcp} or {@code raw:tcp}
 * @param scope how far apart the sides are
 * @param messageBytes the size of a message
 * @param waiting how both sides wait
 * @param cpus where they run
 * @param ratePerSecond how many messages are offered each second; 0 for a pattern that has no rate
 * @param clients how many clients there are; 1 but for fan-in
 */
public record Cell(
        Pattern pattern,
        String row,
        Scope scope,
        int messageBytes,
        Wait waiting,
        Cpus cpus,
        int ratePerSecond,
        int clients) {

    /** Before the scheme of a transport in the name of the row that is its bare channel. */
    public static final String RAW = "raw:";

    /**
     * The same measured on another row.
     *
     * @param other the row's name
     * @return a cell
     */
    public Cell withRow(String other) {
        return new Cell(pattern, other, scope, messageBytes, waiting, cpus, ratePerSecond, clients);
    }

    public List<String> toTexts() {
        return List.of(
                pattern.name(),
                row,
                scope.name(),
                Integer.toString(messageBytes),
                waiting.name(),
                cpus.name(),
                Integer.toString(ratePerSecond),
                Integer.toString(clients));
    }

    public static Cell ofTexts(List<String> texts) {
        return new Cell(
                Pattern.valueOf(texts.get(0)),
                texts.get(1),
                Scope.valueOf(texts.get(2)),
                Integer.parseInt(texts.get(3)),
                Wait.valueOf(texts.get(4)),
                Cpus.valueOf(texts.get(5)),
                Integer.parseInt(texts.get(6)),
                Integer.parseInt(texts.get(7)));
    }

    /** The cell in words, such as {@code round-trip over tcp, 64 B, in-process, block, cpus same}. */
    @Override
    public String toString() {
        return pattern + " over " + row + ", " + messageBytes + " B, " + scope + ", " + waiting + ", cpus " + cpus
                + (ratePerSecond > 0 ? ", " + ratePerSecond + "/s" : "")
                + (clients > 1 ? ", " + clients + " clients" : "");
    }
}
