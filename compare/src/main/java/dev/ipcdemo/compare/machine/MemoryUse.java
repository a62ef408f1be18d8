package dev.ipcdemo.compare.machine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much memory is in use, or how much more than before.
 *
 * @param heapBytes on this JVM's heap, by objects that can still be reached
 * @param residentBytes of this process in memory: heap, threads' stacks, code, and what is allocated outside of the heap
 *     (VmRSS of proc_pid_status(5)); empty where it cannot be told
 * @param kernelBytes by the kernel, for whatever on the whole machine: its objects, such as sockets and files, the stacks of
 *     threads within it, and page tables (Slab, KernelStack and PageTables of proc_meminfo(5)); empty where it cannot be told
 */
public record MemoryUse(long heapBytes, Optional<Long> residentBytes, Optional<Long> kernelBytes) {

    private static final int MOST_COLLECTIONS = 8;
    private static final long CLEANING_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final List<String> OF_KERNEL = List.of("Slab", "KernelStack", "PageTables");

    /**
     * Collects the garbage, and looks.
     *
     * @return what is in use now
     */
    public static MemoryUse now() {
        collect();
        return of(KernelFiles.HERE);
    }

    /** Until there is nothing more to collect: what cleaners let go of, each in its thread, is garbage only then. */
    private static void collect() {
        long before = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS && heapInUse() < before; i++) {
            before = heapInUse();
            System.gc();
            LockSupport.parkNanos(CLEANING_NS);
        }
    }

    private static long heapInUse() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static MemoryUse of(KernelFiles files) {
        return new MemoryUse(
                heapInUse(),
                bytes(files, "proc/self/status", "VmRSS"),
                OF_KERNEL.stream()
                        .map(name -> bytes(files, "proc/meminfo", name))
                        .reduce(Optional.of(0L), (sum, part) -> sum.flatMap(so -> part.map(far -> so + far))));
    }

    /** A line such as {@code VmRSS:   1024 kB}. */
    private static Optional<Long> bytes(KernelFiles files, String path, String name) {
        return files.lines(path).stream()
                .filter(line -> line.matches(name + ":\\s+\\d+ kB"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }

    /**
     * How much more it is than before.
     *
     * @param earlier what was in use then
     * @return the differences, which are negative where less is in use
     */
    public MemoryUse since(MemoryUse earlier) {
        return new MemoryUse(
                heapBytes - earlier.heapBytes,
                residentBytes.flatMap(now -> earlier.residentBytes.map(then -> now - then)),
                kernelBytes.flatMap(now -> earlier.kernelBytes.map(then -> now - then)));
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(heapBytes);
        write(residentBytes, out);
        write(kernelBytes, out);
    }

    private static void write(Optional<Long> bytes, DataOutput out) throws IOException {
        out.writeBoolean(bytes.isPresent());
        out.writeLong(bytes.orElse(0L));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the memory
     * @throws IOException if there is none
     */
    public static MemoryUse read(DataInput in) throws IOException {
        return new MemoryUse(in.readLong(), readOptional(in), readOptional(in));
    }

    private static Optional<Long> readOptional(DataInput in) throws IOException {
        boolean isKnown = in.readBoolean();
        long bytes = in.readLong();
        return isKnown ? Optional.of(bytes) : Optional.empty();
    }
}
