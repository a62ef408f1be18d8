package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.MESSAGE_TOO_LARGE;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams are delivered separately, and the receiver can answer. */
public interface PacketTransfer extends TransportContract {

    @Override
    PacketTransport transport();

    /** Why a message is too large, in this transport's words. */
    String whyTooLarge();

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 60_000})
    default void carriesADatagramThereAndBack(int bytes, PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();

        assertThat(client.sendTo(Content.from(0, bytes), server.localAddress())).isEqualTo(bytes);
        ByteBuffer received = ByteBuffer.allocateDirect(65_536);
        SocketAddress sender = server.recvFrom(received);
        assertThat(received.position()).isEqualTo(bytes);
        Content.check(received.flip(), 0);
        assertThat(sender).isEqualTo(client.localAddress());
        assertThat(server.endpointOf(sender)).isEqualTo(client.localEndpoint());

        server.sendTo(received.rewind(), sender);
        ByteBuffer answer = ByteBuffer.allocate(65_536);
        assertThat(client.recvFrom(answer)).isEqualTo(server.localAddress());
        assertThat(answer.position()).isEqualTo(bytes);
        Content.check(answer.flip(), 0);
    }

    @Test
    default void carries16MiBOneAnswerAtATime(PacketSandbox sandbox) throws Exception {
        int chunk = 32_768;
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        Call<Void> receiving = sandbox.call(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(chunk + 1);
            for (long place = 0; place < 16 << 20; place += chunk) {
                SocketAddress sender = server.recvFrom(buffer.clear());
                assertThat(buffer.position()).isEqualTo(chunk);
                Content.check(buffer.flip(), place);
                server.sendTo(Content.of("got it"), sender);
            }
            return null;
        });

        for (long place = 0; place < 16 << 20; place += chunk) {
            client.sendTo(Content.from(place, chunk), server.localAddress());
            client.recvFrom(ByteBuffer.allocate(10));
        }

        receiving.result();
    }

    @Test
    default void sendsAnEmptyDatagram(PacketSandbox sandbox) throws IOException {
        assumeTrue(sendsEmptyMessages(), "the library sends no empty messages");
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();

        assertThat(client.sendTo(ByteBuffer.allocate(0), server.localAddress())).isZero();

        ByteBuffer received = ByteBuffer.allocate(10);
        assertThat(server.recvFrom(received)).isEqualTo(client.localAddress());
        assertThat(received.position()).isZero();
    }

    @Test
    default void saysThatItCannotSendAnEmptyDatagram(PacketSandbox sandbox) throws IOException {
        assumeFalse(sendsEmptyMessages(), "the library sends empty messages");
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();

        fails(
                NOT_SUPPORTED,
                "sendto " + server.localEndpoint()
                        + ": not supported (the library makes no system call for an empty message)",
                () -> client.sendTo(ByteBuffer.allocate(0), server.localAddress()));
    }

    @Test
    default void keepsDatagramsApart(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        client.sendTo(Content.of("one"), server.localAddress());
        client.sendTo(Content.of("and two"), server.localAddress());

        ByteBuffer buffer = ByteBuffer.allocate(100);
        server.recvFrom(buffer);
        assertThat(Content.textOf(buffer)).isEqualTo("one");
        server.recvFrom(buffer.clear());
        assertThat(Content.textOf(buffer)).isEqualTo("and two");
    }

    @Test
    default void dropsWhatOfADatagramDoesNotFit(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        client.sendTo(Content.of("one and"), server.localAddress());
        client.sendTo(Content.of("two"), server.localAddress());

        ByteBuffer small = ByteBuffer.allocate(3);
        server.recvFrom(small);
        assertThat(Content.textOf(small)).isEqualTo("one");
        server.recvFrom(small.clear());
        assertThat(Content.textOf(small)).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void sendsFromPositionToLimitAndReceivesAtThePosition(boolean direct, PacketSandbox sandbox)
            throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        ByteBuffer sent = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        sent.put(Content.of("....hello....")).position(4).limit(9);

        assertThat(client.sendTo(sent, server.localAddress())).isEqualTo(5);
        assertThat(sent.position()).isEqualTo(9);

        ByteBuffer received = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        received.put(Content.of(">> ")).limit(10);
        server.recvFrom(received);
        assertThat(received.position()).isEqualTo(8);
        assertThat(Content.textOf(received)).isEqualTo(">> hello");
    }

    @Test
    default void sendsFromABufferThatCannotBeWritten(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();

        client.sendTo(Content.of("hello").asReadOnlyBuffer(), server.localAddress());

        ByteBuffer received = ByteBuffer.allocate(10);
        server.recvFrom(received);
        assertThat(Content.textOf(received)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void refusesADatagramThatIsTooLargeAndGoesOn(boolean direct, PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        ByteBuffer tooLarge = direct ? ByteBuffer.allocateDirect(8 << 20) : ByteBuffer.allocate(8 << 20);

        fails(
                MESSAGE_TOO_LARGE,
                "sendto " + server.localEndpoint() + ": message too large (" + whyTooLarge() + ")",
                () -> client.sendTo(tooLarge, server.localAddress()));

        assertThat(tooLarge.position()).as("what was taken").isZero();
        client.sendTo(Content.of("ok"), server.localAddress());
        ByteBuffer received = ByteBuffer.allocate(10);
        server.recvFrom(received);
        assertThat(Content.textOf(received)).isEqualTo("ok");
    }

    @Test
    default void carriesAMessageOfTheLargestSizeAndNotOneByteMore(PacketSandbox sandbox) throws IOException {
        OptionalInt largest = transport().maxMessageBytes(domain());
        assumeTrue(largest.isPresent(), "the send buffer limits the size of a message");
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();

        client.sendTo(Content.from(0, largest.getAsInt()), server.localAddress());
        ByteBuffer received = ByteBuffer.allocateDirect(largest.getAsInt() + 1);
        server.recvFrom(received);
        assertThat(received.position()).isEqualTo(largest.getAsInt());
        Content.check(received.flip(), 0);

        fails(
                MESSAGE_TOO_LARGE,
                "sendto " + server.localEndpoint() + ": message too large (" + whyTooLarge() + ")",
                () -> client.sendTo(Content.from(0, largest.getAsInt() + 1), server.localAddress()));
    }

    /** Passes over what strangers send to the port, who may take it for somebody who had it before. */
    private static void receive(PacketSocket socket, ByteBuffer buffer, SocketAddress from) throws IOException {
        SocketAddress sender;
        do {
            sender = socket.recvFrom(buffer.clear());
        } while (!sender.equals(from));
    }

    @Test
    default void answers200ClientsAtOnce(PacketSandbox sandbox) throws Exception {
        int clients = 200;
        PacketSocket server = sandbox.bind();
        Call<Void> answering = sandbox.call(() -> {
            ByteBuffer number = ByteBuffer.allocateDirect(4);
            for (int i = 0; i < clients; i++) {
                SocketAddress sender = server.recvFrom(number.clear());
                server.sendTo(number.flip(), sender);
            }
            return null;
        });

        List<PacketSocket> sockets = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            sockets.add(sandbox.bind());
        }
        for (int i = 0; i < clients; i++) {
            sockets.get(i).sendTo(ByteBuffer.allocate(4).putInt(i).flip(), server.localAddress());
        }
        for (int i = 0; i < clients; i++) {
            ByteBuffer answer = ByteBuffer.allocate(4);
            receive(sockets.get(i), answer, server.localAddress());
            assertThat(answer.getInt(0)).isEqualTo(i);
        }
        answering.result();
    }

    @Test
    default void cannotAnswerWhoHasNoName(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind();
        Endpoint unnamed = new Endpoint(transport().scheme(), new AnyName());

        assertThat(socket.endpointOf(PacketSocket.UNNAMED)).isEqualTo(unnamed);
        fails(
                NOT_SUPPORTED,
                "sendto " + unnamed + ": not supported (the sender was never bound, so it cannot be answered)",
                () -> socket.sendTo(Content.of("x"), PacketSocket.UNNAMED));
    }

    @Test
    default void refusesAnAddressThatIsNotOfThisTransport(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind();

        assertThatThrownBy(() -> socket.sendTo(Content.of("x"), MemoryTransport.UNNAMED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.connect(MemoryTransport.UNNAMED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transport().bind(MemoryTransport.UNNAMED, Options.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void anEndpointLeadsToItsAddress(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind();

        assertThat(socket.localEndpoint().scheme()).isEqualTo(transport().scheme());
        assertThat(transport().endpointOf(socket.localAddress())).isEqualTo(socket.localEndpoint());
        assertThat(transport().resolve(Endpoint.parse(socket.localEndpoint().toString())))
                .containsExactly(socket.localAddress());
    }

    @Test
    default void picksAFreeNameForASocketThatIsGivenNone(PacketSandbox sandbox) throws IOException {
        Endpoint any = new Endpoint(transport().scheme(), new AnyName());
        PacketSocket one = sandbox.closeLater(transport().bind(any, Options.DEFAULT));
        PacketSocket other = sandbox.closeLater(transport().bind(any, Options.DEFAULT));

        assertThat(one.localEndpoint()).isNotEqualTo(other.localEndpoint()).isNotEqualTo(any);
        one.sendTo(Content.of("x"), other.localAddress());
        assertThat(other.recvFrom(ByteBuffer.allocate(1))).isEqualTo(one.localAddress());
    }

    @Test
    default void tellsItsBuffers(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind(
                Options.DEFAULT.with(Options.SEND_BUFFER_BYTES, 30_000).with(Options.RECV_BUFFER_BYTES, 40_000));

        assertThat(socket.sendBufferBytes()).isGreaterThanOrEqualTo(30_000);
        assertThat(socket.recvBufferBytes()).isGreaterThanOrEqualTo(40_000);
    }
}
