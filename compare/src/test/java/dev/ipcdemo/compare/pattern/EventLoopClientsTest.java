package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients on one thread do what as many threads would do. */
@Timeout(300)
@SuppressWarnings("try") // one end is closed to end the other, and again when all of them are
class EventLoopClientsTest {

    private static final int CLIENTS = 50;
    private static final long RUN_NS = 30_000_000;

    private static Cell cell(String row) {
        return Cell.of(Pattern.FAN_IN, row, Scope.IN_PROCESS).with(Cell.CLIENTS, CLIENTS);
    }

    /** What a server does with a channel to a client. */
    private interface Service {
        void serve(MessageChannel channel) throws IOException;
    }

    private static Runnable quietly(Service service, MessageChannel channel) {
        return () -> {
            try (channel) {
                service.serve(channel);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        };
    }

    private static EventLoopClients connect(Acceptor acceptor, Cell cell) throws IOException {
        Carrier carrier = Carriers.byName(cell.row());
        List<MessageChannel> channels = new ArrayList<>();
        for (int i = 0; i < cell.clients(); i++) {
            channels.add(carrier.connect(acceptor.address(), cell, Settings.DEFAULT));
        }
        return new EventLoopClients(channels, cell, Clock.SYSTEM);
    }

    @ParameterizedTest
    @CsvSource({
        "raw:tcp,64,-,BLOCK",
        "raw:unix,64,-,BLOCK",
        "raw:junix,64,-,BLOCK",
        "raw:tcp,300000,-,BLOCK",
        "raw:unix,64,8:3+9:1+5000:1,BLOCK",
        "raw:tcp,64,-,SPIN"
    })
    void eachClientGetsItsReplies(String row, int messageBytes, String mix, Wait wait) throws Exception {
        Cell cell = cell(row)
                .with(Cell.MESSAGE_BYTES, messageBytes)
                .with(Cell.WAIT, wait)
                .with(Cell.REQUEST_MIX, Cell.REQUEST_MIX.parse(mix.replace("-", "")));
        Acceptor acceptor = Carriers.byName(row).open(cell, Settings.DEFAULT);
        try (ExchangeServer server = new EventLoopServer(acceptor, cell)) {
            CompletableFuture<Void> run = start(server);
            try (ExchangeClient clients = connect(acceptor, cell)) {
                for (int i = 0; i < 2; i++) {
                    ClientResult result = clients.run(RUN_NS, 1);
                    assertThat(result.failure()).isEmpty();
                    assertThat(result.counts().received())
                            .isEqualTo(result.counts().sent())
                            .isEqualTo(result.latenciesNs().getTotalCount())
                            .isGreaterThanOrEqualTo(CLIENTS);
                }
            }
            run.join();
        }
    }

    private static CompletableFuture<Void> start(ExchangeServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Each has its own: the common pool may have one thread, which the first would keep from the second. */
    private static final Executor THREADS = task -> new Thread(task).start();

    /** Two clients, of which the server serves the second otherwise. */
    private static ClientResult withServices(Service first, Service second) throws Exception {
        Cell cell = cell("raw:tcp").with(Cell.CLIENTS, 2).with(Cell.REQUEST_MIX, SizeMix.parse("16:1+64:1"));
        ClientResult result;
        CompletableFuture<Void> both;
        try (Acceptor acceptor = Carriers.byName("raw:tcp").open(cell, Settings.DEFAULT);
                EventLoopClients clients = connect(acceptor, cell)) {
            both = CompletableFuture.allOf(
                    CompletableFuture.runAsync(quietly(first, acceptor.accept()), THREADS),
                    CompletableFuture.runAsync(quietly(second, acceptor.accept()), THREADS));
            result = clients.run(RUN_NS, 1);
        }
        both.exceptionally(broken -> null).join();
        return result;
    }

    private static void reply(MessageChannel channel) throws IOException {
        new RespondingServer.Responder(cell("raw:tcp").with(Cell.REQUEST_MIX, SizeMix.parse("16:1+64:1")))
                .serve(channel);
    }

    @Test
    void aByteThatIsWrongIsSeen() throws Exception {
        ClientResult result = withServices(EventLoopClientsTest::reply, channel -> {
            ByteBuffer message = ByteBuffer.allocateDirect(65);
            channel.receive(message);
            Payload.turnIntoReply(message);
            message.put(9, (byte) (message.get(9) ^ 1));
            channel.send(message);
            reply(channel);
        });
        assertThat(result.failure().orElse("")).contains("1 message had the wrong content");
    }

    @Test
    void aRequestThatComesBackIsSeen() throws Exception {
        ClientResult result = withServices(EventLoopClientsTest::reply, channel -> {
            ByteBuffer message = ByteBuffer.allocateDirect(65);
            channel.receive(message);
            channel.send(message);
            reply(channel);
        });
        assertThat(result.failure().orElse("")).contains("1 message came back unchanged");
    }

    @Test
    void aServerThatLeavesIsSeen() throws Exception {
        ClientResult result =
                withServices(EventLoopClientsTest::reply, channel -> channel.receive(ByteBuffer.allocateDirect(65)));
        assertThat(result.failure().orElse("")).contains("a request got no reply: the server closed the connection");
    }

    @Test
    void closingEndsTheWaitForAReplyThatDoesNotCome() throws Exception {
        Cell cell = cell("raw:unix").with(Cell.CLIENTS, 3);
        try (Acceptor acceptor = Carriers.byName("raw:unix").open(cell, Settings.DEFAULT)) {
            EventLoopClients clients = connect(acceptor, cell);
            try (MessageChannel silent = acceptor.accept()) {
                CompletableFuture<ClientResult> run = CompletableFuture.supplyAsync(() -> clients.run(RUN_NS, 1));
                silent.receive(ByteBuffer.allocateDirect(65)); // so it has begun
                clients.close();
                assertThat(run.join().failure().orElse("")).isNotEmpty();
            }
        }
    }

    @Test
    void aRowThatNoSelectorCanWaitForHasFewerClients() throws Exception {
        Cell many = cell("tcp").with(Cell.CLIENTS, 1_001);
        assertThat(new FanIn().refusal(many).orElse(""))
                .startsWith("more than 1,000 clients share an event loop, and an event loop is measured with");
        assertThat(new FanIn().refusal(many.with(Cell.CLIENTS, 1_000))).isEmpty();
        assertThat(new FanIn().refusal(many.with(Cell.ROW, "raw:tcp"))).isEmpty();
        Cell two = cell("tcp").with(Cell.CLIENTS, 2);
        try (Acceptor acceptor = Carriers.byName("tcp").open(two, Settings.DEFAULT)) {
            assertThatThrownBy(() -> connect(acceptor, two)).hasMessageContaining("a selector cannot wait");
        }
    }
}
