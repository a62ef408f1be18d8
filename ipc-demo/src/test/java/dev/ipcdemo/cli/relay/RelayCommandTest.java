package dev.ipcdemo.cli.relay;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.file;
import static dev.ipcdemo.testing.Schemes.receive;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class RelayCommandTest {

    private static Listener target() throws Exception {
        return Transports.stream("tcp").listen(Endpoint.parse("tcp:"), Options.DEFAULT);
    }

    private static Endpoint endpoint(Jvm relay, Listener target) {
        String line = "relay to " + target.localEndpoint() + " listening on ";
        assertThat(relay.firstLine()).startsWith(line);
        return Endpoint.parse(relay.firstLine().substring(line.length()));
    }

    @ParameterizedTest
    @CsvSource({"text,\"hello\"", "hex,68656c6c 6f"})
    void showsWhatPassesAndEndsInOrderOnSigterm(String form, String shown) throws Exception {
        try (Listener target = target();
                Jvm relay = Jvm.ipcDemo(
                        "relay", "unix:", target.localEndpoint().toString(), "--show=" + form, "--delay", "1ms")) {
            Endpoint endpoint = endpoint(relay, target);
            try (Connection client = connect(endpoint);
                    Connection server = target.accept()) {
                send(client, "hello");
                assertThat(receive(server, 5)).isEqualTo("hello");
                send(server, "world");
                assertThat(receive(client, 5)).isEqualTo("world");
                relay.terminate();
                assertThat(relay.status()).isZero();
            }
            assertThat(relay.output())
                    .contains("#1 5 bytes " + shown)
                    .contains("relay ended: clients 1, open 0, too many 0, target unreachable 0; to-target 1 messages"
                            + " (5 bytes)");
            assertThat(relay.errors()).contains("faults to-target: delay=1ms (seed ");
            assertThat(file(endpoint)).doesNotExist();
        }
    }

    @Test
    void takesCommandsWhileItRuns(@TempDir Path directory) throws Exception {
        String control = "unix:" + directory.resolve("c");
        Path recorded = directory.resolve("r.pcapng");
        try (Listener target = target();
                Jvm relay = Jvm.ipcDemo(
                        "relay",
                        "tcp:",
                        target.localEndpoint().toString(),
                        "--silent",
                        "--control",
                        control,
                        "--record",
                        recorded.toString())) {
            Endpoint endpoint = endpoint(relay, target);
            try (Connection commands = connect(Endpoint.parse(control))) {
                send(commands, "clear\n");
                assertThat(receive(commands, 3)).isEqualTo("ok\n");
            }
            try (Connection client = connect(endpoint);
                    Connection server = target.accept()) {
                send(client, "hello");
                assertThat(receive(server, 5)).isEqualTo("hello");
            }
            relay.terminate();
            assertThat(relay.status()).isZero();
        }
        assertThat(directory.resolve("c")).doesNotExist();
        assertThat(recorded).isNotEmptyFile();
    }
}
