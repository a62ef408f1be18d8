package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Poll.Readiness;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.SocketTracking;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a transport of kernel sockets guarantees: it notes its system calls, and which sockets are open. Another test compares them with strace.
 */
public interface KernelContract extends TransportContract {

    /** Options of sockets that are polled. */
    Options NON_BLOCKING = Options.DEFAULT.with(Options.BLOCKING, false);

    @Test
    default void notesTheSystemCallsThatOpenASocket(Sandbox sandbox) throws IOException {
        try (SystemCalls made = SystemCalls.collect()) {
            sandbox.open();

            assertThat(made.names()).startsWith("socket").containsSubsequence("socket", "bind");
            assertThat(made.names()).contains(openVerb()).doesNotContain("close", SystemCalls.UNKNOWN);
        }
    }

    @Test
    default void notesTheSystemCallsThatEndASocketOnce(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();
        try (SystemCalls made = SystemCalls.collect()) {
            socket.close();
            assertThat(made.names()).endsWith("close");
        }
        try (SystemCalls made = SystemCalls.collect()) {
            socket.close();
            assertThat(made.names()).isEmpty();
        }
    }

    @Test
    default void notesThatItClosedWhatCouldNotBeBound(Sandbox sandbox) throws IOException {
        Endpoint taken = sandbox.open().localEndpoint();
        try (SystemCalls made = SystemCalls.collect()) {
            assertThatThrownBy(() -> open(taken, Options.DEFAULT)).isInstanceOf(SocketFailure.class);

            assertThat(made.names()).startsWith("socket").endsWith("close");
            assertThat(made.names()).doesNotContain("listen");
        }
    }

    @Test
    default void notesTheSystemCallsThatConnect(Sandbox sandbox) throws IOException {
        Endpoint server = sandbox.open().localEndpoint();
        try (SystemCalls made = SystemCalls.collect();
                Connection connection = connect(server, Options.DEFAULT)) {
            assertThat(made.names()).startsWith("socket").endsWith("connect");

            connection.send(Content.of("hello"));
            assertThat(made.names()).as("sending").endsWith("connect");
        }
    }

    @Test
    default void isTrackedUntilItIsClosed(Sandbox sandbox) throws IOException {
        try (SocketTracking tracking = SocketTracking.start()) {
            OpenSocket server = sandbox.open();
            Connection client = sandbox.closeLater(connect(server.localEndpoint(), Options.DEFAULT));
            assertThat(tracking.open()).hasSize(2);

            client.close();
            server.close();

            assertThat(tracking.open()).isEmpty();
        }
    }

    @Test
    default void closingAPollEndsItsWait(Sandbox sandbox) throws Exception {
        Poll poll = watching(sandbox.open(sandbox.freshEndpoint(), NON_BLOCKING), sandbox);
        Call<List<Poll.Ready>> waiting = sandbox.call(() -> poll.await()).untilItWaits();

        poll.close();

        fails(CLOSED, "poll of sockets: closed", waiting::result);
    }

    /** Closes the poll a little later each time, to catch the other thread at every step. */
    @Test
    default void closingAPollEndsAWaitThatIsAboutToBegin(Sandbox sandbox) throws Exception {
        OpenSocket socket = sandbox.open(sandbox.freshEndpoint(), NON_BLOCKING);
        List<Duration> closed = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Poll poll = watching(socket, sandbox);
            sandbox.closesAtAnyStep(i, () -> closed.add(timeOf(poll)), poll::await);
        }
        assertThat(closed)
                .filteredOn(time -> time.toSeconds() >= 2)
                .as("as if closing had waited for the thread that it ends")
                .hasSizeLessThan(5);
    }

    private static Duration timeOf(Poll poll) throws SocketFailure {
        long startNs = System.nanoTime();
        poll.close();
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    @Test
    default void aPollWaitsEvenForTheLongestTime(Sandbox sandbox) throws Exception {
        Poll poll = watching(sandbox.open(sandbox.freshEndpoint(), NON_BLOCKING), sandbox);
        Call<List<Poll.Ready>> waiting = sandbox.call(() -> poll.await(Duration.ofSeconds(Long.MAX_VALUE)))
                .untilItWaits();

        poll.close();

        fails(CLOSED, "poll of sockets: closed", waiting::result);
    }

    private Poll watching(OpenSocket socket, Sandbox sandbox) throws IOException {
        Poll poll = sandbox.closeLater(transport().poll());
        poll.watch(socket, Readiness.RECV);
        return poll;
    }

    @Test
    default void notesThatItClosedWhatCouldNotBeConnected(Sandbox sandbox) throws IOException {
        OpenSocket gone = sandbox.open();
        gone.close();
        try (SystemCalls made = SystemCalls.collect()) {
            try (Connection toNobody = connect(gone.localEndpoint(), Options.DEFAULT)) {
                assertThat(transport()).as("%s", toNobody).isNotInstanceOf(StreamTransport.class); // UDP says nothing
            } catch (SocketFailure refused) {
                assertThat(made.names()).containsSubsequence("socket", "connect", "close");
            }
        }
    }
}
