package dev.ipcdemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.CsvFile;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.demo.spi.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The comparison as a library, used as somebody else's code would: nothing here but what is public. */
@Timeout(600)
class ComparisonTest {

    private static final Plan PLAN =
            Plan.of("tcp", "unix").with(Cell.SCOPE, Scope.IN_PROCESS).within(Budget.of(2, Duration.ofMillis(60)));

    @TempDir
    private Path directory;

    @Test
    void aPlanGoesInAndAReportComesOut() throws Exception {
        List<Cell> measured = new ArrayList<>();
        try (Comparison comparison = Comparison.open(PLAN)) {
            assertThat(comparison.estimate()).isPositive();
            Report report = comparison.run((cell, round, failure) -> measured.add(cell));

            List<Cell> planned = comparison.schedule().cells();
            assertThat(planned).extracting(Cell::row).contains("tcp", "raw:tcp", "unix", "raw:unix");
            assertThat(report.complete()).isTrue();
            assertThat(report.rows()).extracting(Row::key).containsExactlyElementsOf(planned);
            assertThat(measured).hasSize(2 * planned.size()).hasSameElementsAs(planned);
            Path json = Files.writeString(directory.resolve("r.json"), JsonFile.write(report));
            assertThat(JsonFile.read(json)).isEqualTo(report);
            assertThat(CsvFile.write(report)).contains("round-trip,raw:unix,in-process,64,block,same,0,1,");
            assertThat(Comparison.changes(report, report, 0).isWorse()).isFalse();
        }
    }

    @Test
    void whatIsStoppedReportsWhatItHasMeasured() throws Exception {
        try (Comparison comparison = Comparison.open(PLAN)) {
            Thread other = new Thread(comparison::stop, "another thread");
            Report report = comparison.run((cell, round, failure) -> startOnce(other));
            assertThat(report.complete()).isFalse();
            assertThat(report.rows().size())
                    .isLessThanOrEqualTo(comparison.schedule().cells().size());
            assertThat(report.warnings()).anyMatch(sentence -> sentence.startsWith("The run was stopped"));
        }
    }

    private static void startOnce(Thread thread) {
        try {
            thread.start();
            thread.join();
        } catch (InterruptedException | IllegalThreadStateException e) {
            throw new AssertionError("it was stopped, and went on", e);
        }
    }

    @Test
    void whatCannotBeMeasuredIsRefusedWithAReason() throws Exception {
        Plan impossible = Plan.of("udp").with(Cell.PATTERN, Pattern.CONNECT).with(Cell.SCOPE, Scope.IN_PROCESS);
        try (Comparison comparison = Comparison.open(impossible)) {
            assertThat(comparison.schedule().cells()).isEmpty();
            assertThat(comparison.schedule().refusals())
                    .anySatisfy(refusal -> assertThat(refusal.reason()).isEqualTo("datagrams have no connections"));
        }
    }
}
