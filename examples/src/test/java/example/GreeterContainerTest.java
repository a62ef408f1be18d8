package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Ending;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.testcontainers.RelayContainer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * Client and server in containers, and the relay between them. Needs a Docker engine: mvn test -DexcludedGroups=
 * -Dgroups=containers.
 */
@Tag("containers")
class GreeterContainerTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void saysWhenTheConnectionIsReset() {
        try (Network network = Network.newNetwork();
                RelayContainer relay = new RelayContainer(
                                Endpoint.parse("tcp://:7000"), Endpoint.parse("tcp://server:7000"))
                        .withNetwork(network)
                        .withNetworkAliases("relay");
                GenericContainer<?> server = echoServer(relay, network)) {
            server.start();
            relay.start();
            assertEquals("hello world", clientPrints(relay, network));

            relay.setFaults(Direction.TO_CLIENT, Faults.NONE.with(Faults.ENDING, Ending.RESET));
            assertEquals("no answer: Connection reset", clientPrints(relay, network));
        }
    }

    /** An image of your own would be here; the relay's can serve, too. */
    private static GenericContainer<?> echoServer(RelayContainer relay, Network network) {
        return new GenericContainer<>(relay.getDockerImageName())
                .withNetwork(network)
                .withNetworkAliases("server")
                .withCommand("serve", "tcp://:7000")
                .waitingFor(Wait.forLogMessage(".*listening on .*", 1).withStartupTimeout(LONG));
    }

    /** And here; the relay's has a Java runtime. */
    private static String clientPrints(RelayContainer relay, Network network) {
        try (GenericContainer<?> client = new GenericContainer<>(relay.getDockerImageName())
                .withNetwork(network)
                .withCopyFileToContainer(MountableFile.forHostPath("target/classes"), "/greeter")
                .withCreateContainerCmdModifier(
                        create -> create.withEntrypoint("/opt/java/bin/java", "-cp", "/greeter", "example.Greeter"))
                .withCommand("relay", "7000", "world")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LONG))) {
            client.start();
            return client.getLogs().strip();
        }
    }
}
