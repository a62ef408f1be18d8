package dev.ipcdemo.relay;

import static dev.ipcdemo.relay.RelaySandbox.any;
import static dev.ipcdemo.relay.RelaySandbox.ascii;
import static dev.ipcdemo.relay.RelaySandbox.receive;
import static dev.ipcdemo.relay.RelaySandbox.receiveFully;
import static dev.ipcdemo.relay.RelaySandbox.send;
import static dev.ipcdemo.relay.RelaySandbox.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay keeps of each pair of transports that it joins. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RelayContractTest {

    private final RelaySandbox sandbox = new RelaySandbox();

    @AfterEach
    void closeAll() throws IOException {
        sandbox.close();
    }

    private static Stream<Arguments> pairs(Predicate<SocketType> type) {
        List<String> schemes = Transports.all().stream()
                .filter(transport -> type.test(transport.type()))
                .filter(transport -> transport.availability().isAvailable())
                .map(Transport::scheme)
                .toList();
        return schemes.stream().flatMap(one -> schemes.stream().map(other -> Arguments.of(one, other)));
    }

    static Stream<Arguments> streams() {
        return pairs(type -> type == SocketType.SOCK_STREAM);
    }

    static Stream<Arguments> messages() {
        return pairs(SocketType::keepsBoundaries);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void passesTheEndOfAStreamOnAndKeepsTheOtherDirectionOpen(String from, String to) throws SocketFailure {
        Listener target = sandbox.listen(to);
        Relay relay = sandbox.relay(from, target.localEndpoint(), "");
        Connection client = sandbox.connect(relay);
        send(client, "hello");
        client.shutdownOutput();
        Connection server = sandbox.accept(target);
        assertThat(text(receiveFully(server, 5))).isEqualTo("hello");
        assertThat(receive(server)).isEmpty();
        send(server, "world");
        assertThat(text(receiveFully(client, 5))).isEqualTo("world");
        server.close();
        assertThat(receive(client)).isEmpty();
        await().until(() -> relay.statistics().openClients() == 0);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void losesNothingOfAStream(String from, String to) throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Listener target = sandbox.listen(to);
        Connection client = sandbox.connect(sandbox.relay(from, target.localEndpoint(), ""));
        Connection server = sandbox.accept(target);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, bytes));
        assertThat(receiveFully(server, bytes.length)).isEqualTo(bytes);
        sending.get();
    }

    private static void sendAll(Connection connection, byte[] bytes) {
        try {
            connection.sendFully(ByteBuffer.wrap(bytes));
        } catch (SocketFailure e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void keepsTheBoundariesOfMessages(String from, String to) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target(to);
        Connection client = sandbox.connect(sandbox.relay(from, target.endpoint(), ""));
        for (int size : new int[] {1, 1000, 9, 20_000}) {
            send(client, "x".repeat(size));
            assertThat(target.receive()).hasSize(size);
            target.reply(new byte[size + 1]);
            assertThat(receive(client)).hasSize(size + 1);
        }
    }

    @Test
    void passesAnEmptyDatagramOnToAClient() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        Connection client = sandbox.connect(sandbox.relay("udp", target.endpoint(), ""));
        send(client, "hello");
        assertThat(target.receive()).hasSize(5);
        target.reply(new byte[0]);
        target.reply(ascii("after it"));
        assertThat(receive(client)).isEmpty();
        assertThat(text(receive(client))).isEqualTo("after it");
    }

    /** No library sends an empty datagram on a connected socket, which the relay has to the target. */
    @Test
    void tellsThatAnEmptyDatagramIsNotPassedOnToTheTarget() throws SocketFailure {
        DroppedMessages dropped = new DroppedMessages();
        RelaySandbox.Target target = sandbox.target("udp");
        Relay relay =
                sandbox.relay("udp", target.endpoint(), RelaySettings.defaults().withObserver(dropped));
        PacketTransport udp = Transports.packet("udp");
        PacketSocket client = sandbox.closeAtEnd(udp.bind(any("udp"), RelaySandbox.OPTIONS));
        SocketAddress to = udp.resolve(relay.endpoint()).get(0);
        client.sendTo(ByteBuffer.allocate(0), to);
        client.sendTo(ByteBuffer.wrap(ascii("after it")), to);
        assertThat(text(target.receive())).isEqualTo("after it");
        assertThat(dropped.lines())
                .containsExactly("#1 to-target '': an empty message, which a connection cannot send");
        assertThat(relay.statistics().toTarget().dropped()).isEqualTo(1);
        assertThat(relay.statistics().toTarget().messages()).isEqualTo(1);
    }

    /** A datagram over UDP is a little smaller than the largest message. */
    @Test
    void goesOnAfterAnAnswerThatIsTooLargeForTheClient() throws SocketFailure {
        DroppedMessages dropped = new DroppedMessages();
        RelaySandbox.Target target = sandbox.target("unixgram");
        Relay relay =
                sandbox.relay("udp", target.endpoint(), RelaySettings.defaults().withObserver(dropped));
        Connection client = sandbox.connect(relay);
        send(client, "hello");
        assertThat(target.receive()).hasSize(5);
        target.reply(ascii("x".repeat(65_530)));
        target.reply(ascii("after it"));
        assertThat(text(receive(client))).isEqualTo("after it");
        assertThat(dropped.lines()).containsExactly("#1 to-client '" + "x".repeat(65_530) + "': message too large");
        assertThat(relay.statistics().toClient().dropped()).isEqualTo(1);
    }

    @Test
    void passesTheEndOfAConnectionOfMessagesOn() throws SocketFailure {
        Listener target = sandbox.listen("unixpacket");
        Connection client = sandbox.connect(sandbox.relay("unixpacket", target.localEndpoint(), ""));
        send(client, "hello");
        client.shutdownOutput();
        Connection server = sandbox.accept(target);
        assertThat(text(receive(server))).isEqualTo("hello");
        assertThat(receive(server)).isEmpty();
        send(server, "world");
        assertThat(text(receive(client))).isEqualTo("world");
    }

    @ParameterizedTest
    @CsvSource({"tcp,udp:", "unixgram,unix:", "unixpacket,tcp:"})
    void refusesToJoinAStreamAndMessages(String from, String to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Relay.open(any(from), Endpoint.parse(to), Faults.NONE))
                .withMessageContaining("a stream has no boundaries");
    }

    @ParameterizedTest
    @CsvSource({"udp", "unixgram"})
    void keepsClientsThatSendDatagramsApart(String scheme) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target(scheme);
        Relay relay = sandbox.relay(scheme, target.endpoint(), "");
        Connection one = sandbox.connect(relay);
        Connection other = sandbox.connect(relay);
        send(one, "one");
        assertThat(text(target.receive())).isEqualTo("one");
        target.reply(ascii("answer to one"));
        send(other, "other");
        assertThat(text(target.receive())).isEqualTo("other");
        target.reply(ascii("answer to other"));
        assertThat(text(receive(other))).isEqualTo("answer to other");
        assertThat(text(receive(one))).isEqualTo("answer to one");
        assertThat(relay.statistics().clients()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "unixgram,udp://127.0.0.1:0,''",
        "unixgram,udp://127.0.0.1:0,delay=1ms",
        "unixgram,unixgram:%s/s,''",
        "unixgram,unixgram:%s/s,delay=1ms",
        "unixpacket,udp://127.0.0.1:0,''",
        "unixpacket,udp://127.0.0.1:0,delay=1ms"
    })
    void findsATargetThatHasComeBack(String from, String where, String faults, @TempDir Path directory)
            throws SocketFailure {
        Endpoint free = Endpoint.parse(String.format(where, directory));
        PacketTransport transport = Transports.packet(free.scheme());
        PacketSocket gone = transport.bind(free, RelaySandbox.OPTIONS);
        Endpoint endpoint = gone.localEndpoint();
        Relay relay = sandbox.relay(from, endpoint, faults);
        Connection client = sandbox.connect(relay);
        send(client, "first");
        gone.recvFrom(ByteBuffer.allocate(5));
        gone.close();
        send(client, "to nobody");
        await().until(() -> relay.statistics().toTarget().messages() == 2);
        PacketSocket back = sandbox.closeAtEnd(transport.bind(endpoint, RelaySandbox.OPTIONS));
        ByteBuffer received = ByteBuffer.allocate(9);
        CompletableFuture<Void> receiving = CompletableFuture.runAsync(() -> receiveOne(back, received));
        await().until(() -> {
            send(client, "hello");
            return receiving.isDone();
        });
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(ascii("hello")));
    }

    /** The kernel has disconnected the relay's socket, and only a new connection would get another. */
    @ParameterizedTest
    @ValueSource(strings = {"", "delay=1ms"})
    void endsAConnectionWhoseTargetOfDatagramsIsGone(String faults) throws SocketFailure {
        PacketSocket gone = Transports.packet("unixgram").bind(any("unixgram"), RelaySandbox.OPTIONS);
        Relay relay = sandbox.relay(
                "unixpacket",
                gone.localEndpoint(),
                RelaySettings.defaults()
                        .withFaults(Faults.parse(faults))
                        .withLimits(new RelayLimits(10, 1000, Duration.ZERO, 1000)));
        Connection client = sandbox.connect(relay);
        send(client, "first");
        gone.recvFrom(ByteBuffer.allocate(5));
        gone.close();
        send(client, "to nobody");
        assertThat(receive(client)).isEmpty();
        await().until(() -> relay.statistics().openClients() == 0);
    }

    private static void receiveOne(PacketSocket socket, ByteBuffer buffer) {
        try {
            socket.recvFrom(buffer);
        } catch (SocketFailure e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forgetsAClientThatSendsNoMoreDatagrams() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        RelayLimits limits = new RelayLimits(10, 1000, Duration.ofMillis(1), 1000);
        Relay relay =
                sandbox.relay("udp", target.endpoint(), RelaySettings.defaults().withLimits(limits));
        send(sandbox.connect(relay), "hello");
        assertThat(text(target.receive())).isEqualTo("hello");
        await().until(() -> relay.statistics().openClients() == 0);
    }

    /** Holds up the first message. */
    private static final class HeldMessage implements RelayObserver {
        private final CountDownLatch isPassing = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
            isPassing.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"udp,udp", "unixpacket,udp", "unixgram,unixpacket"})
    void forgetsNoClientWhoseMessageIsJustPassedOn(String from, String to) throws Exception {
        HeldMessage message = new HeldMessage();
        RelaySandbox.Target target = sandbox.target(to);
        Relay relay =
                sandbox.relay(from, target.endpoint(), RelaySettings.defaults().withObserver(message));
        send(sandbox.connect(relay), "hello");
        message.isPassing.await();
        long laterNs = System.nanoTime() + Duration.ofHours(1).toNanos();
        relay.context.forgetIdle(laterNs, Duration.ofMinutes(1).toNanos());
        assertThat(relay.statistics().openClients()).isEqualTo(1);
        message.released.countDown();
        assertThat(text(target.receive())).isEqualTo("hello");
        await().until(() -> {
            relay.context.forgetIdle(laterNs, Duration.ofMinutes(1).toNanos());
            return relay.statistics().openClients() == 0;
        });
    }

    @ParameterizedTest
    @CsvSource({"udp", "unixpacket"})
    void forgetsNoClientWhoseMessageIsDelayed(String from) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        Relay relay = sandbox.relay(from, target.endpoint(), "delay=1h corrupt=1");
        send(sandbox.connect(relay), "hello");
        // Its corruption is the sign that the relay has it.
        await().until(() -> relay.statistics().toTarget().count(Fault.CORRUPTED) == 1);
        long laterNs = System.nanoTime() + Duration.ofMinutes(30).toNanos();
        relay.context.forgetIdle(laterNs, Duration.ofMinutes(1).toNanos());
        assertThat(relay.statistics().openClients()).isEqualTo(1);
    }

    @Test
    void takesNoMoreClientsThanItsLimit() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        RelayLimits limits = new RelayLimits(1, 1000, Duration.ofMinutes(1), 1000);
        Relay relay =
                sandbox.relay("udp", target.endpoint(), RelaySettings.defaults().withLimits(limits));
        send(sandbox.connect(relay), "first");
        assertThat(text(target.receive())).isEqualTo("first");
        send(sandbox.connect(relay), "second");
        await().until(() -> relay.statistics().tooMany() == 1);
        assertThat(relay.statistics().clients()).isEqualTo(1);
    }

    @Test
    void dropsAMessageThatIsTooLarge() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("unixgram");
        RelayLimits limits = new RelayLimits(10, 100, Duration.ZERO, 1000);
        Relay relay = sandbox.relay(
                "unixpacket", target.endpoint(), RelaySettings.defaults().withLimits(limits));
        Connection client = sandbox.connect(relay);
        send(client, "x".repeat(101));
        send(client, "x".repeat(100));
        assertThat(target.receive()).hasSize(100);
        assertThat(relay.statistics().toTarget().dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"tcp,''", "unix,''", "junix,''", "tcp,delay=1h"})
    void letsATargetWaitForAClientThatDoesNotRead(String scheme, String faults) throws SocketFailure {
        Listener target = sandbox.closeAtEnd(Transports.stream(scheme)
                .listen(any(scheme), Options.DEFAULT.with(Options.SEND_TIMEOUT, Duration.ofSeconds(2))));
        Relay relay = sandbox.relay(scheme, target.localEndpoint(), faults);
        sandbox.connect(relay);
        Connection server = sandbox.accept(target);
        byte[] tooMuch = new byte[100_000_000];
        assertThatThrownBy(() -> server.sendFully(ByteBuffer.wrap(tooMuch)))
                .isInstanceOfSatisfying(
                        SocketFailure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT));
        assertThat(relay.statistics().toClient().bytes()).isLessThan(tooMuch.length / 2);
    }

    @Test
    void resetsAClientWhoseTargetCannotBeReached() throws IOException {
        Socket target = sandbox.closeAtEnd(new Socket());
        target.bind(new InetSocketAddress("127.0.0.1", 0)); // but does not listen
        Relay relay = sandbox.relay("tcp", Endpoint.parse("tcp://127.0.0.1:" + target.getLocalPort()), "");
        // On a busy machine the reset may come before connect(2) has returned.
        assertThatThrownBy(() -> receive(sandbox.connect(relay))).hasMessageContaining("reset by peer");
        assertThat(relay.statistics().unreachable()).isEqualTo(1);
    }

    @Test
    void passesAResetOn() throws SocketFailure {
        Listener target = sandbox.listen("tcp");
        Connection client = sandbox.connect(sandbox.relay("tcp", target.localEndpoint(), ""));
        sandbox.accept(target).reset();
        assertThatThrownBy(() -> receive(client)).hasMessageContaining("reset by peer");
    }

    @ParameterizedTest
    @CsvSource({"unix", "junix", "unixpacket"})
    void leavesNothingBehind(String scheme) throws Exception {
        Listener target = sandbox.listen(scheme);
        Relay relay = sandbox.relay(scheme, target.localEndpoint(), "");
        Connection client = sandbox.connect(relay);
        Connection server = sandbox.accept(target);
        Path file = Path.of(((Endpoint.PathName) relay.endpoint().name()).path());
        assertThat(file).exists();
        relay.close();
        await().until(() -> relay.context.runningThreads() == 0);
        relay.await();
        assertThat(Files.exists(file)).isFalse();
        assertThat(receive(client)).isEmpty();
        assertThat(receive(server)).isEmpty();
        assertThat(relay.statistics().openClients()).isZero();
    }

    /** Holds up whoever closes a client until it is opened. */
    private static final class SlowToClose implements RelayObserver {
        private final CountDownLatch isClosing = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void closed(RelayClient client, String why) {
            isClosing.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unixgram"})
    void endsWhenAllClientsAreClosed(String scheme) throws Exception {
        SlowToClose observer = new SlowToClose();
        RelaySandbox.Target target = sandbox.target(scheme);
        Relay relay = sandbox.relay(
                scheme, target.endpoint(), RelaySettings.defaults().withObserver(observer));
        send(sandbox.connect(relay), "hello");
        assertThat(target.receive()).hasSize(5);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(relay::close);
        observer.isClosing.await();
        await().until(() -> relay.context.runningThreads() == 1); // the one that closes
        assertThat(relay.statistics().openClients()).isZero();
        observer.opened.countDown();
        closing.get();
        relay.await();
        assertThat(relay.context.runningThreads()).isZero();
    }

    /** Closes the relay between receiving something and passing it on. */
    private static final class ClosesTheRelay implements RelayObserver {
        private final CompletableFuture<Relay> relay = new CompletableFuture<>();

        @Override
        public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
            relay.join().close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unixpacket", "unixgram"})
    void whatWouldBeDelayedAfterTheEndKeepsNoThread(String scheme) throws Exception {
        ClosesTheRelay observer = new ClosesTheRelay();
        RelaySandbox.Target target = sandbox.target(scheme);
        RelaySettings settings = RelaySettings.defaults().withFaults(Faults.parse("corrupt=1,delay=1h"));
        Relay relay = sandbox.relay(scheme, target.endpoint(), settings.withObserver(observer));
        observer.relay.complete(relay);
        send(sandbox.connect(relay), "hello");
        await().until(() -> relay.context.runningThreads() == 0);
        relay.await();
        assertThat(relay.statistics().openClients()).isZero();
    }

    /** Throws for almost everything that is not a message, and for a bad one. */
    private static final class Throwing implements RelayObserver {

        @Override
        public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
            assertThat(bytes).isNotEqualTo(ByteBuffer.wrap(ascii("bad")));
        }

        @Override
        public void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
            throw new IllegalStateException(fault.toString());
        }

        @Override
        public void closed(RelayClient client, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void failed(SocketFailure failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void servesOthersAfterAnObserverHasThrownForADatagram() throws Exception {
        RelaySandbox.Target target = sandbox.target("udp");
        Relay relay =
                sandbox.relay("udp", target.endpoint(), RelaySettings.defaults().withObserver(new Throwing()));
        Connection client = sandbox.connect(relay);
        send(client, "good");
        assertThat(text(target.receive())).isEqualTo("good");
        send(client, "bad");
        send(sandbox.connect(relay), "hello");
        assertThat(text(target.receive())).isEqualTo("hello");
        await().until(() -> relay.statistics().openClients() == 1);
        assertEnds(relay);
    }

    @Test
    void servesOthersAfterAnObserverHasThrownForARefusedDatagram() throws Exception {
        RelaySandbox.Target target = sandbox.target("udp");
        RelaySettings settings =
                RelaySettings.defaults().withObserver(new Throwing()).withFaults(Faults.parse("refuse=yes"));
        Relay relay = sandbox.relay("udp", target.endpoint(), settings);
        send(sandbox.connect(relay), "refused");
        await().until(() -> relay.statistics().toTarget().count(Fault.REFUSED) == 1);
        relay.setFaults(Faults.NONE);
        send(sandbox.connect(relay), "hello");
        assertThat(text(target.receive())).isEqualTo("hello");
        assertEnds(relay);
    }

    @Test
    void servesOthersAfterAnObserverHasThrownForARefusedConnection() throws Exception {
        Listener target = sandbox.listen("tcp");
        RelaySettings settings =
                RelaySettings.defaults().withObserver(new Throwing()).withFaults(Faults.parse("refuse=yes"));
        Relay relay = sandbox.relay("tcp", target.localEndpoint(), settings);
        Connection refused = sandbox.connect(relay);
        assertThatThrownBy(() -> receive(refused)).hasMessageContaining("reset by peer");
        relay.setFaults(Faults.NONE);
        send(sandbox.connect(relay), "hello");
        assertThat(text(receiveFully(sandbox.accept(target), 5))).isEqualTo("hello");
        assertEnds(relay);
    }

    private static void assertEnds(Relay relay) throws InterruptedException {
        relay.close();
        relay.await();
        assertThat(relay.statistics().openClients()).isZero();
    }

    @Test
    void relaysManyConnectionsAtOnce() throws SocketFailure {
        Listener target = sandbox.listen("unix");
        Relay relay = sandbox.relay("tcp", target.localEndpoint(), "");
        for (int i = 0; i < 200; i++) {
            Connection client = sandbox.connect(relay);
            send(client, "client");
            assertThat(text(receiveFully(sandbox.accept(target), 6))).isEqualTo("client");
        }
        assertThat(relay.statistics().openClients()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp", "unixpacket"})
    void leavesClientsWaitingUntilItStarts(String scheme) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target(scheme);
        Relay relay = sandbox.closeAtEnd(Relay.listen(any(scheme), target.endpoint(), RelaySettings.defaults()));
        send(sandbox.connect(relay), "hello");
        assertThat(relay.context.runningThreads()).isZero();
        relay.start();
        relay.start();
        assertThat(text(target.receive())).isEqualTo("hello");
    }

    @Test
    void canBeClosedBeforeItStarts() throws Exception {
        Relay relay = Relay.listen(any("unix"), sandbox.listen("unix").localEndpoint(), RelaySettings.defaults());
        relay.close();
        relay.start();
        relay.await();
        assertThat(relay.context.runningThreads()).isZero();
    }

    @Test
    void refusesARelayToItself() throws SocketFailure {
        Listener free = sandbox.listen("tcp");
        Endpoint endpoint = free.localEndpoint();
        free.close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Relay.open(endpoint, endpoint, Faults.NONE))
                .withMessageContaining("itself");
    }
}
