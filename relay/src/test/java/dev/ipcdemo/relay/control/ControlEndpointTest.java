package dev.ipcdemo.relay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ControlEndpointTest {

    private Relay relay;
    private ControlEndpoint control;
    private Connection client;

    @BeforeEach
    void open() throws SocketFailure {
        relay = Relay.open(Endpoint.parse("unixpacket:"), Endpoint.parse("unixgram:@nobody"), Faults.NONE);
        control = ControlEndpoint.open(Endpoint.parse("unix:"), relay);
        client = Transports.byScheme("unix")
                .connect(control.endpoint(), Options.DEFAULT.with(Options.RECV_TIMEOUT, Duration.ofMinutes(2)));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        control.close();
        relay.close();
    }

    private String ask(String command) throws SocketFailure {
        client.sendFully(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!answer.toString().matches("(?s)(.*\n)?(ok|error[^\n]*)\n")) {
            client.recvFully(one.clear());
            answer.append((char) one.get(0));
        }
        return answer.toString();
    }

    @Test
    void changesFaultsAndTellsThem() throws SocketFailure {
        assertThat(ask("set delay=50ms loss=10%")).isEqualTo("ok\n");
        assertThat(ask("set to-client loss=0 delay=1s")).isEqualTo("ok\n");
        assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.parse("delay=50ms loss=0.1"));
        assertThat(ask("faults")).isEqualTo("to-target delay=50ms loss=0.1\nto-client delay=1000ms\nok\n");
        assertThat(ask("clear to-target")).isEqualTo("ok\n");
        assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.NONE);
        assertThat(relay.faults(Direction.TO_CLIENT)).isEqualTo(Faults.parse("delay=1s"));
    }

    @Test
    void replacesAllFaultsOfADirection() throws SocketFailure {
        ask("set delay=50ms loss=10%");
        assertThat(ask("replace to-client jitter=5ms")).isEqualTo("ok\n");
        assertThat(relay.faults(Direction.TO_CLIENT)).isEqualTo(Faults.parse("jitter=5ms"));
        assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.parse("delay=50ms loss=0.1"));
        assertThat(ask("replace")).isEqualTo("ok\n");
        assertThat(ask("faults")).isEqualTo("to-target\nto-client\nok\n");
    }

    @Test
    void saysWhatIsWrongWithACommand() throws SocketFailure {
        assertThat(ask("set loss=lots")).startsWith("error loss must be from 0% to 100%, not 'lots'");
        assertThat(ask("set to-nowhere loss=1")).startsWith("error 'to-nowhere' is no direction");
        assertThat(ask("clear loss")).startsWith("error clear ends all faults");
        assertThat(ask("dance")).startsWith("error there is no command 'dance'");
        assertThat(relay.faults(Direction.TO_TARGET)).isEqualTo(Faults.NONE);
    }

    @Test
    void tellsStatisticsAndCommands() throws SocketFailure {
        assertThat(ask("statistics")).startsWith("clients 0, open 0");
        assertThat(ask("help")).contains("SETTING=VALUE");
        assertThat(ask("reset")).isEqualTo("ok\n");
    }

    @Test
    void endsAConnectionWhoseLineNeverEnds() throws SocketFailure {
        client.sendFully(ByteBuffer.wrap(new byte[4096]));
        ByteBuffer answer = ByteBuffer.allocate(5);
        client.recvFully(answer);
        assertThat(new String(answer.array(), StandardCharsets.UTF_8)).isEqualTo("error");
    }

    @Test
    void answersALastLineThatIsEndedByTheStream() throws SocketFailure {
        client.sendFully(ByteBuffer.wrap("help".getBytes(StandardCharsets.UTF_8)));
        client.shutdownOutput();
        ByteBuffer answer = ByteBuffer.allocate(6);
        client.recvFully(answer);
        assertThat(new String(answer.array(), StandardCharsets.UTF_8)).isEqualTo("faults");
    }

    @Test
    void takesOnlyAStreamOfAfUnix() {
        assertThatIllegalArgumentException().isThrownBy(() -> ControlEndpoint.open(Endpoint.parse("tcp:"), relay));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlEndpoint.open(Endpoint.parse("unixpacket:"), relay));
    }
}
