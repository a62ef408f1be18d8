package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/**
 * How long a message or a connection took, over all rounds that count.
 *
 * @param percentilesNs by percentile, as far as the samples carry them, and the maximum; empty for throughput
 * @param histogram all latencies in HdrHistogram's compressed format
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Latency(@JsonProperty("latencyNs") Map<String, Long> percentilesNs, String histogram) {

    /**
     * One of the percentiles.
     *
     * @param name such as {@code p99}, or {@code max}
     * @return nanoseconds; empty if the samples do not carry it
     */
    public Optional<Long> ns(String name) {
        return Optional.ofNullable(percentilesNs.get(name));
    }
}
