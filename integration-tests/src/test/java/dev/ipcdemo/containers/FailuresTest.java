package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer sees when the other container, or the way to it, fails; and that who survives goes on serving. */
@Tag("containers")
@Tag("once")
final class FailuresTest {

    /** Long before anything times out. */
    private static final Duration AT_ONCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final Lab LAB = new Lab();

    @ParameterizedTest
    @CsvSource({
        "KILL, tcp://:7000, tcp://server:7000",
        "KILL, unix:/shared/s, unix:/shared/s",
        "KILL, junix:/shared/s, junix:/shared/s",
        "KILL, unixpacket:/shared/s, unixpacket:/shared/s",
        "TERM, tcp://:7000, tcp://server:7000",
        "TERM, unix:/shared/s, unix:/shared/s"
    })
    void aServerThatIsKilledOrStoppedIsNoticedAtOnce(String signal, String at, String to) throws Exception {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + at);
        client.does("connect " + to);
        assertThat(client.does("ask hello")).isEqualTo("hello");
        CompletableFuture<Host.Answer> waiting = client.begin("wait");
        server.signal(signal);
        long startNs = System.nanoTime();
        assertThat(Host.await(waiting).text()).matches("(ok end|failed RESET .*)");
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(AT_ONCE);
        assertThat(server.container().await(AT_ONCE)).isTrue();
    }

    @Test
    void aServerThatIsKilledLeavesItsSocketFileAndTheNextReplacesIt() throws IOException {
        Host first = LAB.host("first");
        Host client = LAB.host("client");
        first.does("serve unix:/shared/s");
        client.does("connect unix:/shared/s");
        first.signal("KILL");
        await().atMost(AT_ONCE)
                .untilAsserted(
                        () -> assertThat(client.tries("connect unix:/shared/s").text())
                                .startsWith("failed REFUSED")
                                .contains("stale"));
        LAB.host("second").does("serve unix:/shared/s");
        client.does("connect unix:/shared/s");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }

    @Test
    void aServerThatIsStoppedTakesItsSocketFileAlong() throws Exception {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve unix:/shared/s");
        assertThat(client.does("files /shared")).contains("s");
        server.signal("TERM");
        assertThat(server.container().await(AT_ONCE)).isTrue();
        assertThat(client.does("files /shared")).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(textBlock = Lab.CONNECTIONS)
    void aStreamThroughAServerThatIsPausedLosesNothing(String at, String to) throws Exception {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + at);
        client.does("connect " + to);
        server.pause();
        assertThat(client.tries("impatiently ask hello").text()).startsWith("failed TIMEOUT");
        server.resume();
        assertThat(client.does("receive 5")).isEqualTo("hello");
        client.does("connect " + to);
        server.pause();
        CompletableFuture<Host.Answer> transfer = client.begin("transfer 256"); // more than any buffer holds
        await().during(Duration.ofSeconds(2)).atMost(AT_ONCE).until(() -> !transfer.isDone());
        server.resume();
        assertThat(Host.await(transfer).text()).isEqualTo("ok " + 256 * 1024 * 1024 + " bytes");
    }

    @Test
    void aCutNetworkIsSilenceAndAStreamGoesOnWhenItIsHealed() throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        String address = server.container().address(LAB.network());
        server.does("serve tcp://:7000");
        client.does("connect tcp://" + address + ":7000");
        assertThat(client.does("ask before")).isEqualTo("before");
        server.disconnect(LAB.network());
        assertThat(client.tries("impatiently ask meanwhile").text()).startsWith("failed TIMEOUT");
        server.connect(LAB.network(), "server", address);
        // What was sent meanwhile is sent again by the kernel, later and later (tcp(7)).
        await().atMost(Duration.ofSeconds(300))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.does("receive 9")).isEqualTo("meanwhile"));
        client.does("connect tcp://" + address + ":7000");
        assertThat(client.does("ask after")).isEqualTo("after");
    }

    @Test
    void aHalfOpenConnectionIsSilentUntilItsServersSuccessorResetsIt() throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        String address = server.container().address(LAB.network());
        server.does("serve tcp://:7000");
        client.does("connect tcp://" + address + ":7000");
        assertThat(client.does("ask before")).isEqualTo("before");
        server.disconnect(LAB.network()); // and so its end does not reach the client
        server.close();
        assertThat(client.tries("impatiently wait").text()).startsWith("failed TIMEOUT");
        Host successor = LAB.host("server");
        assertThat(successor.container().address(LAB.network())).isEqualTo(address);
        successor.does("serve tcp://:7000");
        await().atMost(Duration.ofSeconds(300))
                .untilAsserted(
                        () -> assertThat(client.tries("impatiently ask anybody").text())
                                .startsWith("failed RESET"));
        client.does("connect tcp://server:7000");
        assertThat(client.does("ask after")).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void aServerThatIsStartedAgainIsFoundByItsName(String scheme) throws IOException {
        Host client = LAB.host("client");
        Host first = LAB.host("server");
        first.does("serve " + scheme + "://:7000");
        client.does("connect " + scheme + "://server:7000");
        assertThat(client.does("ask first")).isEqualTo("first");
        first.close();
        LAB.host("server").does("serve " + scheme + "://:7000");
        client.does("connect " + scheme + "://server:7000");
        assertThat(client.does("ask second")).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource({"tcp://:7000, tcp://server:7000", "unix:/shared/s, unix:/shared/s"})
    void aServerGoesOnWhenAClientIsKilled(String at, String to) throws IOException {
        Host server = LAB.host("server");
        Host victim = LAB.host("victim");
        Host survivor = LAB.host("survivor");
        server.does("serve " + at);
        survivor.does("connect " + to);
        victim.does("connect " + to);
        victim.begin("transfer 1024");
        victim.signal("KILL");
        assertThat(survivor.does("ask hello")).isEqualTo("hello");
        survivor.does("connect " + to);
        assertThat(survivor.does("ask again")).isEqualTo("again");
    }

    @Test
    void ofTenPercentOfDatagramsDroppedByThePacketFilterEachIsMissedAndNothingElse() throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        PacketFilter there;
        PacketFilter back; // where it comes in too: to drop what goes out is an error to the sender
        try {
            there = PacketFilter.of(server, LAB.network());
            back = PacketFilter.of(client, LAB.network());
            there.drop("--dport", 7000, 0.1);
            back.drop("--sport", 7000, 0.1);
        } catch (PacketFilter.MissingException e) {
            abort("dropped by a relay only: " + e.getMessage());
            return;
        }
        server.does("serve udp://:7000");
        client.does("connect udp://server:7000");
        int sent = checkLoss(client.does("flood 2000"), there.dropped() + back.dropped());
        assertThat(Integer.parseInt(server.does("served"))).isEqualTo(sent - there.dropped());
    }

    @Test
    void ofTenPercentOfDatagramsDroppedByARelayEachIsMissedAndNothingElse() throws IOException {
        Host server = LAB.host("server");
        Host relay = LAB.host("relay");
        Host client = LAB.host("client");
        server.does("serve udp://:7000");
        relay.does("relay udp://:7001 udp://server:7000 10");
        client.does("connect udp://relay:7001");
        String seen = client.does("flood 2000");
        checkLoss(seen, Integer.parseInt(relay.does("dropped")));
        assertThat(client.tries("impatiently ask hello").text()).matches("ok .*|failed TIMEOUT .*");
    }

    /** Returns how many were sent. */
    private static int checkLoss(String seen, int dropped) {
        int sent = Integer.parseInt(seen.split(" ")[1]);
        assertThat(100.0 * dropped / sent).isBetween(12.5, 25.5); // 19 % for both ways together, give or take
        assertThat(seen).isEqualTo("sent " + sent + " received " + (sent - dropped) + " duplicates 0");
        return sent;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void aVolumeWithoutRoomRefusesASocketFileAndTakesItWhenThereIsRoom(String scheme) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        assertThat(server.does("fill /shared")).contains("No space left on device");
        assertThat(server.tries("serve " + scheme + ":/shared/s").text()).startsWith("failed NO_RESOURCES");
        server.does("empty /shared");
        server.does("serve " + scheme + ":/shared/s");
        client.does("connect " + scheme + ":/shared/s");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }
}
