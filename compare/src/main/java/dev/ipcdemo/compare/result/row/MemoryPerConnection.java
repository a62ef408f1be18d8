package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.machine.MemoryUse;
import java.util.Optional;

/**
 * What a connection takes up, which is idle at that moment: the median of the rounds, each of which compares what is in use
 * before the clients come with what is in use when all have been served.
 *
 * @param heapBytes on the heap of the server's JVM, by objects that can still be reached
 * @param residentBytes in the memory of the server's JVM, which includes its heap; absent where it cannot be told
 * @param kernelBytes in the kernel, for both ends; absent where it cannot be told
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MemoryPerConnection(double heapBytes, Optional<Double> residentBytes, Optional<Double> kernelBytes) {

    /**
     * What each of several connections takes up.
     *
     * @param more what all of them take up
     * @param connections how many they are
     * @return a share of it
     */
    public static MemoryPerConnection of(MemoryUse more, int connections) {
        return new MemoryPerConnection(
                more.heapBytes() / (double) connections,
                more.residentBytes().map(bytes -> bytes / (double) connections),
                more.kernelBytes().map(bytes -> bytes / (double) connections));
    }
}
