package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Binds;
import dev.ipcdemo.launch.container.PrivateNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the walls between containers let through, and what not. */
@Tag("containers")
@Tag("once")
final class WallsTest {

    private static final Duration SOON = Duration.ofSeconds(120);

    @RegisterExtension
    static final Lab LAB = new Lab();

    /** Puts a container elsewhere than on the lab's network. */
    private static Consumer<CreateContainerCmd> in(String networkMode) {
        return create -> create.getHostConfig().withNetworkMode(networkMode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"junix", "unixgram", "unixpacket"})
    void anAbstractNameDoesNotCrossNetworkNamespaces(String scheme) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + scheme + ":@name");
        assertThat(client.tries("connect " + scheme + ":@name").text()).startsWith("failed REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junix", "unixgram", "unixpacket"})
    void anAbstractNameIsSharedWithinOneNetworkNamespace(String scheme) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client", in("container:" + server.container().id()));
        server.does("serve " + scheme + ":@name");
        client.does("connect " + scheme + ":@name");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void aContainerWithoutAnyNetworkSpeaksOverASocketFile(String scheme) throws IOException {
        Host server = LAB.host("server", in("none"));
        Host client = LAB.host("client", in("none"));
        server.does("serve " + scheme + ":/shared/s");
        client.does("connect " + scheme + ":/shared/s");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }

    @Test
    void aContainerWithoutTheSharedDirectoryFindsNoSocketFile() throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client", create -> create.getHostConfig().withBinds(new Binds()));
        server.does("serve unix:/shared/s");
        assertThat(client.tries("connect unix:/shared/s").text()).startsWith("failed NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixpacket"})
    void aClientOfAnotherUserIsRefusedByTheFilesMode(String scheme) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client", create -> create.withUser("65000:65000"));
        server.does("serve " + scheme + ":/shared/s");
        assertThat(client.tries("connect " + scheme + ":/shared/s").text()).startsWith("failed PERMISSION");
    }

    @Test
    void theKernelTellsTheUserOfAPeerButNoProcessOfAnotherPidNamespace() throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("who-comes /shared/who");
        client.does("connect unix:/shared/who");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(server.does("read /shared/who.peer")).isEqualTo("uid 65532 pid 0"));
    }

    @Test
    void anOpenFileIsPassedToAContainerThatCannotOpenItItself() throws IOException {
        Host owner = LAB.host("owner");
        Host reader = LAB.host("reader");
        reader.does("read-passed-file /shared/s");
        owner.does("pass-file /tmp/secret /shared/s");
        assertThat(reader.tries("read /tmp/secret").isOk()).isFalse();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(reader.does("read /shared/s.content")).isEqualTo("only-here"));
    }

    @Test
    void anAcceptedTcpConnectionIsHandedToAnotherContainerWhichGoesOnAnswering() throws IOException {
        Host first = LAB.host("first");
        Host second = LAB.host("second", in("none"));
        Host client = LAB.host("client");
        second.does("adopt-and-echo /shared/s");
        first.does("accept-and-pass 7000 /shared/s");
        client.does("connect tcp://first:7000");
        assertThat(client.does("ask before")).isEqualTo("before");
        assertThat(client.does("ask after")).isEqualTo("after");
        // The connection stays in the network namespace that it was accepted in, and goes silent with that one's
        // container.
        first.close();
        assertThat(client.tries("impatiently ask nobody").text()).startsWith("failed TIMEOUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void aContainerOnAnotherNetworkDoesNotKnowTheName(String scheme) throws IOException {
        PrivateNetwork another = LAB.anotherNetwork();
        Host server = LAB.host("server");
        Host client = LAB.host("client", in(another.name()));
        server.does("serve " + scheme + "://:7000");
        // The engine's name server either says that there is no such name, or asks others that it cannot reach.
        assertThat(client.tries("connect " + scheme + "://server:7000").text())
                .containsPattern("^failed (UNKNOWN_HOST|LOOKUP_FAILED)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void aContainerOnAnotherNetworkDoesNotReachTheAddress(String scheme) throws IOException {
        PrivateNetwork another = LAB.anotherNetwork();
        Host server = LAB.host("server");
        Host client = LAB.host("client", in(another.name()));
        server.does("serve " + scheme + "://:7000");
        String address = server.container().address(LAB.network());
        Host.Answer connected = client.tries("impatiently connect " + scheme + "://" + address + ":7000");
        String failure =
                connected.isOk() ? client.tries("impatiently ask hello").text() : connected.text();
        assertThat(failure).matches("failed (TIMEOUT|UNREACHABLE) .*");
        assertThat(server.does("served")).isEqualTo("0");
    }
}
