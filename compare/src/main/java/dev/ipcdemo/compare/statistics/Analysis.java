package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.HistogramText;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Refused;
import dev.ipcdemo.compare.result.Report.Shared;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.result.row.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Makes a report of samples. Samples that failed are listed and counted, and enter no figure. */
public final class Analysis {

    private Analysis() {}

    /**
     * Analyses what was measured in one way.
     *
     * @param plan what was to be measured
     * @param samples what was, in any order
     * @param catalog what the rows are
     * @param environment what it was measured on
     * @param elsewhere what else it was measured on
     * @param started when the run began
     * @param complete whether the run came to its end
     * @return the report, with its verdict and warnings
     */
    public static Report analyse(
            Schedule plan,
            List<Sample> samples,
            RowCatalog catalog,
            Environment environment,
            List<Elsewhere> elsewhere,
            Instant started,
            boolean complete) {
        return analyse(plan, samples, Map.of(), catalog, environment, elsewhere, started, complete);
    }

    /**
     * Analyses what was measured.
     *
     * @param plan what was to be measured
     * @param samples what was, in any order
     * @param ways the ways of the variants A and B, if the samples are of these
     * @param catalog what the rows are
     * @param environment what it was measured on
     * @param elsewhere what else it was measured on
     * @param started when the run began
     * @param complete whether the run came to its end
     * @return the report, with its verdict and warnings
     */
    public static Report analyse(
            Schedule plan,
            List<Sample> samples,
            Map<Variant, TwoWays.Way> ways,
            RowCatalog catalog,
            Environment environment,
            List<Elsewhere> elsewhere,
            Instant started,
            boolean complete) {
        Map<Cell, List<Sample>> byCell = new HashMap<>();
        samples.forEach(sample ->
                byCell.computeIfAbsent(sample.cell(), cell -> new ArrayList<>()).add(sample));
        List<Row> rows = plan.cells().stream()
                .filter(byCell::containsKey)
                .map(cell -> row(cell, catalog, byCell))
                .toList();
        Report one = Report.ofFigures(
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                complete,
                environment,
                elsewhere,
                shared(plan.settings(), plan),
                rows,
                plan.refusals().stream()
                        .map(refusal -> new Refused(refusal.cell().toString(), refusal.reason()))
                        .toList());
        Report figures =
                ways.isEmpty() ? one : one.with(rows, Contrast.count(rows, ways.get(Variant.A), ways.get(Variant.B)));
        List<TestedRatio> tested = new RatioTests(figures).test();
        return ways.isEmpty()
                ? figures.saying(Warnings.on(figures), Verdict.on(figures, tested), tested)
                : Contrast.judged(figures, tested);
    }

    /**
     * What rows share, for a report.
     *
     * @param settings what they share
     * @param schedule how often each is measured
     * @return the same as a report has it
     */
    public static Shared shared(Settings settings, Schedule schedule) {
        return new Shared(
                settings.eventLoop() ? "event-loop" : settings.virtualThreads() ? "virtual" : "platform",
                settings.noDelay(),
                settings.sendBufferBytes(),
                settings.recvBufferBytes(),
                settings.stall().toMillis(),
                schedule.rounds(),
                schedule.mostRounds(),
                SocketSetting.changed(settings.socketOptions()));
    }

    private static Row row(Cell cell, RowCatalog catalog, Map<Cell, List<Sample>> byCell) {
        List<Sample> samples = inOrder(byCell.get(cell));
        List<Sample> good =
                samples.stream().filter(sample -> sample.failure().isEmpty()).toList();
        Histogram latenciesNs = new Histogram(samples.get(0).latenciesNs());
        latenciesNs.reset();
        good.forEach(sample -> latenciesNs.add(sample.latenciesNs()));
        Sample shown = good.isEmpty() ? samples.get(0) : good.get(0);
        List<Round> rounds = rounds(samples);
        boolean moved = shown.setup().isMoved();
        return new Row(
                new Subject(cell, catalog.description(cell.row()), catalog.traits(cell.row())),
                shown.setup(),
                rounds,
                messages(samples),
                new Latency(percentiles(latenciesNs, good), HistogramText.encode(latenciesNs)),
                rates(cell, samples, good),
                new Costs(
                        cell.pattern().offersRate()
                                ? Optional.empty()
                                : perMessage(good, usage -> (double) usage.cpuNs()),
                        perMessage(good, usage -> (double) usage.allocatedBytes()),
                        memoryPerConnection(good)),
                new Intervals(
                        RoundMedians.of(rounds, moved),
                        good.isEmpty() ? Optional.empty() : RoundMedians.obstacle(rounds, moved),
                        bareOf(cell, catalog, byCell.keySet())
                                .flatMap(bare -> overRaw(rounds, moved, inOrder(byCell.get(bare)))),
                        Optional.empty()));
    }

    /** Of a row without a good round, the rate that was achieved is that of the bad ones. */
    private static Rates rates(Cell cell, List<Sample> samples, List<Sample> good) {
        double perSecond = median(
                good.stream().mapToDouble(each -> each.rates().perSecond()).toArray());
        return new Rates(
                perSecond,
                perSecond * cell.messageBytes(),
                cell.ratePerSecond() == 0
                        ? Optional.empty()
                        : (good.isEmpty() ? samples : good)
                                .stream()
                                        .map(each ->
                                                each.rates().achievedPerSecond().orElse(0.0))
                                        .min(Comparator.naturalOrder()),
                receivedPerSecond(good));
    }

