package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.Setup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    private static final Cell UDP = MadeUp.cell("udp");
    private static final Cell TCP = MadeUp.cell("tcp");

    /** A round of a tenth of a second in a closed loop: the longer a message takes, the fewer there are. */
    private static Sample round(Cell cell, int number, long latencyNs) {
        return round(cell, number, latencyNs, 0);
    }

    /** @param lost how many messages besides those that arrived */
    private static Sample round(Cell cell, int number, long latencyNs, long lost) {
        long messages = 100_000_000 / latencyNs;
        Histogram latenciesNs = ClientResult.histogram();
        latenciesNs.recordValueWithCount(latencyNs, messages);
        return new Sample(
                cell,
                number,
                Setup.of(Place.pinnedTo(1), Place.pinnedTo(1)),
                latenciesNs,
                new Counts(messages + lost, messages, lost, 0, 0, 0, 0, 0),
                Rates.of(1e9 / latencyNs, cell.messageBytes()),
                ResourceUse.UNKNOWN,
                Optional.empty());
    }

    private static Report report(List<Long> udpNs, List<Long> tcpNs) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < udpNs.size(); i++) {
            samples.add(round(UDP, i, udpNs.get(i)));
            samples.add(round(TCP, i, tcpNs.get(i)));
        }
        return analysed(List.of(UDP, TCP), samples);
    }

    private static Report analysed(List<Cell> cells, List<Sample> samples) {
        RowCatalog sockets = new RowCatalog() {
            @Override
            public String description(String row) {
                return row;
            }

            @Override
            public RowTraits traits(String row) {
                return row.startsWith("raw:") ? MadeUp.bareOf(row.substring(4)) : MadeUp.socket(row);
            }
        };
        return Analysis.analyse(
                new Schedule(cells, List.of(), Settings.DEFAULT, Budget.QUICK),
                samples,
                Map.of(),
                sockets,
                MadeUp.report(List.of()).environment(),
                List.of(),
                Instant.EPOCH,
                true);
    }

    /** Most of what the client uses up there it spends on waiting for the next moment to send. */
    @Test
    void whereARateIsOfferedCpuTimeIsNotTold() {
        Cell rate = TCP.with(Cell.PATTERN, Pattern.RATE).with(Cell.RATE_PER_SECOND, 10_000);
        ResourceUse use = ResourceUse.of(new Usage(900_000_000, 10_000), new Usage(30_000_000, 20_000));
        Report report = analysed(
                List.of(TCP, rate), List.of(using(use, round(TCP, 0, 10_000)), using(use, round(rate, 0, 10_000))));
        assertThat(report.rows())
                .extracting(row -> row.costs().cpuNsPerMessage().isPresent())
                .containsExactly(true, false);
        assertThat(report.rows())
                .allMatch(row -> row.costs().allocatedBytesPerMessage().isPresent());
    }

    private static Sample using(ResourceUse use, Sample sample) {
        return new Sample(
                sample.cell(),
                sample.round(),
                sample.setup(),
                sample.latenciesNs(),
                sample.counts(),
                sample.rates(),
                use,
                sample.failure());
    }

    /** Of all messages of udp, three quarters took 15 µs; of its rounds, two of five. */
    @Test
    void theMedianOfARowIsThatOfItsRoundsAsItsRatiosAre() {
        Report report = report(
                List.of(15_000L, 120_000L, 15_100L, 121_000L, 119_000L),
                List.of(15_400L, 15_400L, 15_500L, 15_500L, 15_400L));

        assertThat(report.rows())
                .extracting(row -> row.latency().percentilesNs().get("p50") / 1_000)
                .containsExactly(119L, 15L);
    }

    private static final Cell RAW_UDP = MadeUp.cell("raw:udp");

    /** Seven rounds of udp and its bare channel, and an eighth that failed. */
    private static Report lossy(long lost, long lostByTheFailure) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            samples.add(round(UDP, i, 20_000 + i % 3 * 100, lost));
            samples.add(round(RAW_UDP, i, 15_000 + i % 3 * 100));
        }
        samples.add(round(UDP, 7, 20_000, lostByTheFailure).withFailure("it broke"));
        samples.add(round(RAW_UDP, 7, 15_000));
        return analysed(List.of(UDP, RAW_UDP), samples);
    }

    @Test
    void aRowThatLostMostMessagesCarriesNoInterval() {
        Report report = lossy(5_000, 0);
        Intervals udp = report.rows().get(0).intervals();
        assertThat(udp.obstacle()).contains(Obstacle.LOST_MOST);
        assertThat(udp.medians()).isEmpty();
        assertThat(udp.overRaw()).isEmpty();
        assertThat(report.rows().get(1).intervals().obstacle()).isEmpty();
        assertThat(report.warnings()).contains("No confidence interval, because most messages were lost: udp.");
        assertThat(new Baseline(lossy(0, 0), 0.05).compare(report).rows())
                .extracting(Change::obstacle)
                .containsExactly(Optional.of(Obstacle.LOST_MOST), Optional.empty());
        assertThat(new Baseline(report, 0.05).compare(lossy(0, 0)).rows().get(0).decision())
                .isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void whatAFailedRoundLostDoesNotCount() {
        Intervals udp = lossy(0, 1_000_000).rows().get(0).intervals();
        assertThat(udp.obstacle()).isEmpty();
        assertThat(udp.medians()).containsKeys("p50", "perSecond");
        assertThat(udp.overRaw()).isPresent();
    }

    @Test
    void roundsOfTwoKindsCarryNoRatio() {
        Report report = report(
                List.of(15_000L, 27_000L, 15_000L, 27_000L, 15_000L, 27_000L, 15_000L),
                List.of(15_400L, 15_400L, 26_500L, 15_400L, 26_500L, 15_400L, 26_500L));

        assertThat(report.rows())
                .extracting(row -> row.intervals().obstacle())
                .containsOnly(Optional.of(Obstacle.TWO_GROUPS));
        assertThat(report.verdict()).noneMatch(sentence -> sentence.contains("times as long"));
    }
}
