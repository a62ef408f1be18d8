package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transport of datagrams guarantees of which one system call carries several. */
public interface PacketBatches extends TransportContract {

    /** As many as fit into the queue of an AF_UNIX datagram socket, whose sender would wait. */
    int QUEUED = 8;

    Options PATIENT =
            Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT).with(Options.SEND_TIMEOUT, Sandbox.LIMIT);

    @Override
    PacketTransport transport();

    /** Two ends of one exchange. */
    record Ends(Connection client, Connection server) {

        static Ends of(PacketSandbox sandbox, Options options) throws IOException {
            PacketSocket server = sandbox.bind(options);
            PacketSocket client = sandbox.bind(options);
            Connection there = client.connect(server.localAddress());
            return new Ends(there, server.connect(client.localAddress()));
        }

        Batch.Outgoing outgoing(int messages, int messageBytes) throws SocketFailure {
            return client.sendBatch(messages, messageBytes).orElseThrow();
        }

        Batch.Incoming incoming(int messages, int messageBytes) throws SocketFailure {
            return server.recvBatch(messages, messageBytes).orElseThrow();
        }
    }

    /** Writes messages of some sizes, which continue one content, and sends them all. */
    private static void send(Batch.Outgoing batch, List<Integer> sizes) throws SocketFailure {
        int place = 0;
        for (int i = 0; i < sizes.size(); i++) {
            Content.fill(batch.message(i).clear().limit(sizes.get(i)), place);
            place += sizes.get(i);
        }
        for (int sent = 0; sent < sizes.size(); ) {
            sent += batch.send(sent, sizes.size() - sent);
        }
    }

    /** Receives a number of messages, checks their content, and returns their sizes. */
    private static List<Integer> receive(Batch.Incoming batch, int count) throws SocketFailure {
        List<Integer> sizes = new ArrayList<>();
        int place = 0;
        while (sizes.size() < count) {
            int received = batch.recv();
            for (int i = 0; i < received; i++) {
                assertThat(batch.message(i).position()).isZero();
                sizes.add(batch.message(i).remaining());
                Content.check(batch.message(i), place);
                place += batch.sentBytes(i);
            }
        }
        return sizes;
    }

    @Test
    default void saysThatThereAreBatches() {
        assertThat(transport().batches().reason()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void aBatchArrivesWholeAndInOrder(Options options, PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, options);
        List<Integer> sizes = Collections.nCopies(QUEUED, 100);

        send(ends.outgoing(QUEUED, 100), sizes);

        Batch.Incoming incoming = ends.incoming(QUEUED, 100);
        assertThat(incoming.recv()).isEqualTo(QUEUED);
        for (int i = 0; i < QUEUED; i++) {
            assertThat(incoming.sentBytes(i)).isEqualTo(100);
            assertThat(incoming.message(i).remaining()).isEqualTo(100);
            Content.check(incoming.message(i), i * 100L);
        }
    }

    @Test
    default void messagesOfAllSizesKeepTheirBoundaries(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        List<Integer> sizes = List.of(700, 700, 3, 700, 699, 1, 0, 700);
        Batch.Incoming incoming = ends.incoming(3, 700);

        send(ends.outgoing(8, 700), sizes);

        assertThat(receive(incoming, sizes.size())).isEqualTo(sizes);
    }

    @Test
    default void moreThanOneBufferOfTheKernelHoldsIsSentInOneGo(PacketSandbox sandbox) throws Exception {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Incoming incoming = ends.incoming(50, 1_000);
        Call<List<Integer>> receiving = sandbox.call(() -> receive(incoming, 150));

        send(ends.outgoing(150, 1_000), Collections.nCopies(150, 1_000));

        assertThat(receiving.result()).isEqualTo(Collections.nCopies(150, 1_000));
    }

    @Test
    default void emptyMessagesArriveAsEmptyMessages(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);

        send(ends.outgoing(4, 10), List.of(0, 0, 5, 0));

        assertThat(receive(ends.incoming(4, 10), 4)).containsExactly(0, 0, 5, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    default void tellsHowMuchOfAMessageDidNotFit(int messages, PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);

        Batch.Incoming incoming = ends.incoming(3, 10);
        send(ends.outgoing(messages, 25), Collections.nCopies(messages, 25));

        assertThat(receive(incoming, messages)).isEqualTo(Collections.nCopies(messages, 10));
        assertThat(incoming.sentBytes(0)).isEqualTo(25);
        assertThat(incoming.message(0).limit()).isEqualTo(10);
    }

    @Test
    default void takesWhatHasArrivedThoughItHasRoomForMore(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Incoming incoming = ends.incoming(32, 10);
        ends.client().send(Content.of("one"));
        ends.client().send(Content.of("three"));

        assertThat(incoming.recv()).isEqualTo(2);
        assertThat(Content.textOf(incoming.message(1).position(5))).isEqualTo("three");
    }

    @Test
    default void leavesForLaterWhatItHasNoRoomFor(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Incoming incoming = ends.incoming(3, 10);
        send(ends.outgoing(8, 10), Collections.nCopies(8, 10));

        assertThat(List.of(incoming.recv(), incoming.recv(), incoming.recv())).containsExactly(3, 3, 2);
        Content.check(incoming.message(1), 70);
    }

    @Test
    default void aBatchIsReceivedOneByOneToo(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);

        send(ends.outgoing(4, 30), List.of(30, 30, 30, 7));

        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ByteBuffer received = ByteBuffer.allocateDirect(100);
            sizes.add(ends.server().recv(received));
            Content.check(received.flip(), i * 30L);
        }
        assertThat(sizes).containsExactly(30, 30, 30, 7);
    }

    @Test
    default void sendsSomeOfTheMessages(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Outgoing outgoing = ends.outgoing(5, 10);
        IntStream.range(0, 5).forEach(i -> Content.fill(outgoing.message(i).clear(), i * 10L));

        assertThat(outgoing.send(1, 3)).isEqualTo(3);

        Batch.Incoming incoming = ends.incoming(5, 10);
        assertThat(incoming.recv()).isEqualTo(3);
        Content.check(incoming.message(2), 30);
        assertThatThrownBy(() -> outgoing.send(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    default void aBatchTimesOut(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, Options.DEFAULT.with(Options.RECV_TIMEOUT, StreamWaiting.SHORT));
        Batch.Incoming incoming = ends.incoming(8, 10);

        fails(TIMEOUT, "recv " + ends.server().peerEndpoint() + ": timed out", incoming::recv);

        ends.client().send(Content.of("late"));
        assertThat(Sandbox.despiteTimeouts(incoming::recv)).isEqualTo(1);
    }

    @Test
    default void aBatchDoesNotWaitIfItMustNot(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, Options.DEFAULT.with(Options.BLOCKING, false));
        Batch.Incoming incoming = ends.incoming(8, 10);

        assertThat(incoming.recv()).isZero();
        ends.client().send(Content.of("here"));

        assertThat(Sandbox.eventually().until(incoming::recv, received -> received != 0))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isClosedWhileABatchIsReceived(Options options, PacketSandbox sandbox) throws Exception {
        Ends ends = Ends.of(sandbox, options);
        Batch.Incoming incoming = ends.incoming(8, 10);
        Call<Integer> recv = sandbox.call(incoming::recv).untilItWaits();

        ends.server().close();

        fails(CLOSED, "recv " + ends.server().peerEndpoint() + ": closed", recv::result);
        fails(CLOSED, "recv " + ends.server().peerEndpoint() + ": closed", incoming::recv);
    }

    @Test
    default void doesNothingWithABatchOnceClosed(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Outgoing outgoing = ends.outgoing(8, 10);
        ends.client().close();

        String peer = ends.client().peerEndpoint().toString();
        fails(CLOSED, "send " + peer + ": closed", () -> outgoing.send(0, 8));
        assertThatThrownBy(() -> ends.outgoing(8, 10))
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(CLOSED));
    }

    @Test
    default void aBatchAllocatesNothing(PacketSandbox sandbox) throws IOException {
        Ends ends = Ends.of(sandbox, PATIENT);
        Batch.Outgoing outgoing = ends.outgoing(QUEUED, 64);
        Batch.Incoming incoming = ends.incoming(QUEUED, 64);

        long bytes = Allocation.bytesPer(0, () -> {
            outgoing.send(0, QUEUED);
            for (int received = 0; received < QUEUED; ) {
                received += incoming.recv();
            }
        });

        assertThat(bytes).as("bytes a batch").isZero();
    }
}
