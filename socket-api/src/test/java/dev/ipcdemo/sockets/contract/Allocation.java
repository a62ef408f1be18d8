package dev.ipcdemo.sockets.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** How much the calling thread allocates on the heap. */
public final class Allocation {

    private static final int ROUND_TRIPS = 10_000;

    private Allocation() {}

    /** Sends a message there and back. */
    @FunctionalInterface
    public interface RoundTrip {
        /** Does it once. */
        void run() throws IOException;
    }

    /** The average over many round trips, after as many to warm up. */
    public static long bytesPer(RoundTrip roundTrip) throws IOException {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                        && threads.isThreadAllocatedMemorySupported(),
                "this JVM does not count what a thread allocates");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        repeat(roundTrip);
        long before = threads.getThreadAllocatedBytes(thread);
        repeat(roundTrip);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        return Math.round((double) allocated / ROUND_TRIPS);
    }

    private static void repeat(RoundTrip roundTrip) throws IOException {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            roundTrip.run();
        }
    }
}
