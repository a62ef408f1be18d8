package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What a row used up, over all rounds that count.
 *
 * @param cpuNsPerMessage CPU time; absent where it cannot be told, and where a rate is offered, because there most of it
 *     is the client's waiting for the next moment to send
 * @param allocatedBytesPerMessage Java heap; absent where it cannot be told
 * @param memoryPerConnection what a server of many connections takes for each; absent for fewer
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Costs(
        Optional<Sides> cpuNsPerMessage,
        Optional<Sides> allocatedBytesPerMessage,
        Optional<MemoryPerConnection> memoryPerConnection) {

    /** Of what cannot be told. */
    public static final Costs UNKNOWN = new Costs(Optional.empty(), Optional.empty(), Optional.empty());
}
