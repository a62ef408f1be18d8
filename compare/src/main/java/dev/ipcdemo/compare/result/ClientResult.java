package dev.ipcdemo.compare.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a client saw while it drove an exchange for some time.
 *
 * @param latenciesNs of each message that was answered, or each connection
 * @param counts what became of the messages; where the server counts, only what was sent
 * @param elapsedNs how long it took
 * @param achievedPerSecond how many messages were sent a second, for a pattern that offers a rate; else 0
 * @param usage of the client's threads
 * @param failure why the drive counts for nothing, if so
 */
public record ClientResult(
        Histogram latenciesNs,
        Counts counts,
        long elapsedNs,
        double achievedPerSecond,
        Usage usage,
        Optional<String> failure) {

    /** No latency is told apart above this. */
    static final long LONGEST_NS = 60_000_000_000L;

    /**
     * An empty histogram.
     *
     * @return one that keeps three digits
     */
    public static Histogram histogram() {
        return new Histogram(LONGEST_NS, 3);
    }

    /**
     * Records a latency. A negative one is the clock's fault, which is looked for elsewhere.
     *
     * @param latenciesNs where to
     * @param latencyNs the latency
     */
    public static void record(Histogram latenciesNs, long latencyNs) {
        latenciesNs.recordValue(Math.max(0, Math.min(latencyNs, LONGEST_NS)));
    }

    public List<String> toTexts() {
        List<String> texts = new ArrayList<>(counts.toTexts());
        texts.addAll(usage.toTexts());
        texts.add(Long.toString(elapsedNs));
        texts.add(Double.toString(achievedPerSecond));
        texts.add(failure.orElse(""));
        texts.add(HistogramText.encode(latenciesNs));
        return texts;
    }

    public static ClientResult ofTexts(List<String> texts) {
        return new ClientResult(
                HistogramText.decode(texts.get(13)),
                Counts.ofTexts(texts.subList(0, 8)),
                Long.parseLong(texts.get(10)),
                Double.parseDouble(texts.get(11)),
                Usage.ofTexts(texts.subList(8, 10)),
                Optional.of(texts.get(12)).filter(why -> !why.isEmpty()));
    }
}
