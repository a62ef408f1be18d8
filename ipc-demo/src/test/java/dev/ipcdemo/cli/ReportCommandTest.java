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

class ReportCommandTest {

    @TempDir
    private Path directory;

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
