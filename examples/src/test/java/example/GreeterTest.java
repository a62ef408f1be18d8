package example;

import static dev.ipcdemo.junit.performance.Performance.assertThat;
import static dev.ipcdemo.junit.performance.Performance.percent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcdemo.junit.Echoing;
import dev.ipcdemo.junit.NoLeaks;
import dev.ipcdemo.junit.Recording;
import dev.ipcdemo.junit.RecordingServer;
import dev.ipcdemo.junit.RelayTo;
import dev.ipcdemo.junit.performance.TimedCall;
import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@NoLeaks
class GreeterTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Echoing("tcp")
    private RecordingServer echo;

    @RelayTo("echo")
    private Relay relay;

    private static int port(Endpoint endpoint) {
        return Integer.parseInt(((Endpoint.HostPort) endpoint.name()).port());
    }

    @Test
    void returnsTheAnswer() throws IOException {
        try (Greeter greeter = new Greeter(port(echo.endpoint()), LONG)) {
            assertEquals("hello world", greeter.greet("world"));
        }
    }

    @Test
    void greetsOnce(@Recording("tcp") RecordingServer recorder) throws Exception {
        try (Greeter greeter = new Greeter(port(recorder.endpoint()), Duration.ofMillis(1))) {
            assertThrows(SocketTimeoutException.class, () -> greeter.greet("nobody"));
            recorder.awaitBytes("hello nobody\n".length());
        }
        assertEquals("hello nobody\n", new String(recorder.bytesFrom(1), "UTF-8"));
    }

    @Test
    void failsWhenTheServerRefuses() {
        relay.setFaults(Faults.NONE.with(Faults.REFUSE, true));
        assertThrows(IOException.class, () -> {
            try (Greeter greeter = new Greeter(port(relay.endpoint()), LONG)) {
                requireAnswer(greeter.greet("world"));
            }
        });
    }

    private static void requireAnswer(String answer) throws IOException {
        if (answer.isEmpty()) {
            throw new IOException("no answer");
        }
    }

    @Test
    void aSecondGreetingIsNotSlower(TestReporter reporter) throws Exception {
        try (Greeter one = new Greeter(port(echo.endpoint()), LONG);
                Greeter other = new Greeter(port(echo.endpoint()), LONG)) {
            assertThat(TimedCall.of("other", () -> other.greet("world")))
                    .reportedTo(reporter)
                    .isNotSlowerThan(TimedCall.of("one", () -> one.greet("world")))
                    .by(percent(50));
        }
    }

    /** Shows what a failure looks like: mvn test -DexcludedGroups= -Dgroups=fails-on-purpose. */
    @Test
    @Tag("fails-on-purpose")
    void returnsTheAnswerAlsoWhenBytesAreCorrupted() throws IOException {
        relay.setFaults(Direction.TO_CLIENT, Faults.NONE.with(Faults.CORRUPT, 1.0));
        try (Greeter greeter = new Greeter(port(relay.endpoint()), LONG)) {
            assertEquals("hello world", greeter.greet("world"));
        }
    }

    private Greeter forgotten;

    /** Shows what is said of a socket that is left open. */
    @Test
    @Tag("fails-on-purpose")
    void forgetsToClose() throws IOException {
        forgotten = new Greeter(port(echo.endpoint()), LONG);
        assertEquals("hello world", forgotten.greet("world"));
    }
}
