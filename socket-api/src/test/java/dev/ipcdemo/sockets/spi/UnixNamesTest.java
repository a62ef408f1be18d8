package dev.ipcdemo.sockets.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnixNamesTest {

    /** Nor is one with an umlaut where the system's character set is ASCII. */
    private static final String NO_PATH = "no\0path";

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void explainWhatAPeerHasChosenThatIsNoPath(FailureKind kind) {
        Endpoint peer = new Endpoint("unixgram", new PathName(NO_PATH));
        assertThat(UnixNames.explain("sendto", peer, kind)).doesNotContain(NO_PATH);
    }

    @Test
    void areNotAllPaths() {
        assertThat(UnixNames.pathOf(NO_PATH)).isEmpty();
        assertThat(UnixNames.pathOf("/tmp/s")).contains(Path.of("/tmp/s"));
    }
}
