package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A server's answer to a request for what has arrived.
 *
 * @param nonce of the request
 * @param arrivals what it counted
 */
public record PeerReport(long nonce, Arrivals arrivals) {

    /** The size of a report, and of a request where messages keep their boundaries: the answer is not the longer one. */
    public static final int BYTES = 14 * Long.BYTES;

    /**
     * The report as bytes.
     *
     * @return {@link #BYTES} bytes, ready to be sent
     */
    public ByteBuffer toBytes() {
        Counts counts = arrivals.counts();
        return ByteBuffer.allocateDirect(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(PeerRequest.Kind.REPORT.number())
                .putLong(nonce)
                .putLong(counts.sent())
                .putLong(counts.received())
                .putLong(counts.lost())
                .putLong(counts.duplicated())
                .putLong(counts.reordered())
                .putLong(counts.corrupted())
                .putLong(counts.wrongSize())
                .putLong(counts.own())
                .putLong(arrivals.elapsedNs())
                .putLong(arrivals.steady().messages())
                .putLong(arrivals.steady().ns())
                .putDouble(arrivals.steady().growth())
                .flip();
    }

    /** Reads a report; nothing if the message is something else. */
    static Optional<PeerReport> read(ByteBuffer message) {
        if (message.limit() != BYTES || PeerRequest.number(message) != PeerRequest.Kind.REPORT.number()) {
            return Optional.empty();
        }
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(Long.BYTES);
        long nonce = in.getLong();
        Counts counts = new Counts(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
        long elapsedNs = in.getLong();
        Arrivals.Steady steady = new Arrivals.Steady(in.getLong(), in.getLong(), in.getDouble());
        return Optional.of(new PeerReport(nonce, new Arrivals(counts, elapsedNs, steady)));
    }
}
