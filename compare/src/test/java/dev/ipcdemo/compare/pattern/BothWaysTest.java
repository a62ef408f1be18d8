package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides send at once: neither waits for the other, and each message of either is checked. */
@Timeout(300)
@SuppressWarnings("try") // one end is closed to end the other, and again when all of them are
class BothWaysTest {

    private static final long RUN_NS = 20_000_000;

    private static Cell cell(String row, int messageBytes) {
        return Cell.of(Pattern.THROUGHPUT, row, Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, messageBytes)
                .with(Cell.DIRECTIONS, Directions.BOTH_WAYS);
    }

    /** What both sides saw in the second of two runs. */
    private record Seen(ClientResult client, Arrivals atServer) {}

    private static CompletableFuture<Void> start(ExchangeServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Seen runTwice(Cell cell) throws Exception {
        Carrier carrier = Carriers.byName(cell.row());
        Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
        ExchangeServer server = new Throughput().server(acceptor, cell, Clock.SYSTEM);
        CompletableFuture<Void> run = start(server);
        Seen seen;
        try (server;
                ExchangeClient client = new Throughput()
                        .client(
                                () -> carrier.connect(acceptor.address(), cell, Settings.DEFAULT),
                                cell,
                                Clock.SYSTEM)) {
            assertThat(client.run(RUN_NS, 0).failure()).isEmpty();
            server.mark();
            ClientResult result = client.run(RUN_NS, 0);
            // the server had received the client's last message before it sent its own
            seen = new Seen(result, server.arrivals());
        }
        run.exceptionally(closed -> null).join();
        return seen;
    }

    /** The large ones fit into no buffer: if both sides only sent, both would wait forever. */
    @ParameterizedTest
    @CsvSource({
        "tcp,64",
        "tcp,8000000",
        "raw:tcp,64",
        "unix,64",
        "unix,8000000",
        "junix,3000000",
        "unixpacket,64",
        "unixgram,64",
        "pipe,64",
        "pipe,8000000",
        "shm,100000"
    })
    void everyMessageOfBothSidesArrives(String row, int messageBytes) throws Exception {
        Seen seen = runTwice(cell(row, messageBytes));
        assertThat(seen.client().failure()).isEmpty();
        long sent = seen.client().counts().sent();
        assertThat(seen.atServer().counts().ofSent(sent).fault(false)).isEmpty();
        assertThat(seen.atServer().counts().received()).isEqualTo(sent).isPositive();
        assertThat(seen.client().arrivals().counts().fault(false)).isEmpty();
        assertThat(seen.client().arrivals().counts().received()).isPositive();
    }

    @Test
    void theirSizesMayDiffer() throws Exception {
        Seen seen = runTwice(cell("unix", 64).with(Cell.REQUEST_MIX, SizeMix.parse("8:5+64:5+70000:1")));
        assertThat(seen.client().failure()).isEmpty();
        assertThat(seen.client().arrivals().counts().fault(false)).isEmpty();
        assertThat(seen.atServer()
                        .counts()
                        .ofSent(seen.client().counts().sent())
                        .fault(false))
                .isEmpty();
    }

    @Test
    void aSampleHasTheRateOfEachDirectionAndTheirSum() throws Exception {
        Cell cell = cell("tcp", 64);
        Seen seen = runTwice(cell);
        Sample sample = Sample.of(
                cell,
                false,
                0,
                new ClientSetup(Place.NONE, "", ""),
                seen.client(),
                new ServerResult(seen.atServer(), seen.client().usage(), Place.NONE, "", Map.of(), Optional.empty()));
        assertThat(sample.rates().receivedPerSecond()).hasValueSatisfying(each -> {
            assertThat(each.client()).isPositive();
            assertThat(each.server()).isPositive();
            assertThat(sample.rates().perSecond()).isEqualTo(each.client() + each.server());
        });
        assertThat(sample.counts().sent()).isEqualTo(sample.counts().received());
    }

    /** A server that sends what a test says when the client has sent its first message, and reads on. */
    private static ClientResult with(Server server) throws Exception {
        Cell cell = cell("unix", 64);
        Carrier carrier = Carriers.byName("unix");
        ClientResult result;
        CompletableFuture<Void> serving;
        try (Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
                MessageChannel channel = carrier.connect(acceptor.address(), cell, Settings.DEFAULT)) {
            serving = CompletableFuture.runAsync(() -> serve(acceptor, server));
            result = new BothWays.Client(channel, cell, Clock.SYSTEM).run(RUN_NS, 0);
        }
        serving.exceptionally(broken -> null).join();
        return result;
    }

    private static void serve(Acceptor acceptor, Server server) {
        try (MessageChannel channel = acceptor.accept()) {
            ByteBuffer in = ByteBuffer.allocateDirect(65);
            channel.receive(in);
            server.send(channel, new Payload(64), Payload.message(64));
            while (channel.receive(in) >= 0 && !Payload.isReply(in)) {
                // the client's messages
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private interface Server {
        void send(MessageChannel channel, Payload payload, ByteBuffer message) throws IOException;
    }

    @Test
    void aMessageOfTheServersThatIsMissingIsSeen() throws Exception {
        ClientResult result = with((channel, payload, message) -> {
            for (long sequence : new long[] {0, 1, 3}) {
                payload.writeRequest(message, sequence);
                channel.send(message);
            }
            payload.writeReply(message, 4);
            channel.send(message);
        });
        assertThat(result.failure()).isEmpty();
        assertThat(result.arrivals().counts().fault(false)).contains("1 message never arrived");
    }

    @Test
    void aByteOfTheServersThatIsWrongIsSeen() throws Exception {
        ClientResult result = with((channel, payload, message) -> {
            payload.writeRequest(message, 0);
            message.put(20, (byte) 0);
            channel.send(message);
            payload.writeReply(message, 1);
            message.put(20, (byte) (31 * 20 + 7));
            channel.send(message);
        });
        assertThat(result.failure()).isEmpty();
        assertThat(result.arrivals().counts().fault(false).orElse("")).contains("1 message had the wrong content");
    }

    @Test
    void aServerThatLeavesBeforeItsLastMessageIsSeen() throws Exception {
        ClientResult result = with((channel, payload, message) -> {
            payload.writeRequest(message, 0);
            channel.send(message);
        });
        assertThat(result.failure()).isNotEmpty();
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() {
        Throughput throughput = new Throughput();
        assertThat(throughput.refusal(cell("udp", 64)).orElse("")).contains("where no message is lost");
        assertThat(throughput.refusal(cell("tcp", 64).with(Cell.STREAMS, 2)).orElse(""))
                .contains("on one connection");
        assertThat(throughput.refusal(cell("tcp", 7)).orElse("")).contains("a sequence number takes 8 bytes");
        assertThat(throughput.refusal(cell("tcp", 64))).isEmpty();
    }
}
