package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.MESSAGE_TOO_LARGE;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SOCK_SEQPACKET guarantees: one recv returns exactly what one send sent. */
public interface StreamOfMessages extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void saysSo(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        assertThat(transport().type().keepsBoundaries()).isTrue();
        assertThat(pair.client().keepsMessageBoundaries()).isTrue();
        assertThat(pair.server().keepsMessageBoundaries()).isTrue();
    }

    @Test
    default void sendsAnEmptyMessage(StreamSandbox sandbox) throws IOException {
        assumeTrue(sendsEmptyMessages(), "the library sends no empty messages");
        Pair pair = sandbox.pair();

        assertThat(pair.client().send(ByteBuffer.allocate(0))).isZero();

        assertThat(pair.server().recv(ByteBuffer.allocate(10))).isZero();
    }

    @Test
    default void saysThatItCannotSendAnEmptyMessage(StreamSandbox sandbox) throws IOException {
        assumeFalse(sendsEmptyMessages(), "the library sends empty messages");
        Pair pair = sandbox.pair();

        fails(
                NOT_SUPPORTED,
                "send " + pair.client().peerEndpoint()
                        + ": not supported (the library makes no system call for an empty message)",
                () -> pair.client().send(ByteBuffer.allocate(0)));
    }

    @Test
    default void keepsMessagesApart(StreamSandbox sandbox) throws IOException {
        Options patient =
                Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT).with(Options.SEND_TIMEOUT, Sandbox.LIMIT);
        for (Pair pair : new Pair[] {sandbox.pair(), sandbox.pair(patient, patient)}) {
            pair.client().send(Content.of("one"));
            pair.client().send(Content.of("and two"));

            ByteBuffer message = ByteBuffer.allocate(100);
            assertThat(pair.server().recv(message)).isEqualTo(3);
            assertThat(pair.server().recv(message)).isEqualTo(7);
            assertThat(Content.textOf(message)).isEqualTo("oneand two");
        }
    }

    @Test
    default void dropsWhatOfAMessageDoesNotFit(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        pair.client().send(Content.of("one and"));
        pair.client().send(Content.of("two"));

        ByteBuffer small = ByteBuffer.allocate(3);
        assertThat(pair.server().recv(small)).isEqualTo(3);
        assertThat(Content.textOf(small)).isEqualTo("one");
        assertThat(pair.server().recv(small.clear())).isEqualTo(3);
        assertThat(Content.textOf(small)).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void refusesAMessageThatIsTooLargeAndGoesOn(boolean direct, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        ByteBuffer tooLarge = direct ? ByteBuffer.allocateDirect(8 << 20) : ByteBuffer.allocate(8 << 20);

        fails(
                MESSAGE_TOO_LARGE,
                "send " + pair.client().peerEndpoint()
                        + ": message too large (the send buffer limits the size of a message)",
                () -> pair.client().send(tooLarge));

        assertThat(tooLarge.position()).as("what was taken").isZero();
        pair.client().send(Content.of("ok"));
        ByteBuffer received = ByteBuffer.allocate(100);
        assertThat(pair.server().recv(received)).isEqualTo(2);
    }
}
