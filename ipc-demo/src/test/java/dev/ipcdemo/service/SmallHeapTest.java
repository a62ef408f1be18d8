package dev.ipcdemo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.testing.Jvm;
import dev.ipcdemo.testing.Schemes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with less memory than its clients ask for. */
@Timeout(600)
class SmallHeapTest {

    private static final int CLIENTS = 600;

    private final List<Connection> clients = new ArrayList<>();

    @AfterEach
    void closeClients() throws SocketFailure {
        for (Connection client : clients) {
            client.close();
        }
    }

    private static Endpoint endpoint(Jvm server) {
        String line = server.firstLine();
        return Endpoint.parse(line.substring(line.indexOf("listening on ") + "listening on ".length()));
    }

    private Connection connect(Endpoint endpoint) throws SocketFailure {
        Connection client = Schemes.connect(endpoint);
        clients.add(client);
        return client;
    }

    private static ByteBuffer answer(Connection client, int messageBytes) throws SocketFailure {
        client.sendFully(Greetings.greeting(Greetings.throughput(messageBytes)));
        ByteBuffer answer = ByteBuffer.allocate(Greetings.BYTES);
        client.recvFully(answer);
        return answer.flip();
    }

    @Test
    void clientsThatHaveNotGreetedTakeNoMemoryFromOneThatHas() throws IOException {
        try (Jvm server = Jvm.ipcDemoWith("-Xmx32m", "serve", "tcp:", "--service", "measure")) {
            Endpoint endpoint = endpoint(server);
            for (int i = 0; i < CLIENTS; i++) {
                connect(endpoint);
            }
            assertThat(Greetings.isWelcome(answer(connect(endpoint), 64))).isTrue();
        }
    }

    @Test
    void sessionsForWhichThereIsNoMemoryAreRefusedWithTheReason() throws IOException {
        try (Jvm server = Jvm.ipcDemoWith("-Xmx32m", "serve", "tcp:", "--service", "measure")) {
            Endpoint endpoint = endpoint(server);
            List<ByteBuffer> refusals = new ArrayList<>();
            int welcomes = 0;
            for (int i = 0; i < CLIENTS; i++) {
                ByteBuffer answer = answer(connect(endpoint), 65_000);
                refusals.addAll(Greetings.isRefusal(answer) ? List.of(answer) : List.of());
                welcomes += Greetings.isWelcome(answer) ? 1 : 0;
            }
            assertThat(refusals)
                    .isNotEmpty()
                    .allSatisfy(refusal -> assertThat(Greetings.why(refusal))
                            .contains("the server has no memory left for another session"));
            assertThat(welcomes).isPositive().isEqualTo(CLIENTS - refusals.size());

            closeClients();
            await().atMost(Jvm.PATIENCE).until(() -> Greetings.isWelcome(answer(connect(endpoint), 65_000)));
        }
    }
}
