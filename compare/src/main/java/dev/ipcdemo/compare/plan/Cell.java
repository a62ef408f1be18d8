package dev.ipcdemo.compare.plan;

import dev.ipcdemo.demo.spi.Scope;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(pattern.name());
        out.writeUTF(row);
        out.writeUTF(scope.name());
        out.writeInt(messageBytes);
        out.writeUTF(waiting.name());
        out.writeUTF(cpus.name());
        out.writeInt(ratePerSecond);
        out.writeInt(clients);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the cell
     * @throws IOException if there is none
     */
    public static Cell read(DataInput in) throws IOException {
        return new Cell(
                Pattern.valueOf(in.readUTF()),
                in.readUTF(),
                Scope.valueOf(in.readUTF()),
                in.readInt(),
                Wait.valueOf(in.readUTF()),
                Cpus.valueOf(in.readUTF()),
                in.readInt(),
                in.readInt());
    }

    /** The cell in words, such as {@code round-trip over tcp, 64 B, in-process, block, cpus same}. */
    @Override
    public String toString() {
        return pattern + " over " + row + ", " + messageBytes + " B, " + scope + ", " + waiting + ", cpus " + cpus
                + (ratePerSecond > 0 ? ", " + ratePerSecond + "/s" : "")
                + (clients > 1 ? ", " + clients + " clients" : "");
    }
}
