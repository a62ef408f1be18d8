package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.plan.Pattern;
import java.util.List;

/** All patterns. */
public final class Exchanges {

    private static final List<Exchange> ALL =
            List.of(new RoundTrip(), new FixedRate(), new Throughput(), new Connect(), new FanIn());

    private Exchanges() {}

    public static List<Exchange> all() {
        return ALL;
    }

    /** The exchange of a pattern. */
    public static Exchange of(Pattern pattern) {
        return ALL.stream()
                .filter(exchange -> exchange.pattern() == pattern)
                .findFirst()
                .orElseThrow();
    }
}
