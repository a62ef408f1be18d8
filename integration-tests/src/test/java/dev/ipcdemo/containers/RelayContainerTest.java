package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.launch.container.Container;
import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Ending;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.RelayStatistics;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.testcontainers.RelayContainer;
import dev.ipcdemo.testcontainers.SharedVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** The relay between containers, as a user of Testcontainers has it. */
@Tag("containers")
final class RelayContainerTest {

    @RegisterExtension
    static final Lab LAB = new Lab();

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    private static Network network;
    private static SharedVolume volume;

    @BeforeAll
    static void makeWhatContainersShare() {
        network = Network.newNetwork();
        volume = SharedVolume.create();
    }

    @AfterAll
    static void removeIt() {
        volume.close();
        network.close();
    }

    /** A container of the user's. */
    private static Host host(String name) throws IOException {
        return host(name, Container.USER + ":" + Container.USER);
    }

    private static Host host(String name, String user) throws IOException {
        return LAB.host(name, create -> {
            create.withUser(user);
            create.getHostConfig().withNetworkMode(network.getId()).withBinds(List.of());
            create.withAliases(name);
            volume.at("/shared").accept(create);
        });
    }

    private static RelayContainer relay(String listen, String target) {
        return new RelayContainer(Endpoint.parse(listen), Endpoint.parse(target))
                .withNetwork(network)
                .withNetworkAliases("relay")
                .withCreateContainerCmdModifier(volume.at("/shared"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            tcp://:7000, tcp://:7000, tcp://server:7000
            udp://:7000, udp://:7000, udp://server:7000
            unix:/shared/relay-unix, unix:/shared/unix, unix:/shared/unix
            unixgram:/shared/relay-unixgram, unixgram:/shared/unixgram, unixgram:/shared/unixgram
            unixpacket:/shared/relay-unixpacket, unixpacket:/shared/unixpacket, unixpacket:/shared/unixpacket
            tcp://:7000, junix:/shared/junix, junix:/shared/junix
            """)
    void passesOnWhatContainersSay(String listen, String at, String target) throws IOException {
        host("server").does("serve " + at);
        Host client = host("client");
        try (RelayContainer relay = relay(listen, target)) {
            relay.start();
            client.does("connect " + relay.endpointForContainers());
            assertThat(client.does("ask hello")).isEqualTo("hello");
            assertThat(client.does("ask again")).isEqualTo("again");
            assertThat(relay.statistics().toTarget().bytes()).isEqualTo("helloagain".length());
            assertThat(relay.statistics().openClients()).isEqualTo(1);
        }
    }

    @Test
    void changesItsFaultsWhileItRuns() throws IOException {
        Host server = host("server");
        Host client = host("client");
        server.does("serve tcp://:7000");
        try (RelayContainer relay = new RelayContainer(
                        Endpoint.parse("tcp://:7000"), Endpoint.parse("tcp://server:7000"))
                .withNetwork(network)
                .withNetworkAliases("relay")
                .withFaults(Faults.parse("delay=50ms"))) {
            relay.start();
            client.does("connect tcp://relay:7000");
            assertThat(client.does("ask hello")).isEqualTo("hello");

            relay.setFaults(Direction.TO_CLIENT, Faults.NONE.with(Faults.ENDING, Ending.RESET));
            assertThat(client.tries("ask hello").isOk()).isFalse();
            assertThat(relay.statistics().toClient().count(Fault.RESET)).isEqualTo(1);

            assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.parse("delay=50ms"));
            assertThat(relay.faults(Direction.TO_CLIENT)).isEqualTo(Faults.parse("ending=reset"));
            relay.setFaults(Faults.NONE);
            client.does("connect tcp://relay:7000");
            assertThat(client.does("ask again")).isEqualTo("again");
        }
    }

    @Test
    void losesDatagramsFromTheStartOn() throws IOException {
        host("server").does("serve udp://:7000");
        Host client = host("client");
        try (RelayContainer relay = relay("udp://:7000", "udp://server:7000")
                .withFaults(Direction.TO_TARGET, Faults.NONE.with(Faults.LOSS, 1.0))) {
            relay.start();
            client.does("connect udp://relay:7000");
            assertThat(client.tries("impatiently ask hello").isOk()).isFalse();
            await().atMost(LONG_ENOUGH)
                    .until(() -> relay.statistics().toTarget().count(Fault.LOST), lost -> lost == 1);
            assertThat(relay.statistics().toTarget().messages()).isZero();
        }
    }

    @Test
    void resetsTheConnectionsThatThereAre() throws IOException {
        host("server").does("serve tcp://:7000");
        Host client = host("client");
        try (RelayContainer relay = relay("tcp://:7000", "tcp://server:7000")) {
            relay.start();
            client.does("connect tcp://relay:7000");
            client.does("ask hello");
            relay.resetClients();
            assertThat(client.tries("ask hello").isOk()).isFalse();
            client.does("connect tcp://relay:7000");
            assertThat(client.does("ask again")).isEqualTo("again");
        }
    }

    @Test
    void aPausedOneFailsToAnswerAndAnswersAgainWhenItGoesOn() {
        try (RelayContainer relay = relay("tcp://:7000", "tcp://server:7000")) {
            relay.start();
            assertThat(relay.statistics().openClients()).isZero();
            LAB.client().pauseContainerCmd(relay.getContainerId()).exec();
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(relay::statistics)
                    .withMessageStartingWith("the relay cannot be told 'statistics': nothing has come");
            LAB.client().unpauseContainerCmd(relay.getContainerId()).exec();
            assertThat(relay.statistics().openClients()).isZero();
        }
    }

    @Test
    void isStoppedWhilePausedAndAsked() {
        try (RelayContainer relay = relay("tcp://:7000", "tcp://server:7000")) {
            relay.start();
            relay.setFaults(Faults.NONE);
            LAB.client().pauseContainerCmd(relay.getContainerId()).exec();
            CompletableFuture<RelayStatistics> statistics = CompletableFuture.supplyAsync(relay::statistics);
            relay.stop();
            assertThat(statistics)
                    .failsWithin(LONG_ENOUGH)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOfAny(UncheckedIOException.class, IllegalStateException.class);
        }
    }

    @Test
    void runsAsAUserWhoMayUseTheServersSocketFile() throws IOException {
        host("server", "4711:4711").does("serve unix:/shared/of-4711");
        Host client = host("client");
        try (RelayContainer stranger = relay("tcp://:7000", "unix:/shared/of-4711")) {
            stranger.start();
            // On a busy machine the reset may come before connect(2) has returned.
            client.tries("connect tcp://relay:7000");
            assertThat(client.tries("ask hello").isOk()).isFalse();
            assertThat(stranger.statistics().unreachable()).isEqualTo(1);
        }
        try (RelayContainer relay = relay("tcp://:7000", "unix:/shared/of-4711").withUser("4711:4711")) {
            relay.start();
            client.does("connect tcp://relay:7000");
            assertThat(client.does("ask hello")).isEqualTo("hello");
        }
    }

    @Test
    void refusesFaultsThatAStreamDoesNotHave() {
        Faults loss = Faults.NONE.with(Faults.LOSS, 0.5);
        try (RelayContainer relay = relay("tcp://:7000", "tcp://server:7000")) {
            relay.start();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> relay.setFaults(loss))
                    .withMessageContaining("loss");
            assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.NONE);
        }
        try (RelayContainer relay = relay("tcp://:7000", "tcp://server:7000").withFaults(loss)) {
            assertThatThrownBy(relay::start).isInstanceOf(ContainerLaunchException.class);
        }
    }

    @Test
    void runsInAnImageThatIsGivenAndPrintsWhatPasses() throws IOException {
        host("server").does("serve tcp://:7000");
        Host client = host("client");
        DockerImageName image = DockerImageName.parse(LAB.image().tag());
        try (RelayContainer relay = new RelayContainer(
                        image, Endpoint.parse("tcp://:7000"), Endpoint.parse("tcp://server:7000"))
                .withNetwork(network)
                .withNetworkAliases("relay")
                .withSeed(7)
                .withFaults(Faults.parse("share=0"))
                .showingWhatPasses()) {
            relay.start();
            client.does("connect tcp://relay:7000");
            client.does("ask hello");
            await().atMost(LONG_ENOUGH).until(relay::getLogs, log -> log.contains("\"hello\""));
            assertThat(relay.endpoint().toString()).matches("tcp://.+:" + relay.getMappedPort(7000));
        }
    }
}
