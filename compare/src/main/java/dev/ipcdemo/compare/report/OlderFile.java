package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Shared;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.statistics.Warnings;
import java.util.List;
import java.util.Optional;

/**
 * Gives a report of an earlier version of this program the fields that did not exist then. What these say stood in texts,
 * whose wording is known because it cannot change any more; nothing else reads it.
 */
final class OlderFile {

    private static final String BARE = "raw:";
    private static final String SECOND_FAMILY = "6";
    private static final List<String> FLOORS = List.of("pipe", "shm");
    private static final String POLLED = "shm";
    private static final String PEER = "peer ";

    private OlderFile() {}

    /** The report with all fields; one that has them all already is left as it is. */
    static Report completed(Report read) {
        Report report = new Report(
                read.schema(),
                read.started(),
                read.complete(),
                read.environment(),
                read.elsewhere().stream().map(OlderFile::completed).toList(),
                completed(read.settings()),
                read.rows().stream().map(OlderFile::completed).toList(),
                read.refused(),
                read.warnings(),
                read.verdict(),
                read.findings(),
                read.conditions(),
                read.twoWays(),
                read.tested(),
                read.gates(),
                read.highestRates(),
                read.changes());
        return report.warnings() == null ? withWarningsApart(report) : report;
    }

    /** They stood in the verdict. Of those of the same wording as today, none stays there. */
    private static Report withWarningsApart(Report report) {
        List<String> found = Warnings.on(report);
        List<String> said = report.verdict().stream()
                .filter(sentence -> !found.contains(sentence))
                .toList();
        return new Report(
                report.schema(),
                report.started(),
                report.complete(),
                report.environment(),
                report.elsewhere(),
                report.settings(),
                report.rows(),
                report.refused(),
                found,
                said,
                report.findings(),
                report.conditions(),
                report.twoWays(),
                report.tested(),
                report.gates(),
                report.highestRates(),
                report.changes());
    }

    /** There was no second look. */
    private static Shared completed(Shared read) {
        return new Shared(
                read.threads(),
                read.noDelay(),
                read.sendBufferBytes(),
                read.recvBufferBytes(),
                read.stallMillis(),
                read.rounds(),
                Math.max(read.rounds(), read.mostRounds()),
                read.socketOptions());
    }

    private static Elsewhere completed(Elsewhere read) {
        if (read.kernel().isPresent()) {
            return read;
        }
        return read.where().startsWith(PEER)
                ? Elsewhere.peer(read.where().substring(PEER.length()), read.environment(), read.lost(), List.of(), 0)
                : Elsewhere.containers(read.where(), read.environment());
    }

    private static Row completed(Row read) {
        return read.traits() == null ? read.withTraits(traits(read.key().row())) : read;
    }

    private static RowTraits traits(String row) {
        if (FLOORS.contains(row)) {
            return new RowTraits(Optional.empty(), Optional.empty(), List.of(), row.equals(POLLED));
        }
        boolean isBare = row.startsWith(BARE);
        String above = isBare ? row.substring(BARE.length()) : row;
        String transport = above.endsWith(SECOND_FAMILY) ? above.substring(0, above.length() - 1) : above;
        return new RowTraits(Optional.of(transport), isBare ? Optional.of(above) : Optional.empty(), List.of(), false);
    }
}
