package dev.ipcdemo.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayImageTest {

    @Test
    void hasTheCommandLineAndEveryFamily() throws IOException {
        assertThat(RelayImage.libraries())
                .contains("ipc-demo", "relay", "inet-tcp", "inet-udp", "unix-domain", "picocli", "junixsocket-common");
    }

    @Test
    void hasNothingOfTheTestsAndNoCluster() throws IOException {
        assertThat(RelayImage.libraries())
                .doesNotContain("ipc-demo-testcontainers", "junit-jupiter-api", "assertj-core", "slf4j-simple")
                .noneMatch(name -> name.startsWith("kubernetes"));
    }

    @ParameterizedTest
    @CsvSource({
        "lib/relay-0.1.0.jar, relay",
        "relay/target/relay-0.1.0-SNAPSHOT.jar, relay",
        "commons-lang3-3.20.0.jar, commons-lang3",
        "junixsocket-native-common-2.11.1.jar, junixsocket-native-common",
        "relay.jar, relay"
    })
    void knowsAJarWhateverItsVersion(Path jar, String artifact) {
        assertThat(RelayImage.artifact(jar)).isEqualTo(artifact);
    }
}
