package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class EventLoopServerTest {

    private static final int CLIENTS = 30;

    private static Cell cell(String row, int clients, int messageBytes, Wait wait) {
        return Cell.of(Pattern.FAN_IN, row, Scope.IN_PROCESS)
                .with(Cell.CLIENTS, clients)
                .with(Cell.MESSAGE_BYTES, messageBytes)
                .with(Cell.WAIT, wait);
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

    @ParameterizedTest
    @CsvSource({
        "raw:tcp,64,BLOCK",
        "raw:unix,64,BLOCK",
        "raw:junix,64,BLOCK",
        "raw:tcp,1000000,BLOCK",
        "raw:tcp,64,SPIN"
    })
    void oneThreadRepliesToAll(String row, int messageBytes, Wait wait) throws Exception {
        Cell cell = cell(row, CLIENTS, messageBytes, wait);
        Carrier carrier = Carriers.byName(row);
        Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
        try (ExchangeServer server = new EventLoopServer(acceptor, cell)) {
            CompletableFuture<Void> run = start(server);
            try (ExchangeClient clients = new FanIn()
                    .client(() -> carrier.connect(acceptor.address(), cell, Settings.DEFAULT), cell, Clock.SYSTEM)) {
                ClientResult result = clients.run(1, 1);
                assertThat(result.failure()).isEmpty();
                assertThat(result.latenciesNs().getTotalCount()).isGreaterThanOrEqualTo(CLIENTS);
                assertThat(server.threads()).hasSize(1);
            }
            run.join();
            assertThat(server.arrivals().counts().received()).isGreaterThanOrEqualTo(CLIENTS);
        }
    }

    @Test
    void aPartOfARequestKeepsNobodyWaiting() throws Exception {
        Cell cell = cell("raw:tcp", 2, 64, Wait.BLOCK);
        Carrier carrier = Carriers.byName("raw:tcp");
        Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
        try (ExchangeServer server = new EventLoopServer(acceptor, cell)) {
            CompletableFuture<Void> run = start(server);
            try (MessageChannel slow = carrier.connect(acceptor.address(), cell, Settings.DEFAULT);
                    MessageChannel quick = carrier.connect(acceptor.address(), cell, Settings.DEFAULT)) {
                slow.send(ByteBuffer.allocateDirect(63));
                quick.send(ByteBuffer.allocateDirect(64));
                assertThat(quick.receive(ByteBuffer.allocateDirect(65))).isEqualTo(64);
                slow.send(ByteBuffer.allocateDirect(1));
                assertThat(slow.receive(ByteBuffer.allocateDirect(65))).isEqualTo(64);
            }
            run.join();
        }
    }

    @Test
    void closingEndsIt() throws Exception {
        Cell cell = cell("raw:tcp", 1, 64, Wait.BLOCK);
        Carrier carrier = Carriers.byName("raw:tcp");
        Acceptor acceptor = carrier.open(cell, Settings.DEFAULT);
        ExchangeServer server = new EventLoopServer(acceptor, cell);
        CompletableFuture<Void> run = start(server);
        try (MessageChannel client = carrier.connect(acceptor.address(), cell, Settings.DEFAULT)) {
            client.send(ByteBuffer.allocateDirect(64));
            client.receive(ByteBuffer.allocateDirect(65));
            server.close();
            run.join();
        }
    }
}
