package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void isThatOfTheBuild() throws Exception {
        assertThat(new Version().getVersion()).singleElement().asString().matches("ipc-demo \\d+\\.\\d+.*");
    }
}
