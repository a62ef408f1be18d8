package dev.ipcdemo.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.sockets.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.utility.DockerImageName;

/** What needs no engine; dev.ipcdemo.containers in integration-tests has the rest. */
class RelayContainerTest {

    private static final Endpoint TARGET = Endpoint.parse("tcp://db:5432");

    private static RelayContainer relay(String listen) {
        return new RelayContainer(Endpoint.parse(listen), TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:", "tcp://:0", "tcp://:echo", "udp://:0"})
    void listensOnAPortThatOthersKnow(String listen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> relay(listen))
                .withMessageContaining("names no port by its number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:", "junix:@relay", "unixgram:@"})
    void listensOnAPathThatOthersCanReach(String listen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> relay(listen))
                .withMessageContaining("name a path in a directory that both share");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://:7000, tcp://relay:7000",
        "udp://0.0.0.0:7000, udp://relay:7000",
        "unix:/shared/relay.sock, unix:/shared/relay.sock"
    })
    void isReachedByItsAliasOrItsPath(String listen, String reached) {
        try (RelayContainer relay = relay(listen).withNetworkAliases("relay")) {
            assertThat(relay.endpointForContainers()).isEqualTo(Endpoint.parse(reached));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://:7000", "unix:/shared/relay.sock"})
    void isReachedFromOutsideOverTcpOnly(String listen) {
        try (RelayContainer relay = relay(listen)) {
            assertThatIllegalStateException()
                    .isThrownBy(relay::endpoint)
                    .withMessage("only containers reach a relay that listens on " + listen);
        }
    }

    @Test
    void cannotBeToldAnythingBeforeItRuns() {
        try (RelayContainer relay = relay("tcp://:7000")) {
            assertThatIllegalStateException().isThrownBy(() -> relay.setFaults(Faults.NONE));
            assertThatIllegalStateException().isThrownBy(relay::statistics);
        }
    }

    @Test
    void doesNotMakeAnImageThatIsGiven() {
        DockerImageName image = DockerImageName.parse("registry.example/ipc-demo:1");
        try (RelayContainer relay = new RelayContainer(image, Endpoint.parse("tcp://:7000"), TARGET)) {
            assertThatIllegalStateException().isThrownBy(() -> relay.withImageBase("some-jre"));
        }
    }
}
