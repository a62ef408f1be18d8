package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.plan.Pattern;
import java.util.List;

/** Finds the exchange of each pattern. */
public final class Exchanges {

    private static final List<Exchange> ALL =
            List.of(new RoundTrip(), new FixedRate(), new Throughput(), new Connect(), new FanIn());

    private Exchanges() {}

    /**
     * Returns the exchanges of all patterns.
     *
     * @return one for each
     */
    public static List<Exchange> all() {
        return ALL;
    }

    /**
     * Finds the exchange of a pattern.
     *
     * @param pattern what is exchanged
     * @return how
     */
    public static Exchange of(Pattern pattern) {
        return ALL.stream()
                .filter(exchange -> exchange.pattern() == pattern)
                .findFirst()
                .orElseThrow();
    }
}
