package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a client saw while it drove an exchange for some time.
 *
 * @param latenciesNs of each message that was answered, or each connection
 * @param counts what became of the messages; where the server counts, only what was sent
 * @param elapsedNs how long it took
 * @param achievedPerSecond how many messages were sent a second, for a pattern that offers a rate; else 0, and 0 if
 *     sending or receiving broke
 * @param usage of the client's threads
 * @param failure why the drive counts for nothing, if so
 * @param arrivals what the server sent, where it sends without being asked
 */
public record ClientResult(
        Histogram latenciesNs,
        Counts counts,
        long elapsedNs,
        double achievedPerSecond,
        Usage usage,
        Optional<String> failure,
        Arrivals arrivals) {

    /** No latency is told apart above this. */
    static final long LONGEST_NS = 60_000_000_000L;

    /** Far more than the largest histogram takes. */
    private static final int MAX_BYTES = 16 << 20;

    /**
     * What a client saw to which the server sent nothing but replies.
     *
     * @param latenciesNs of each message that was answered, or each connection
     * @param counts what became of the messages
     * @param elapsedNs how long it took
     * @param achievedPerSecond how many messages were sent a second
     * @param usage of the client's threads
     * @param failure why the drive counts for nothing, if so
     */
    public ClientResult(
            Histogram latenciesNs,
            Counts counts,
            long elapsedNs,
            double achievedPerSecond,
            Usage usage,
            Optional<String> failure) {
        this(latenciesNs, counts, elapsedNs, achievedPerSecond, usage, failure, Arrivals.NONE);
    }

    /**
     * An empty histogram.
     *
     * @return one that keeps three digits
     */
    public static Histogram histogram() {
        return new Histogram(LONGEST_NS, 3);
    }

    /**
     * Records a latency. A negative one is the fault of the clock, for which the run fails.
     *
     * @param latenciesNs where to
     * @param latencyNs the latency
     */
    public static void record(Histogram latenciesNs, long latencyNs) {
        latenciesNs.recordValue(Math.max(0, Math.min(latencyNs, LONGEST_NS)));
    }

    /**
     * The same, but counting for nothing.
     *
     * @param why the reason
     * @return a result with a failure
     */
    public ClientResult withFailure(String why) {
        return new ClientResult(latenciesNs, counts, elapsedNs, achievedPerSecond, usage, Optional.of(why), arrivals);
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        ByteBuffer compressed = ByteBuffer.allocate(latenciesNs.getNeededByteBufferCapacity());
        int size = latenciesNs.encodeIntoCompressedByteBuffer(compressed);
        writeBytes(out, Arrays.copyOf(compressed.array(), size));
        counts.write(out);
        out.writeLong(elapsedNs);
        out.writeDouble(achievedPerSecond);
        usage.write(out);
        out.writeBoolean(failure.isPresent());
        writeBytes(out, failure.orElse("").getBytes(StandardCharsets.UTF_8));
        arrivals.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the result
     * @throws IOException if there is none
     */
    public static ClientResult read(DataInput in) throws IOException {
        Histogram latenciesNs;
        try {
            latenciesNs = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(readBytes(in)), 0);
        } catch (DataFormatException e) {
            throw new IOException("a damaged histogram", e);
        }
        Counts counts = Counts.read(in);
        long elapsedNs = in.readLong();
        double achievedPerSecond = in.readDouble();
        Usage usage = Usage.read(in);
        boolean hasFailed = in.readBoolean();
        String why = new String(readBytes(in), StandardCharsets.UTF_8);
        return new ClientResult(
                latenciesNs,
                counts,
                elapsedNs,
                achievedPerSecond,
                usage,
                hasFailed ? Optional.of(why) : Optional.empty(),
                Arrivals.read(in));
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a result does not have " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
