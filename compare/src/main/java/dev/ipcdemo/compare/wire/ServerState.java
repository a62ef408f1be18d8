package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.machine.CpuThrottling;
import java.nio.ByteBuffer;

/**
 * How a server of the measure service is when it welcomes a client.
 *
 * @param load how many processes of its machine wanted to run in the last minute; negative if it does not know
 * @param otherComparisons how many other comparisons have had sessions there, at the same time as the client's comparison,
 *     since that was told last
 * @param throttling how much its control group was held back until now
 */
public record ServerState(double load, int otherComparisons, CpuThrottling throttling) {

    /** The load is sent in hundredths, as the kernel tells it. */
    private static final double HUNDREDTHS = 100;

    void write(ByteBuffer out) {
        out.putInt((int) Math.round(load * HUNDREDTHS))
                .putInt(otherComparisons)
                .putLong(throttling.periods())
                .putLong(throttling.throttled())
                .putLong(throttling.micros());
    }

    static ServerState read(ByteBuffer in) {
        return new ServerState(
                in.getInt() / HUNDREDTHS, in.getInt(), new CpuThrottling(in.getLong(), in.getLong(), in.getLong()));
    }
}
