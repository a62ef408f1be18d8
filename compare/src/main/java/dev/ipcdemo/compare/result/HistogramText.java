package dev.ipcdemo.compare.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Histograms as text, in HdrHistogram's own compressed format. */
public final class HistogramText {

    private HistogramText() {}

    /**
     * Writes one.
     *
     * @param histogram any
     * @return Base64 of what {@link Histogram#encodeIntoCompressedByteBuffer} gives
     */
    public static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
    }

    /**
     * Reads one.
     *
     * @param text what {@link #encode} wrote
     * @return the histogram
     * @throws IllegalArgumentException if the text is not a histogram
     */
    public static Histogram decode(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram", e);
        }
    }
}
