package dev.ipcdemo.bench;

import java.util.List;
import java.util.stream.Collectors;

/** All patterns. */
final class Exchanges {

    private static final List<Exchange> ALL =
            List.of(new RoundTrip(), new Rate(), new Throughput(), new Connect(), new FanIn());

    private Exchanges() {}

    static List<Exchange> all() {
        return ALL;
    }

    static Exchange byName(String name) {
        return ALL.stream()
                .filter(exchange -> exchange.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pattern '" + name + "'; choose from "
                        + ALL.stream().map(Exchange::name).collect(Collectors.joining(", "))));
    }
}
