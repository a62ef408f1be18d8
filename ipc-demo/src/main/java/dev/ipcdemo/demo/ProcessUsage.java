package dev.ipcdemo.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this process uses, from proc_pid_status(5); on other systems as far as the JVM knows.
 *
 * @param threads operating-system threads, including the JVM's own
 * @param memoryBytes resident memory, or the heap in use
 */
record ProcessUsage(int threads, long memoryBytes) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * What it uses once no more threads end: one that has been joined still counts until the system has cleared it away.
     * Waits 100 ms at least, and 5 s at most.
     */
    static ProcessUsage settled() throws IOException, InterruptedException {
        ProcessUsage before;
        ProcessUsage now = now();
        int tries = 0;
        do {
            before = now;
            TimeUnit.MILLISECONDS.sleep(100);
            now = now();
        } while (now.threads < before.threads && ++tries < 50);
        return now;
    }

    /**
     * Waits until threads that were joined have been cleared away, 10 s at most.
     *
     * @param threads how many may be left
     */
    static void awaitEnd(int threads) throws IOException, InterruptedException {
        for (int tries = 0; tries < 1000 && now().threads > threads; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    static ProcessUsage now() throws IOException {
        if (Files.isReadable(STATUS)) {
            return new ProcessUsage((int) status("Threads:"), status("VmRSS:") * 1024);
        }
        Runtime runtime = Runtime.getRuntime();
        return new ProcessUsage(
                ManagementFactory.getThreadMXBean().getThreadCount(), runtime.totalMemory() - runtime.freeMemory());
    }

    private static long status(String name) throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                    .findFirst()
                    .orElseThrow(() -> new IOException(STATUS + " has no line " + name));
        }
    }
}