    private static Optional<Sides> receivedPerSecond(List<Sample> good) {
        List<Sides> rounds = good.stream()
                .flatMap(sample -> sample.rates().receivedPerSecond().stream())
                .toList();
        return rounds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sides(
                        median(rounds.stream().mapToDouble(Sides::client).toArray()),
                        median(rounds.stream().mapToDouble(Sides::server).toArray())));
    }

    private static Optional<MemoryPerConnection> memoryPerConnection(List<Sample> good) {
        return medianMemory(good, memory -> Optional.of(memory.heapBytes()))
                .map(heapBytes -> new MemoryPerConnection(
                        heapBytes,
                        medianMemory(good, MemoryPerConnection::residentBytes),
                        medianMemory(good, MemoryPerConnection::kernelBytes)));
    }

    private static Optional<Double> medianMemory(
            List<Sample> good, Function<MemoryPerConnection, Optional<Double>> figure) {
        double[] figures = good.stream()
                .flatMap(sample -> sample.use().memory().flatMap(figure).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return figures.length == 0 ? Optional.empty() : Optional.of(median(figures));
    }

    private static Optional<Interval> overRaw(List<Round> rounds, boolean moved, List<Sample> bare) {
        boolean isBareMoved = bare.stream()
                .filter(sample -> sample.failure().isEmpty())
                .anyMatch(sample -> sample.setup().isMoved());
        return Ratios.of(rounds, rounds(bare), moved || isBareMoved).interval();
    }

    private static List<Sample> inOrder(List<Sample> samples) {
        return samples.stream().sorted(Comparator.comparingInt(Sample::round)).toList();
    }

    private static List<Round> rounds(List<Sample> samples) {
        return samples.stream().map(Analysis::round).toList();
    }

    /** The same measured over the bare channel, or over the socket beneath a framework. */
    private static Optional<Cell> bareOf(Cell cell, RowCatalog catalog, Set<Cell> measured) {
        return measured.stream()
                .filter(other -> other.group().equals(cell.group()))
                .filter(other ->
                        catalog.traits(cell.row()).isOver(cell.row(), other.row(), catalog.traits(other.row())))
                .findFirst();
    }

    private static Round round(Sample sample) {
        return new Round(
                sample.round(),
                sample.counts().received(),
                sample.counts().lost(),
                percentileNs(sample, 50, 1),
                percentileNs(sample, 90, 100),
                percentileNs(sample, 99, 1_000),
                sample.rates().perSecond(),
                sample.failure().isEmpty()
                        ? perMessage(List.of(sample), usage -> (double) usage.allocatedBytes())
                        : Optional.empty(),
                sample.failure());
    }

    private static Optional<Long> percentileNs(Sample sample, double percentile, long fewest) {
        Histogram latenciesNs = sample.latenciesNs();
        return latenciesNs.getTotalCount() < fewest
                ? Optional.empty()
                : Optional.of(latenciesNs.getValueAtPercentile(percentile));
    }

    private static Messages messages(List<Sample> samples) {
        long[] sums = new long[6];
        for (Sample sample : samples) {
            Counts counts = sample.counts();
            sums[0] += counts.sent();
            sums[1] += counts.received();
            sums[2] += counts.lost();
            sums[3] += counts.duplicated();
            sums[4] += counts.reordered();
            sums[5] += counts.corrupted() + counts.wrongSize() + counts.own();
        }
        return new Messages(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }

    /**
     * Those that at least ten samples lie beyond; so a p99.9 stands on ten thousand. The median is that of the rounds' medians, as
     * for the ratios that rows are judged by: of all messages, those of the fast rounds would be the most.
     */
    private static Map<String, Long> percentiles(Histogram latenciesNs, List<Sample> good) {
        Map<String, Long> percentiles = new LinkedHashMap<>();
        long count = latenciesNs.getTotalCount();
        if (count == 0) {
            return percentiles;
        }
        double[] medians = good.stream()
                .filter(sample -> sample.latenciesNs().getTotalCount() > 0)
                .mapToDouble(sample -> sample.latenciesNs().getValueAtPercentile(50))
                .toArray();
        percentiles.put("p50", Math.round(median(medians)));
        putIfCarried(percentiles, "p90", latenciesNs, 90, count >= 100);
        putIfCarried(percentiles, "p99", latenciesNs, 99, count >= 1_000);
        putIfCarried(percentiles, "p99.9", latenciesNs, 99.9, count >= 10_000);
        percentiles.put("max", latenciesNs.getMaxValue());
        return percentiles;
    }

    private static void putIfCarried(
            Map<String, Long> percentiles, String name, Histogram latenciesNs, double percentile, boolean carried) {
        if (carried) {
            percentiles.put(name, latenciesNs.getValueAtPercentile(percentile));
        }
    }

    private static Optional<Sides> perMessage(List<Sample> samples, Function<Usage, Double> figure) {
        double client = 0;
        double server = 0;
        long messages = 0;
        for (Sample sample : samples) {
            ResourceUse use = sample.use();
            if (!use.client().isKnown() || !use.server().isKnown()) {
                return Optional.empty();
            }
            client += figure.apply(use.client());
            server += figure.apply(use.server());
            messages += sample.counts().received();
        }
        return messages == 0 ? Optional.empty() : Optional.of(new Sides(client / messages, server / messages));
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
