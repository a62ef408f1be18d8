package dev.ipcdemo.compare.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** How the ratio of two rows that do not differ comes out in a round: a logarithm, of which half of all lie below 0. */
enum Noise {
    NORMAL("normal") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            return NormalDistribution.of(0, 0.03).createSampler(random)::sample;
        }
    },
    /** Student's t with two degrees of freedom, whose variance is infinite. */
    HEAVY_TAILS("heavy tails") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            DoubleSupplier t = TDistribution.of(2).createSampler(random)::sample;
            return () -> 0.03 * t.getAsDouble();
        }
    },
    SKEWED("skewed") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            DoubleSupplier skewed = LogNormalDistribution.of(0, 1).createSampler(random)::sample;
            return () -> 0.03 * (skewed.getAsDouble() - 1);
        }
    },
    /** A tenth of all rounds is disturbed, always to the same side. */
    DISTURBED("a tenth disturbed") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            DoubleSupplier normal = NormalDistribution.of(0, 1).createSampler(random)::sample;
            double median = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 / 0.9);
            return () -> 0.03 * (normal.getAsDouble() - median + (random.nextDouble() < 0.1 ? 10 : 0));
        }
    },
    /** So near to each other that they are not told apart. */
    TWO_MODES("two modes, 6 % apart") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            DoubleSupplier narrow = NormalDistribution.of(0, 0.01).createSampler(random)::sample;
            return () -> narrow.getAsDouble() + (random.nextBoolean() ? 0.03 : -0.03);
        }
    },
    TWO_FAR_MODES("two modes, 60 % apart") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            DoubleSupplier narrow = NormalDistribution.of(0, 0.01).createSampler(random)::sample;
            return () -> narrow.getAsDouble() + (random.nextBoolean() ? 0.3 : -0.3);
        }
    },
    /** Rows to their bare channels, on a machine with much other work. */
    RECORDED("recorded, `--cpus same`") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            return recorded("same", random);
        }
    },
    RECORDED_FREE("recorded, `--cpus free`") {
        @Override
        DoubleSupplier logs(UniformRandomProvider random) {
            return recorded("free", random);
        }
    };

    private static final String BARE = "raw:";

    private final String words;

    Noise(String words) {
        this.words = words;
    }

    /** Draws one round after the other. */
    abstract DoubleSupplier logs(UniformRandomProvider random);

    double[] ratios(int count, DoubleSupplier logs) {
        double[] ratios = new double[count];
        Arrays.setAll(ratios, i -> Math.exp(logs.getAsDouble()));
        return ratios;
    }

    /** Whether the scheduler chose the CPUs. */
    boolean isMoved() {
        return this == RECORDED_FREE;
    }

    @Override
    public String toString() {
        return words;
    }

    /** Draws rounds of what was recorded, with replacement; of each row by itself, and as if its median were 1. */
    private static DoubleSupplier recorded(String cpus, UniformRandomProvider random) {
        Map<String, Map<String, Double>> costsNs = new LinkedHashMap<>();
        lines().map(line -> line.split(","))
                .filter(fields -> fields[3].equals(cpus))
                .forEach(fields -> costsNs.computeIfAbsent(fields[1] + " " + fields[2], row -> new LinkedHashMap<>())
                        .put(fields[4], Double.valueOf(fields[5])));
        double[] logs = costsNs.keySet().stream()
                .filter(row -> costsNs.containsKey(BARE + row))
                .map(row -> centred(costsNs.get(row), costsNs.get(BARE + row)))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return () -> logs[random.nextInt(logs.length)];
    }

    private static double[] centred(Map<String, Double> row, Map<String, Double> bare) {
        double[] sorted = row.keySet().stream()
                .filter(bare::containsKey)
                .mapToDouble(round -> Math.log(row.get(round) / bare.get(round)))
                .sorted()
                .toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return Arrays.stream(sorted).map(log -> log - median).toArray();
    }

    private static Stream<String> lines() {
        try (InputStream in = Noise.class.getResourceAsStream("recorded-rounds.csv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
