package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.matrix.MatrixBuilder;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.report.matrix.MatrixJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {

    /** In a JSON text, the title of a terminal is set, its screen is cleared, and what follows reads from right to left. */
    private static final String EVIL = "\\u001b]0;x\\u0007\\u001b[2J\\u202e";

    private static final String SHOWN = "?]0;x??[2J?";

    private static final String COMPARISON = """
            {"schema": "ipc-demo.compare/1", "started": "2026-01-01T00:00:00Z", "complete": true,
             "environment": {"kernel": "kernel EVIL", "cpu": "cpu EVIL", "cpus": 1, "jdk": "jdk EVIL",
                             "libraries": ["library EVIL"], "jvmOptions": ["option EVIL"], "loadBefore": 0},
             "settings": {"threads": "platform", "noDelay": true, "sendBufferBytes": 0, "recvBufferBytes": 0,
                          "stallMillis": 0, "rounds": 1},
             "rows": [
               {"key": {"pattern": "round-trip", "row": "row EVIL", "scope": "in-process", "messageBytes": 64,
                        "wait": "block", "cpus": "same", "ratePerSecond": 0, "clients": 1},
                "description": "EVIL", "clientPlace": "free", "serverPlace": "free", "buffers": "EVIL",
                "rounds": [{"round": 0, "messages": 10, "p50Ns": 1000, "perSecond": 1}],
                "messages": {"sent": 10, "received": 10, "lost": 0, "duplicated": 0, "reordered": 0, "corrupted": 0},
                "latencyNs": {"p50": 1000}, "perSecond": 1, "bytesPerSecond": 64, "histogram": ""}],
             "refused": [{"what": "what EVIL", "reason": "reason EVIL"}], "warnings": ["warning EVIL"],
             "verdict": ["verdict EVIL"], "findings": []}
            """;

    private static final String MATRIX = """
            {"schema": "ipc-demo.matrix/1", "started": "2026-01-01T00:00:00Z", "complete": true,
             "findings": ["finding EVIL"],
             "nodes": [{"name": "a EVIL", "environment": "environment EVIL"}, {"name": "b", "environment": ""}],
             "expected": 3,
             "matrices": [
               {"path": "path EVIL",
                "key": {"pattern": "round-trip", "row": "row EVIL", "scope": "cross-host", "messageBytes": 64,
                        "wait": "block", "cpus": "same"},
                "costNs": 1000,
                "pairs": [{"from": "a EVIL", "to": "b", "p50Ns": 1000, "perSecond": 1, "sent": 10, "lost": 0,
                           "moved": false, "roundsNs": [1000], "failedRounds": 0}],
                "asymmetries": [], "directionsCompared": 0, "nodes": []}],
             "failures": [{"from": "b", "to": "a EVIL", "path": "path EVIL", "reason": "reason EVIL"}],
             "missing": [{"from": "b", "to": "b", "path": "missing EVIL"}], "missingCount": 1,
             "warnings": {"warning EVIL": 1}}
            """;

    @TempDir
    private Path directory;

    private String file(String name, String json) throws IOException {
        return Files.writeString(directory.resolve(name), json.replace("EVIL", EVIL))
                .toString();
    }

    private static void assertPrintable(String output) {
        assertThat(output).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --details"})
    void noTextOfAComparisonSteersTheTerminal(String details) throws IOException {
        CommandLineUse use = CommandLineUse.of(("report " + file("run.json", COMPARISON) + details).split(" "));
        assertThat(use.status()).as(use.errors()).isZero();
        assertThat(use.output()).contains("row " + SHOWN);
        assertPrintable(use.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --details"})
    void noTextOfAMatrixSteersTheTerminal(String details) throws IOException {
        CommandLineUse use = CommandLineUse.of(("report " + file("matrix.json", MATRIX) + details).split(" "));
        assertThat(use.status()).as(use.errors()).isZero();
        assertThat(use.output())
                .contains("finding " + SHOWN, "warning " + SHOWN, "reason " + SHOWN, "missing " + SHOWN);
        assertPrintable(use.output());
    }

    @Test
    void noNameOfAFileSteersTheTerminal() throws IOException {
        String name = "then\u001b[2J.json";
        CommandLineUse compared = CommandLineUse.of("report", file("now.json", COMPARISON), file(name, COMPARISON));
        assertThat(compared.status()).as(compared.errors()).isZero();
        assertThat(compared.output()).contains("then?[2J.json");
        assertPrintable(compared.output());
        CommandLineUse refused = CommandLineUse.of("report", file(name, "{}"));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("then?[2J.json is not a report");
        assertPrintable(refused.errors());
    }

    private Path matrix() throws IOException {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b"), Instant.EPOCH);
        builder.fail(new NodePair("a", "b"), "pod network", "refused");
        return Files.writeString(directory.resolve("cluster.json"), MatrixJson.write(builder.build(true)));
    }

    @Test
    void printsTheMatrixOfACluster() throws IOException {
        CommandLineUse use = CommandLineUse.of("report", matrix().toString());
        assertThat(use.errors()).isEmpty();
        assertThat(use.status()).isZero();
        assertThat(use.output())
                .startsWith("2 nodes, 0 of 1 results, 1970-01-01")
                .contains("a → b, pod network: refused");
    }

    @Test
    void makesAPageOfTheMatrixOfACluster() throws IOException {
        Path html = directory.resolve("cluster.html");
        CommandLineUse use = CommandLineUse.of("report", matrix().toString(), "--html", html.toString());
        assertThat(use.status()).isZero();
        assertThat(use.output()).isEmpty();
        assertThat(html).content().startsWith("<!doctype html>").contains("<title>ipc-demo cluster compare</title>");
    }

    @Test
    void comparesNoMatrixWithAnotherFile() throws IOException {
        String file = matrix().toString();
        CommandLineUse use = CommandLineUse.of("report", file, file);
        assertThat(use.status()).isEqualTo(2);
        assertThat(use.errors()).contains(file + " is the matrix of a cluster, which is not compared with other files");
    }
}
