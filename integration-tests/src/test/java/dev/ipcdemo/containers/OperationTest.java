package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an orchestrator does to servers: puts several behind one name, tells them to stop, and bounds their memory. */
@Tag("containers")
@Tag("once")
final class OperationTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(300);
    private static final long MIB = 1 << 20;

    @RegisterExtension
    static final Lab LAB = new Lab();

    @Test
    void ofSeveralAddressesOfANameOneThatServesIsFound() throws Exception {
        Host serving = LAB.host("serving");
        Host idle = LAB.host("idle");
        Host client = LAB.host("client");
        giveName(serving, "replicas");
        giveName(idle, "replicas");
        serving.does("serve tcp://:7000");
        for (int attempt = 0; attempt < 8; attempt++) { // the name server changes the order
            client.does("connect tcp://replicas:7000");
            assertThat(client.does("ask hello")).isEqualTo("hello");
        }
    }

    private static void giveName(Host host, String name) {
        String address = host.container().address(LAB.network());
        host.disconnect(LAB.network());
        host.connect(LAB.network(), name, address);
    }

    @ParameterizedTest
    @CsvSource({"tcp://:7000, tcp://server:7000", "unix:/shared/s, unix:/shared/s", "junix:/shared/s, junix:/shared/s"})
    void aServerThatIsToldToStopEndsItsConnectionsInOrderAndRefusesMore(String at, String to) throws Exception {
        Terminal server = LAB.terminal("server", "serve", at);
        Host client = LAB.host("client");
        server.awaitLine("echo listening on ");
        client.does("connect " + to);
        assertThat(client.does("ask hello")).isEqualTo("hello");
        CompletableFuture<Host.Answer> waiting = client.begin("wait");
        server.signal("TERM");
        assertThat(Host.await(waiting).text()).isEqualTo("ok end");
        assertThat(server.container().await(LONG_ENOUGH)).isTrue();
        assertThat(server.container().exitStatus()).hasValue(0);
        assertThat(client.tries("connect " + to).text()).startsWith("failed ");
    }

    @ParameterizedTest
    @CsvSource({"tcp://:7000, tcp://server:7000", "unix:/shared/s, unix:/shared/s", "junix:/shared/s, junix:/shared/s"})
    void aServerThatIsToldToStopAnswersAllThatIsUnderWayAndLetsNobodyNewIn(String at, String to) throws Exception {
        Terminal server = LAB.terminal("server", "serve", at, "--drain", LONG_ENOUGH.toSeconds() + "s");
        Host client = LAB.host("client");
        Host latecomer = LAB.host("latecomer");
        server.awaitLine("echo listening on ");
        client.does("room 1000");
        client.does("connect " + to);
        assertThat(client.does("ask hello")).isEqualTo("hello");
        String sent = client.does("saturate"); // so the server can't be done before it is collected
        server.signal("TERM");
        await().atMost(LONG_ENOUGH)
                .until(() -> latecomer.tries("connect " + to).text().startsWith("failed "));
        assertThat(client.does("collect")).isEqualTo(sent);
        assertThat(client.does("wait")).isEqualTo("end");
        assertThat(server.container().await(LONG_ENOUGH)).isTrue();
        assertThat(server.container().exitStatus()).hasValue(0);
        server.awaitLine("echo ended: ");
        assertThat(server.lines()).noneMatch(line -> line.contains("cut"));
    }

    @ParameterizedTest
    @CsvSource({"tcp://:7000, tcp://server:7000", "unix:/shared/s, unix:/shared/s"})
    void aServerThatRunsOutOfMemoryIsKilledAndItsClientNotices(String at, String to) throws Exception {
        Host server = LAB.host("server", withMemory(80 * MIB));
        Host client = LAB.host("client");
        server.does("serve " + at);
        client.does("connect " + to);
        assertThat(client.does("ask hello")).isEqualTo("hello");
        CompletableFuture<Host.Answer> waiting = client.begin("wait");
        assertThat(server.tries("hoard /tmp/hoard").text()).isEqualTo("gone");
        assertThat(Host.await(waiting).text()).matches("(ok end|failed RESET .*)");
        assertThat(server.container().await(LONG_ENOUGH)).isTrue();
        assertThat(server.container().exitStatus()).hasValue(128 + 9); // SIGKILL
        assertThat(LAB.client()
                        .inspectContainerCmd(server.container().id())
                        .exec()
                        .getState()
                        .getOOMKilled())
                .isTrue();
    }

    private static Consumer<CreateContainerCmd> withMemory(long bytes) {
        return create -> create.getHostConfig().withMemory(bytes).withMemorySwap(bytes);
    }
}
