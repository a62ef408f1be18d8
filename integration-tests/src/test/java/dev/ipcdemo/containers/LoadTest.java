package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many connections at once. */
@Tag("containers")
@Tag("once")
final class LoadTest {

    private static final int CONNECTIONS = 1000;
    private static final long MEMORY_BYTES = 512L * 1024 * 1024;

    @RegisterExtension
    static final Lab LAB = new Lab();

    @ParameterizedTest
    @CsvSource(textBlock = Lab.CONNECTIONS)
    void aServerOfBoundedMemoryAnswersAThousandConnectionsFromThreeContainers(String at, String to) throws IOException {
        Host server = LAB.host(
                "server",
                create -> create.getHostConfig().withMemory(MEMORY_BYTES).withMemorySwap(MEMORY_BYTES));
        server.does("serve " + at);
        List<Host> clients = List.of(LAB.host("one"), LAB.host("two"), LAB.host("three"));
        List<CompletableFuture<Host.Answer>> answers = new ArrayList<>();
        int left = CONNECTIONS;
        for (int i = 0; i < clients.size(); i++) {
            int share = left / (clients.size() - i);
            left -= share;
            answers.add(clients.get(i).begin("load " + to + " " + share));
        }
        int answered = 0;
        for (CompletableFuture<Host.Answer> answer : answers) {
            String text = Host.await(answer).text();
            assertThat(text).startsWith("ok ");
            answered += Integer.parseInt(text.substring(3));
        }
        assertThat(answered).isEqualTo(2 * CONNECTIONS);
        assertThat(server.does("served")).isEqualTo(Integer.toString(CONNECTIONS));
        assertThat(server.container().exitStatus()).isEmpty();
    }
}
