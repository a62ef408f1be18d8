package dev.ipcdemo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire does what it is asked to, to the datagrams that cross it. */
@Timeout(600)
@Tag("once")
class WireTest {

    private static final int MANY = 4_000;
    private static final int SMALL_BYTES = 64;

    /** Of an IPv4 header and a UDP header. */
    private static final int HEADER_BYTES = 28;

    private Network network;

    @BeforeEach
    void openNetwork() throws IOException {
        network = Network.open(1);
    }

    @AfterEach
    void closeNetwork() throws IOException {
        network.close();
    }

    private Flight flight(Side from, int datagrams) throws Exception {
        return Flight.of(network, from, datagrams, SMALL_BYTES);
    }

    @Test
    void carriesEverythingInOrder() throws Exception {
        Flight flight = flight(Side.CLIENT, MANY);

        assertThat(flight.received()).isEqualTo(MANY);
        assertThat(flight.duplicated()).isZero();
        assertThat(flight.overtaken()).isZero();
    }

    @Test
    void delaysOneDirectionAlone() throws Exception {
        Duration delay = Duration.ofMillis(300);
        network.impair(Side.CLIENT, Impairment.delay(delay));

        assertThat(flight(Side.CLIENT, 100).shortestNs()).isGreaterThanOrEqualTo(delay.toNanos());
        // All of a flight are late if one of the threads on its way has to wait for a CPU.
        await().atMost(Duration.ofMinutes(4))
                .until(() -> flight(Side.SERVER, 100).shortestNs(), tookNs -> tookNs < delay.toNanos());
    }

    @Test
    void losesItsShare() throws Exception {
        network.impair(Side.CLIENT, Impairment.loss(0.05));

        assertThat(flight(Side.CLIENT, MANY).received()).isBetween(MANY * 93L / 100, MANY * 97L / 100);
        assertThat(flight(Side.SERVER, MANY).received()).isEqualTo(MANY);
    }

    @Test
    void duplicatesItsShare() throws Exception {
        network.impairBoth(Impairment.NONE.withDuplication(0.1));

        Flight flight = flight(Side.CLIENT, MANY);
        assertThat(flight.received()).isEqualTo(MANY);
        assertThat(flight.duplicated()).isBetween(MANY * 7L / 100, MANY * 13L / 100);
    }

    @Test
    void letsSomeBeOvertaken() throws Exception {
        network.impairBoth(Impairment.delay(Duration.ofMillis(20)).withReordering(0.02));

        Flight flight = flight(Side.CLIENT, MANY);
        assertThat(flight.received()).isEqualTo(MANY);
        assertThat(flight.overtaken()).isBetween(1L, MANY * 3L / 100);
    }

    @Test
    void isABlackHoleForLargePackets() throws Exception {
        network.impairBoth(Impairment.NONE.withLargest(1400));

        assertThat(Flight.of(network, Side.CLIENT, 10, 1400 - HEADER_BYTES).received())
                .isEqualTo(10);
        assertThat(Flight.of(network, Side.CLIENT, 10, 1401 - HEADER_BYTES).received())
                .isZero();
    }

    @Test
    void changesWhileItRuns() throws Exception {
        assertThat(flight(Side.CLIENT, 100).received()).isEqualTo(100);

        network.impair(Side.CLIENT, Impairment.loss(0.5));
        assertThat(flight(Side.CLIENT, 100).received()).isBetween(20L, 80L);

        network.impair(Side.CLIENT, Impairment.NONE);
        assertThat(flight(Side.CLIENT, 100).received()).isEqualTo(100);
    }

    @Test
    void slowsDownToItsRate() throws Exception {
        int bytesPerSecond = 1_000_000;
        int burst = 10_000;
        network.impair(Side.CLIENT, Impairment.NONE.withRate(bytesPerSecond, burst, 1_000_000));

        Flight flight = Flight.of(network, Side.CLIENT, 100, 1_000);
        long lastNs = flight.arrivals().get(99).tookNs();
        assertThat(flight.received()).isEqualTo(100);
        assertThat(lastNs).isGreaterThan(TimeUnit.SECONDS.toNanos(100 * 1_000 - burst) / bytesPerSecond / 2);
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        try (Program server = network.start(Side.SERVER, "sleep", "1000")) {
            network.close();
            assertThat(server.exitStatus()).isEqualTo(128 + 9);
        }
    }
}
