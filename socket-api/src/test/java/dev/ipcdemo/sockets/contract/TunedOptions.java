package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The options of TCP and IP: a socket has the value that it was opened with, or the transport says which one can. */
public interface TunedOptions extends TransportContract {

    /** DSCP 46, "expedited forwarding". */
    OptionValue<Integer> DSCP = new OptionValue<>(Options.DSCP, 46);

    /** Several sockets at one port. */
    OptionValue<Boolean> REUSE_PORT = new OptionValue<>(Options.REUSE_PORT, true);

    /** Less than loopback carries. */
    OptionValue<Integer> MAX_SEGMENT = new OptionValue<>(Options.MAX_SEGMENT_BYTES, 1_000);

    /** The algorithm that every kernel has. */
    OptionValue<String> CONGESTION = new OptionValue<>(Options.CONGESTION, "reno");

    /** Acknowledgements that wait. */
    OptionValue<Boolean> QUICK_ACK = new OptionValue<>(Options.QUICK_ACK, false);

    /** Needs a privilege. */
    OptionValue<Duration> BUSY_POLL = new OptionValue<>(Options.BUSY_POLL, Duration.ofNanos(50_000));

    /** In whole milliseconds. */
    OptionValue<Duration> USER_TIMEOUT = new OptionValue<>(Options.USER_TIMEOUT, Duration.ofMillis(4_321));

    /** What the library or the protocol cannot set. */
    List<OptionValue<?>> refused();

    /** The transport that can. */
    String whoCan();

    /** What is refused is refused with the transport that can, before a socket is opened. */
    @TestFactory
    default Stream<DynamicTest> refusesWhatItCannotSet(Sandbox sandbox) {
        return refused().stream()
                .map(value -> dynamicTest(value.toString(), () -> {
                    Endpoint endpoint = sandbox.freshEndpoint();
                    String why = transport().refusal(value.alone()).orElseThrow();

                    assertThat(why).contains(value.option().toString()).endsWith(whoCan());
                    fails(
                            FailureKind.NOT_SUPPORTED,
                            openVerb() + " " + endpoint + ": not supported (" + why + ")",
                            () -> open(endpoint, value.alone()));
                }));
    }

    @Test
    default void refusesNothingThatIsNotAskedFor() {
        assertThat(transport().refusal(Options.DEFAULT)).isEmpty();
    }

    @Test
    default void twoSocketsHaveOnePortIfBothAllowIt(Sandbox sandbox) throws IOException {
        OpenSocket one = sandbox.open(sandbox.freshEndpoint(), REUSE_PORT.alone());
        OpenSocket other = sandbox.open(one.localEndpoint(), REUSE_PORT.alone());

        assertThat(other.localEndpoint()).isEqualTo(one.localEndpoint());
        assertThat(one.effective(Options.REUSE_PORT)).hasValue(true);
        assertThat(sandbox.open().effective(Options.REUSE_PORT)).hasValue(false);
    }

    @Test
    default void aClosedSocketHasNoOptions(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();
        socket.close();

        fails(
                FailureKind.CLOSED,
                "getsockopt SO_REUSEPORT " + socket.localEndpoint() + ": closed",
                () -> socket.effective(Options.REUSE_PORT));
    }
}
