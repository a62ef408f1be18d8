package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would make a figure a lie is planted, and has to be seen. */
class PlantedFaultsTest {

    private static final int BYTES = 64;
    private static final long DRIVE_NS = 10_000_000;

    private final VirtualClock clock = new VirtualClock();

    private ClientResult roundTrip(PlantedChannel.Fault fault) {
        return new ClosedLoopClient(PlantedChannel.with(clock, fault), BYTES, clock).drive(DRIVE_NS);
    }

    private ClientResult rate(int perSecond, PlantedChannel line) {
        return new OpenLoopClient(line, cell(Pattern.RATE, perSecond), clock).drive(DRIVE_NS);
    }

    private static Cell cell(Pattern pattern, int perSecond) {
        return new Cell(pattern, "tcp", Scope.IN_PROCESS, BYTES, Wait.BLOCK, Cpus.FREE, perSecond, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 15, 16, 64, 65_536})
    void seesNothingWrongWithAServerThatAnswersWell(int bytes) {
        ClientResult drive =
                new ClosedLoopClient(PlantedChannel.with(clock, PlantedChannel.none()), bytes, clock).drive(DRIVE_NS);
        assertThat(drive.failure()).isEmpty();
        assertThat(drive.counts()).isEqualTo(new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0));
        assertThat(drive.latenciesNs().getTotalCount()).isEqualTo(1_000);
    }

    @Test
    void seesThatItTalksToItself() {
        ClientResult drive = roundTrip((number, request, answer) -> List.of(request));
        assertThat(drive.failure().orElse("")).contains("1 message came back unchanged");
        assertThat(drive.counts().own()).isEqualTo(1);
    }

    @Test
    void seesAnAnswerOfTheWrongSize() {
        assertThat(roundTrip((number, request, answer) -> List.of(Arrays.copyOf(answer, BYTES - 1)))
                        .failure()
                        .orElse(""))
                .contains("1 message had the wrong size");
        assertThat(roundTrip((number, request, answer) -> List.of(Arrays.copyOf(answer, BYTES + 1)))
                        .failure()
                        .orElse(""))
                .contains("1 message had the wrong size");
    }

    @Test
    void seesAMessageThatIsDropped() {
        ClientResult drive = roundTrip((number, request, answer) -> number == 7 ? List.of() : List.of(answer));
        assertThat(drive.failure().orElse("")).contains("1 message never arrived");
        assertThat(drive.counts().lost()).isEqualTo(1);
        assertThat(drive.counts().received()).isEqualTo(7);
    }

    @Test
    void seesAMessageThatIsDoubled() {
        ClientResult drive =
                roundTrip((number, request, answer) -> number == 7 ? List.of(answer, answer) : List.of(answer));
        assertThat(drive.failure().orElse("")).contains("1 message arrived twice");
        assertThat(drive.counts().duplicated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 31, 63})
    void seesAByteThatIsCorrupted(int at) {
        ClientResult drive = roundTrip((number, request, answer) -> {
            answer[at] = (byte) (number == 7 ? answer[at] ^ 0x10 : answer[at]);
            return List.of(answer);
        });
        assertThat(drive.failure().orElse("")).contains("1 message had the wrong content");
        assertThat(drive.counts().corrupted()).isEqualTo(1);
    }

    @Test
    void seesAPeerThatEndsHalfway() {
        ClientResult drive = roundTrip((number, request, answer) -> List.of(number == 7 ? new byte[0] : answer));
        assertThat(drive.failure()).isPresent();
        assertThat(drive.counts().received()).isEqualTo(7);
    }

    @Test
    void countsWhatADatagramLostAndCarriesOn() {
        ClientResult drive = rate(
                10_000,
                PlantedChannel.with(
                        clock, (number, request, answer) -> number % 10 == 3 ? List.of() : List.of(answer)));
        assertThat(drive.failure()).isEmpty();
        assertThat(drive.counts().sent()).isEqualTo(100);
        assertThat(drive.counts().lost()).isEqualTo(10);
        assertThat(drive.counts().fault(false)).isPresent();
    }

    @Test
    void seesAMessageThatIsOvertaken() {
        Queue<byte[]> held = new ArrayDeque<>();
        ClientResult drive = rate(10_000, PlantedChannel.with(clock, (number, request, answer) -> {
            if (number == 20) {
                held.add(answer);
                return List.of();
            }
            return held.isEmpty() ? List.of(answer) : List.of(answer, held.remove());
        }));
        assertThat(drive.counts().reordered()).isEqualTo(1);
        assertThat(drive.counts().lost()).isZero();
        assertThat(drive.counts().fault(false).orElse("")).contains("1 message arrived after a later one");
        assertThat(drive.counts().fault(true)).isEmpty();
    }

    @Test
    void seesASenderThatCannotKeepItsRate() {
        PlantedChannel slow = new PlantedChannel(clock, 125_000, beginNs -> beginNs + 10_000, PlantedChannel.none());
        ClientResult drive = rate(10_000, slow);
        assertThat(drive.failure().orElse("")).contains("10000/s were offered").contains("achieved");
        assertThat(drive.achievedPerSecond()).isBetween(7_000.0, 9_000.0);
    }

    @Test
    void acceptsASenderThatKeepsItsRate() {
        ClientResult drive = rate(10_000, PlantedChannel.with(clock, PlantedChannel.none()));
        assertThat(drive.failure()).isEmpty();
        assertThat(drive.achievedPerSecond()).isBetween(9_990.0, 10_010.0);
    }

    @Test
    void seesAClockThatJumps() {
        ClientResult drive = roundTrip((number, request, answer) -> {
            clock.jumpWall(number == 7 ? 500 : 0);
            return List.of(answer);
        });
        assertThat(drive.failure().orElse("")).contains("a clock jumped");
    }

    @Test
    void seesAClockThatGoesBack() {
        ClientResult drive = roundTrip((number, request, answer) -> {
            clock.pass(number == 999 ? -20_000_000 : 0);
            return number == 999 ? List.of() : List.of(answer);
        });
        assertThat(drive.failure()).isPresent();
        ClockCheck check = new ClockCheck(clock);
        clock.pass(-1);
        assertThat(check.fault().orElse("")).contains("went back");
    }

    @Test
    void seesARunThatIsTooShort() {
        ClientResult drive =
                new ClosedLoopClient(PlantedChannel.with(clock, PlantedChannel.none()), BYTES, clock).drive(100_000);
        Sample sample = Sample.of(
                cell(Pattern.ROUND_TRIP, 0),
                false,
                0,
                new ClientSetup(Place.NONE, ""),
                drive,
                new ServerResult(new Arrivals(drive.counts(), 0), Usage.UNKNOWN, Place.NONE));
        assertThat(sample.failure().orElse("")).contains("too short: 10 messages");
    }

    /** What the receiver sees of a flood: each list is delivered to a sink in this order. */
    private Counts sink(long sent, List<byte[]> delivered) throws IOException {
        Queue<byte[]> queue = new ArrayDeque<>(delivered);
        MessageChannel line = new MessageChannel() {
            @Override
            public void send(ByteBuffer message) {
                throw new AssertionError("a sink does not answer");
            }

            @Override
            public int receive(ByteBuffer buffer) {
                if (queue.isEmpty()) {
                    return -1;
                }
                buffer.clear();
                buffer.put(queue.remove()).flip();
                return buffer.limit();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        CountingServer server = new CountingServer(
                new Acceptor() {
                    @Override
                    public String address() {
                        return "";
                    }

                    @Override
                    public MessageChannel accept() {
                        return line;
                    }

                    @Override
                    public void close() {
                        // nothing is open
                    }
                },
                BYTES,
                clock);
        server.run();
        return server.arrivals().counts().ofSent(sent);
    }

    private static byte[] message(long sequence) {
        ByteBuffer message = Payload.message(BYTES);
        new Payload(BYTES).writeRequest(message, sequence);
        byte[] bytes = new byte[BYTES];
        message.get(bytes);
        return bytes;
    }

    @Test
    void countsWhatReallyArrivedInAFlood() throws IOException {
        byte[] torn = message(5);
        System.arraycopy(message(6), BYTES - 8, torn, BYTES - 8, 8);
        Counts counts = sink(
                8, List.of(message(0), message(1), message(3), message(2), message(3), torn, Arrays.copyOf(torn, 3)));
        assertThat(counts).isEqualTo(new Counts(8, 4, 4, 1, 1, 1, 1, 0));
        assertThat(counts.fault(true).orElse(""))
                .contains("1 message arrived twice")
                .doesNotContain("never arrived");
        assertThat(counts.fault(false)).isNotEqualTo(Optional.empty());
    }
}
