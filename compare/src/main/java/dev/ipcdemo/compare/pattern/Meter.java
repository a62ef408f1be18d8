package dev.ipcdemo.compare.pattern;

import com.sun.management.ThreadMXBean;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.sockets.threads.Threads;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/** Reads what threads have used, from outside, so that nothing is added to what they do. */
public final class Meter {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private Meter() {}

    /**
     * Reads what threads have used since they started.
     *
     * @param threads the threads
     * @return the sum; unknown if one is virtual or has ended
     */
    public static Usage read(Collection<Thread> threads) {
        Usage sum = new Usage(0, 0);
        for (Thread thread : threads) {
            sum = sum.plus(read(thread));
        }
        return sum;
    }

    @SuppressWarnings("deprecation") // threadId() comes with release 19
    private static Usage read(Thread thread) {
        if (!THREADS.isThreadAllocatedMemorySupported() || Threads.isVirtual(thread)) {
            return Usage.UNKNOWN;
        }
        return new Usage(THREADS.getThreadCpuTime(thread.getId()), THREADS.getThreadAllocatedBytes(thread.getId()));
    }
}
