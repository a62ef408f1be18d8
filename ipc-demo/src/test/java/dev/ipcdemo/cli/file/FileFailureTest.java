package dev.ipcdemo.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFailureTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"link", "link/site"})
    void aLinkThatLeadsNowhereIsInTheWayOfADirectory(String site) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertThat(FileFailure.whyNoDirectory(directory.resolve(site))).hasValue(link + ": not a directory");
    }

    @Test
    void aDirectoryIsMadeInOneToWhichALinkLeads() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(FileFailure.whyNoDirectory(link.resolve("new/site"))).isEmpty();
    }
}
