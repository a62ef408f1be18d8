package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.ENDED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection delivers all bytes, once and in order. */
public interface StreamTransfer extends TransportContract {

    @Override
    StreamTransport transport();

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 65_536})
    default void carriesAMessageThereAndBack(int bytes, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair();

        sandbox.call(() -> {
            pair.client().sendFully(Content.from(0, bytes));
            return null;
        });
        ByteBuffer there = ByteBuffer.allocateDirect(bytes);
        pair.server().recvFully(there);
        Content.check(there.flip(), 0);

        sandbox.call(() -> {
            pair.server().sendFully(there.rewind());
            return null;
        });
        ByteBuffer back = ByteBuffer.allocate(bytes);
        pair.client().recvFully(back);
        Content.check(back.flip(), 0);
    }

    @Test
    default void carries16MiBInEachDirectionAtOnce(StreamSandbox sandbox) throws Exception {
        assertThat(transport().isReliable()).isTrue();
        Pair pair = sandbox.pair();

        Call<Void> there = sandbox.call(() -> sendMuch(pair.client()));
        Call<Void> back = sandbox.call(() -> sendMuch(pair.server()));
        Call<Void> arrivedBack = sandbox.call(() -> recvMuch(pair.client()));
        recvMuch(pair.server());

        there.result();
        back.result();
        arrivedBack.result();
    }

    /** Where there is no TCP, these options mean nothing. */
    @Test
    default void carriesAMessageWhilePeersAreAskedWhetherTheyAreThere(StreamSandbox sandbox) throws Exception {
        Options asking = Options.DEFAULT
                .with(Options.KEEP_ALIVE_IDLE, Duration.ofSeconds(20))
                .with(Options.KEEP_ALIVE_INTERVAL, Duration.ofMillis(1))
                .with(Options.KEEP_ALIVE_PROBES, 3);
        Pair pair = sandbox.pair(asking, asking);

        pair.client().sendFully(Content.from(0, 100));

        ByteBuffer there = ByteBuffer.allocate(100);
        pair.server().recvFully(there);
        Content.check(there.flip(), 0);
    }

    /** Transfers much data with timeouts too, which make calls wait in a selector. */
    @Test
    default void carries16MiBWithTimeouts(StreamSandbox sandbox) throws Exception {
        Options patient =
                Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT).with(Options.SEND_TIMEOUT, Sandbox.LIMIT);
        Pair pair = sandbox.pair(patient, patient);

        Call<Void> there = sandbox.call(() -> sendMuch(pair.client()));
        recvMuch(pair.server());

        there.result();
    }

    @Test
    default void carries16MiBWithoutBlocking(StreamSandbox sandbox) throws Exception {
        Options spinning = Options.DEFAULT.with(Options.BLOCKING, false);
        Pair pair = sandbox.pair(spinning, spinning);

        Call<Void> there = sandbox.call(() -> sendMuch(pair.client()));
        recvMuch(pair.server());

        there.result();
    }

    private static Void sendMuch(Connection connection) throws IOException {
        int chunk = 65_536;
        for (long place = 0; place < 16 << 20; place += chunk) {
            connection.sendFully(Content.from(place, chunk));
        }
        return null;
    }

    private static Void recvMuch(Connection connection) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(65_536);
        for (long place = 0; place < 16 << 20; place += chunk.capacity()) {
            connection.recvFully(chunk.clear());
            Content.check(chunk.flip(), place);
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void sendsFromPositionToLimitAndReceivesAtThePosition(boolean direct, StreamSandbox sandbox)
            throws IOException {
        Pair pair = sandbox.pair();
        ByteBuffer sent = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        sent.put(Content.of("....hello....")).position(4).limit(9);

        assertThat(pair.client().send(sent)).isEqualTo(5);
        assertThat(sent.position()).isEqualTo(9);

        ByteBuffer received = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        received.put(Content.of(">> ")).limit(10);
        assertThat(pair.server().recv(received)).isEqualTo(5);
        assertThat(received.position()).isEqualTo(8);
        assertThat(Content.textOf(received)).isEqualTo(">> hello");
    }

    @Test
    default void sendsFromABufferThatCannotBeWritten(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        pair.client().sendFully(Content.of("hello").asReadOnlyBuffer());

        ByteBuffer received = ByteBuffer.allocate(5);
        pair.server().recvFully(received);
        assertThat(Content.textOf(received)).isEqualTo("hello");
    }

    @Test
    default void receivesNothingIntoABufferWithoutRoom(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        Pair patient = sandbox.pair(Options.DEFAULT, Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT));
        ByteBuffer full = ByteBuffer.allocateDirect(0);

        assertThat(pair.server().recv(full)).isZero();
        assertThat(patient.server().recv(full)).isZero();
    }

    @Test
    default void takesOnlyWhatHasRoom(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(Options.DEFAULT.with(Options.BLOCKING, false), Options.DEFAULT);
        long taken = fillUp(pair.client());
        assertThat(taken).isPositive();
        pair.client().shutdownOutput();

        ByteBuffer received = ByteBuffer.allocateDirect(4_096);
        long place = 0;
        while (pair.server().recv(received.clear()) >= 0) {
            Content.check(received.flip(), place);
            place += received.limit();
        }
        assertThat(place).isEqualTo(taken);
    }

    /** Sends until the kernel has taken nothing for a while, because it may move bytes to the receiver's buffer. */
    private static long fillUp(Connection connection) throws IOException {
        int chunk = connection.keepsMessageBoundaries() ? 4_096 : 300_000;
        long taken = 0;
        long fullSinceNs = System.nanoTime();
        int sent;
        do {
            ByteBuffer buffer = Content.from(taken, chunk);
            sent = connection.send(buffer);
            assertThat(buffer.position()).isEqualTo(sent);
            taken += sent;
            fullSinceNs = sent > 0 ? System.nanoTime() : fullSinceNs;
        } while (sent > 0
                || System.nanoTime() - fullSinceNs < Duration.ofMillis(100).toNanos());
        return taken;
    }

    @Test
    default void saysHowMuchHadComeWhenTheStreamEndsTooEarly(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        pair.client().sendFully(Content.of("hel"));
        pair.client().close();
        ByteBuffer wanted = ByteBuffer.allocate(5);

        fails(
                ENDED,
                "recv " + StreamSandbox.subject(pair.server())
                        + ": ended (the peer ended the stream after 3 of 5 bytes)",
                () -> pair.server().recvFully(wanted));

        assertThat(Content.textOf(wanted)).isEqualTo("hel");
    }

    /** A failed send leaves the position unchanged, in direct and heap buffers. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void takesNothingFromTheBufferWhenSendingFails(boolean direct, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(Options.DEFAULT, Options.DEFAULT);
        pair.client().shutdownOutput();
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(100) : ByteBuffer.allocate(100);

        assertThat(catchThrowable(() -> pair.client().send(buffer)))
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CLOSED));

        assertThat(buffer.position()).isZero();
    }
}
