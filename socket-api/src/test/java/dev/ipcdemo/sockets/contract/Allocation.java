package dev.ipcdemo.sockets.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How much the calling thread allocates on the heap. */
public final class Allocation {

    private static final int ROUND_TRIPS = 10_000;
    private static final int AVERAGES = 8;
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(1);

    private Allocation() {}

    /** Sends a message there and back. */
    @FunctionalInterface
    public interface RoundTrip {
        /** Makes one round trip. */
        void run() throws IOException;
    }

    /**
     * The average over many round trips, after as many for warm-up; the least of several such averages, because the
     * compiler removes allocations that do not escape, but only once it has compiled the code.
     */
    public static long bytesPer(RoundTrip roundTrip) throws IOException {
        return leastAverage(roundTrip, 0, 0);
    }

    /**
     * Likewise, and goes on for a minute at most until there is an average that is no more than expected: on a busy machine
     * the compiler may not have come to the code when several thousand round trips have been made.
     */
    public static long bytesPer(long expected, RoundTrip roundTrip) throws IOException {
        return leastAverage(roundTrip, expected, LONGEST_NS);
    }

    private static long leastAverage(RoundTrip roundTrip, long expected, long longestNs) throws IOException {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                        && threads.isThreadAllocatedMemorySupported(),
                "this JVM does not count what a thread allocates");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long startNs = System.nanoTime();
        repeat(roundTrip);
        long least = averageBytes(threads, roundTrip);
        for (int i = 1; least > expected && (i < AVERAGES || System.nanoTime() - startNs < longestNs); i++) {
            least = Math.min(least, averageBytes(threads, roundTrip));
        }
        return least;
    }

    private static long averageBytes(ThreadMXBean threads, RoundTrip roundTrip) throws IOException {
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        repeat(roundTrip);
        return Math.round((double) (threads.getThreadAllocatedBytes(thread) - before) / ROUND_TRIPS);
    }

    private static void repeat(RoundTrip roundTrip) throws IOException {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            roundTrip.run();
        }
    }
}
