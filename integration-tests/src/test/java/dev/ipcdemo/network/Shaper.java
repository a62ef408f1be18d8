package dev.ipcdemo.network;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Decides what becomes of each frame of one direction, and when it arrives. Has no clock of its own. For one thread. */
final class Shaper {

    /** By how much a frame is late that others overtake. */
    static final long OVERTAKEN_NS = TimeUnit.MILLISECONDS.toNanos(2);

    static final int ETHERNET_HEADER_BYTES = 14;

    private final Random random;
    private Impairment impairment = Impairment.NONE;
    private long bucketFullNs = Long.MIN_VALUE;
    private long lastDepartureNs = Long.MIN_VALUE;
    private long lastArrivalNs = Long.MIN_VALUE;

    Shaper(long seed) {
        random = new Random(seed);
    }

    void impair(Impairment by) {
        impairment = by;
        bucketFullNs = Long.MIN_VALUE;
    }

    /**
     * What becomes of a frame.
     *
     * @param arrivesNs its first place is set to when the frame arrives
     * @return how often it arrives: not at all, once or twice
     */
    int copies(int frameBytes, long nowNs, long[] arrivesNs) {
        boolean isTooLarge =
                impairment.largestBytes() > 0 && frameBytes - ETHERNET_HEADER_BYTES > impairment.largestBytes();
        if (impairment.isCut() || isTooLarge || isDrawn(impairment.loss())) {
            return 0;
        }
        long departsNs = departsNs(frameBytes, nowNs);
        if (departsNs - nowNs > queueNs()) {
            return 0;
        }
        depart(frameBytes, departsNs);
        arrivesNs[0] = arrivesNs(departsNs);
        return isDrawn(impairment.duplication()) ? 2 : 1;
    }

    private boolean isDrawn(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** When the bucket has tokens for the frame: it may be short of being full by the rest. */
    private long departsNs(int frameBytes, long nowNs) {
        if (impairment.bytesPerSecond() == 0 || bucketFullNs == Long.MIN_VALUE) {
            return Math.max(nowNs, lastDepartureNs);
        }
        long affordableNs = bucketFullNs - transmissionNs(Math.max(0, impairment.burstBytes() - frameBytes));
        return Math.max(Math.max(nowNs, lastDepartureNs), affordableNs);
    }

    private void depart(int frameBytes, long departsNs) {
        lastDepartureNs = departsNs;
        if (impairment.bytesPerSecond() > 0) {
            bucketFullNs = Math.max(bucketFullNs, departsNs) + transmissionNs(frameBytes);
        }
    }

    private long transmissionNs(long bytes) {
        return bytes * TimeUnit.SECONDS.toNanos(1) / impairment.bytesPerSecond();
    }

    private long queueNs() {
        return impairment.bytesPerSecond() == 0 ? Long.MAX_VALUE : transmissionNs(impairment.queueBytes());
    }

    private long arrivesNs(long departsNs) {
        long jitterNs = impairment.jitter().toNanos();
        long deviationNs = jitterNs == 0 ? 0 : (long) ((2 * random.nextDouble() - 1) * jitterNs);
        long arrivesNs = departsNs + Math.max(0, impairment.delay().toNanos() + deviationNs);
        if (isDrawn(impairment.reordering())) {
            return arrivesNs + OVERTAKEN_NS;
        }
        lastArrivalNs = Math.max(lastArrivalNs, arrivesNs);
        return lastArrivalNs;
    }
}
