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
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a transport promises whose sockets are the kernel's: it notes its system calls. Whether it made them, strace tells. */
public interface KernelContract extends TransportContract {

    @Test
    default void notesTheSystemCallsThatOpenASocket(Stage stage) throws IOException {
        try (SystemCalls made = SystemCalls.collect()) {
            stage.open();

            assertThat(made.names()).startsWith("socket").containsSubsequence("socket", "bind");
            assertThat(made.names()).contains(openVerb()).doesNotContain("close", SystemCalls.UNKNOWN);
        }
    }

    @Test
    default void notesTheSystemCallsThatEndASocketOnce(Stage stage) throws IOException {
        OpenSocket socket = stage.open();
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
    default void notesThatItClosedWhatCouldNotBeBound(Stage stage) throws IOException {
        Endpoint taken = stage.open().localEndpoint();
        try (SystemCalls made = SystemCalls.collect()) {
            assertThatThrownBy(() -> open(taken, Options.DEFAULT)).isInstanceOf(SocketFailure.class);

            assertThat(made.names()).startsWith("socket").endsWith("close");
            assertThat(made.names()).doesNotContain("listen");
        }
    }

    @Test
    default void notesTheSystemCallsThatConnect(Stage stage) throws IOException {
        Endpoint server = stage.open().localEndpoint();
        try (SystemCalls made = SystemCalls.collect();
                Connection connection = connect(server, Options.DEFAULT)) {
            assertThat(made.names()).startsWith("socket").endsWith("connect");

            connection.send(Content.of("hello"));
            assertThat(made.names()).as("sending").endsWith("connect");
        }
    }

    /** Wherever the other thread is: about to wait, or in the system call. */
    @Test
    default void closingAPollEndsItsWait(Stage stage) throws Exception {
        Options nonBlocking = Options.DEFAULT.with(Options.BLOCKING, false);
        for (int i = 0; i < 10; i++) {
            Poll poll = stage.closeLater(transport().poll());
            poll.watch(stage.open(freshEndpoint(stage.directory()), nonBlocking), Readiness.RECV);
            Call<List<Poll.Ready>> waiting = stage.call(() -> poll.await()).untilItWaits();

            poll.close();

            fails(CLOSED, "poll of sockets: closed", waiting::result);
        }
    }

    @Test
    default void notesThatItClosedWhatCouldNotBeConnected(Stage stage) throws IOException {
        OpenSocket gone = stage.open();
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
