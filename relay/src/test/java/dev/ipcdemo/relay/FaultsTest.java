package dev.ipcdemo.relay;

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
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultsTest {

    private final RelaySandbox sandbox = new RelaySandbox();

    @AfterEach
    void closeAll() throws IOException {
        sandbox.close();
    }

    /** A connection through a relay, seen from both ends. */
    private record Joined(Relay relay, Connection client, Connection server) {}

    private Joined join(String scheme, String faults) throws SocketFailure {
        Listener target = sandbox.listen(scheme);
        Relay relay = sandbox.relay(scheme, target.localEndpoint(), faults);
        Connection client = sandbox.connect(relay);
        return new Joined(relay, client, sandbox.accept(target));
    }

    @Test
    void areReadAndWritten() {
        Faults faults = Faults.parse("delay=50ms, bandwidth=64k loss=10% ending=reset limit=500 refuse=yes share=0.5");
        assertThat(faults.get(Faults.DELAY)).isEqualTo(Duration.ofMillis(50));
        assertThat(faults.get(Faults.BANDWIDTH)).isEqualTo(65_536);
        assertThat(faults.get(Faults.LOSS)).isEqualTo(0.1);
        assertThat(faults.get(Faults.ENDING)).isEqualTo(Ending.RESET);
        assertThat(faults.get(Faults.LIMIT)).isEqualTo(500);
        assertThat(faults.get(Faults.REFUSE)).isTrue();
        assertThat(Faults.parse(faults.toString())).isEqualTo(faults).hasSameHashCodeAs(faults);
        assertThat(Faults.parse(" ")).isEqualTo(Faults.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.0005S", "PT0.05S", "PT20M", "PT24H", "PT23H59M59.999999999S"})
    void areReadAsTimesWereWritten(Duration time) {
        Faults faults = Faults.NONE.with(Faults.DELAY, time);
        assertThat(Faults.parse(faults.toString())).isEqualTo(faults);
    }

    @Test
    void areReadAsALimitWasWritten() {
        Faults faults = Faults.NONE.with(Faults.LIMIT, Long.MAX_VALUE);
        assertThat(Faults.parse(faults.toString())).isEqualTo(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay",
                "delay=50",
                "delay=99999999999999h",
                "loss=101%",
                "loss=-0.1",
                "speed=1",
                "ending=bang",
                "limit=-2",
                "limit=9999999999999999999",
                "refuse=maybe"
            })
    void refuseWhatMakesNoSense(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Faults.parse(text))
                .withMessageContaining(text.split("=")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loss", "duplicate", "reorder", "truncate"})
    void ofMessagesAreRefusedOnAStream(String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> join("tcp", fault + "=10%"))
                .withMessage(fault
                        + " is a fault of messages, and 'tcp' is a stream: use delay, bandwidth, corrupt or limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "half-close"})
    void ofConnectionsAreRefusedAmongDatagrams(String ending) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("unixgram");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sandbox.relay("udp", target.endpoint(), "ending=" + ending))
                .withMessage("ending=" + ending + " ends a connection, and 'udp' has none: use ending=silence or loss");
    }

    @Test
    void thatAreRefusedChangeNothing() throws SocketFailure {
        Relay relay = join("tcp", "delay=1ms").relay();
        assertThatIllegalArgumentException().isThrownBy(() -> relay.setFaults(Faults.parse("loss=1%")));
        assertThat(relay.faults(Direction.TO_CLIENT)).isEqualTo(Faults.parse("delay=1ms"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unixpacket"})
    void delayHoldsBackAndKeepsTheOrder(String scheme) throws SocketFailure {
        Joined joined = join(scheme, "delay=80ms jitter=40ms");
        long startNs = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            send(joined.client(), "" + i);
        }
        StringBuilder received = new StringBuilder();
        while (received.length() < 10) {
            received.append(text(receive(joined.server())));
        }
        assertThat(received.toString()).isEqualTo("0123456789");
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }

    @Test
    void delayThatEndsLetsNothingOvertake() throws SocketFailure {
        Joined joined = join("tcp", "delay=500ms corrupt=1");
        send(joined.client(), "slow");
        // Its corruption is the sign that the relay has it, and holds it back.
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.CORRUPTED) == 1);
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "fast");
        joined.client().shutdownOutput();
        assertThat(text(receiveFully(joined.server(), 8))).endsWith("lowfast");
        assertThat(receive(joined.server())).isEmpty();
    }

    /** A datagram over UDP is a little smaller than the largest message. */
    @ParameterizedTest
    @CsvSource({"unixgram,''", "unixgram,delay=1ms", "unixpacket,''", "unixpacket,delay=1ms"})
    void letMorePassAfterAMessageThatCannotBeSent(String from, String faults) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        Relay relay = sandbox.relay(from, target.endpoint(), faults);
        Connection client = sandbox.connect(relay);
        send(client, "x".repeat(65_530));
        await().until(() -> relay.statistics().toTarget().dropped() == 1);
        send(client, "hello");
        assertThat(text(target.receive())).isEqualTo("hello");
    }

    /** What the target has ended in order is passed on; that it reads no more, only sending tells. */
    @ParameterizedTest
    @CsvSource({"tcp,''", "tcp,delay=1ms", "unix,''", "unix,delay=1ms", "unixpacket,delay=1ms"})
    void delayDoesNotHideThatTheTargetIsGone(String scheme, String faults) throws SocketFailure {
        Joined joined = join(scheme, faults);
        joined.server().close();
        assertThat(receive(joined.client())).isEmpty();
        await().until(() -> isSendingRefused(joined.client()));
        await().until(() -> joined.relay().statistics().openClients() == 0);
    }

    private static boolean isSendingRefused(Connection connection) {
        try {
            send(connection, "more");
            return false;
        } catch (SocketFailure e) {
            return true;
        }
    }

    @Test
    void bandwidthLimitsAStream() throws SocketFailure {
        Joined joined = join("unix", "bandwidth=10000");
        long startNs = System.nanoTime();
        send(joined.client(), "x".repeat(2000));
        receiveFully(joined.server(), 2000);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }

    @Test
    void lossLosesMessages() throws SocketFailure {
        Joined joined = join("unixpacket", "loss=1");
        send(joined.client(), "lost");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.LOST) == 1);
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "kept");
        assertThat(text(receive(joined.server()))).isEqualTo("kept");
    }

    @Test
    void lossTellsWhatIsLost() throws SocketFailure {
        DroppedMessages dropped = new DroppedMessages();
        RelaySandbox.Target target = sandbox.target("unixpacket");
        RelaySettings settings =
                RelaySettings.defaults().withObserver(dropped).withFaults(Direction.TO_TARGET, Faults.parse("loss=1"));
        send(sandbox.connect(sandbox.relay("unixpacket", target.endpoint(), settings)), "lost");
        await().until(() -> dropped.lines().equals(List.of("#1 to-target 'lost': fault: lost")));
    }

    @Test
    void limitTellsWhatIsDiscarded() throws SocketFailure {
        DroppedMessages dropped = new DroppedMessages();
        Listener target = sandbox.listen("tcp");
        RelaySettings settings =
                RelaySettings.defaults().withObserver(dropped).withFaults(Faults.parse("limit=2 ending=silence"));
        send(sandbox.connect(sandbox.relay("tcp", target.localEndpoint(), settings)), "hello");
        await().until(() -> dropped.lines().equals(List.of("#1 to-target 'llo': fault: discarded")));
    }

    @Test
    void refuseTellsWhatIsRefusedOfDatagrams() throws SocketFailure {
        DroppedMessages dropped = new DroppedMessages();
        RelaySandbox.Target target = sandbox.target("udp");
        RelaySettings settings = RelaySettings.defaults().withObserver(dropped).withFaults(Faults.parse("refuse=yes"));
        send(sandbox.connect(sandbox.relay("udp", target.endpoint(), settings)), "hello");
        await().until(() -> dropped.lines().equals(List.of("#1 to-target 'hello': fault: refused")));
    }

    @Test
    void silenceDiscardsEmptyDatagramsToo() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("udp");
        Relay relay = sandbox.relay(
                "udp",
                target.endpoint(),
                RelaySettings.defaults().withFaults(Direction.TO_CLIENT, Faults.parse("ending=silence")));
        send(sandbox.connect(relay), "hello");
        assertThat(target.receive()).hasSize(5);
        target.reply(new byte[0]);
        await().until(() -> relay.statistics().toClient().count(Fault.DISCARDED) == 1);
        assertThat(relay.statistics().toClient().messages()).isZero();
    }

    @Test
    void duplicateSendsTwice() throws SocketFailure {
        Joined joined = join("unixpacket", "duplicate=1");
        send(joined.client(), "twice");
        assertThat(text(receive(joined.server()))).isEqualTo("twice");
        assertThat(text(receive(joined.server()))).isEqualTo("twice");
    }

    /** Lets no message pass before it is opened. */
    private static final class Gate implements RelayObserver {
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void reorderSwapsNeighbours() throws SocketFailure {
        Gate gate = new Gate();
        RelaySandbox.Target target = sandbox.target("unixpacket");
        RelaySettings settings =
                RelaySettings.defaults().withObserver(gate).withFaults(Faults.parse("delay=1ms duplicate=1"));
        Relay relay = sandbox.relay("unixpacket", target.endpoint(), settings);
        Connection client = sandbox.connect(relay);
        send(client, "0");
        await().until(() -> relay.statistics().toTarget().count(Fault.DUPLICATED) == 1);
        relay.setFaults(Faults.parse("reorder=1"));
        for (String text : List.of("1", "2", "3", "4", "5")) {
            send(client, text);
        }
        // When the last is there, those before it wait behind the gate.
        await().until(() -> relay.statistics().toTarget().count(Fault.REORDERED) == 5);
        gate.opened.countDown();
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            received.add(text(target.receive()));
        }
        assertThat(received).containsExactly("0", "0", "2", "1", "4", "3", "5");
    }

    @Test
    void reorderDoesNotKeepTheLastMessage() throws SocketFailure {
        Joined joined = join("unixpacket", "reorder=1");
        send(joined.client(), "alone");
        assertThat(text(receive(joined.server()))).isEqualTo("alone");
    }

    @Test
    void reorderLetsTheEndOvertakeNothing() throws SocketFailure {
        Joined joined = join("unixpacket", "reorder=1");
        send(joined.client(), "alone");
        joined.client().shutdownOutput();
        assertThat(text(receive(joined.server()))).isEqualTo("alone");
        assertThat(receive(joined.server())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unixpacket", "tcp"})
    void corruptChangesOneBit(String scheme) throws SocketFailure {
        Joined joined = join(scheme, "corrupt=1");
        send(joined.client(), "hello");
        byte[] received = receiveFully(joined.server(), 5);
        BitSet changed = BitSet.valueOf(received);
        changed.xor(BitSet.valueOf(ascii("hello")));
        assertThat(changed.cardinality()).isEqualTo(1);
    }

    @Test
    void truncateCutsTheEndOff() throws SocketFailure {
        Joined joined = join("unixpacket", "truncate=1");
        send(joined.client(), "hello");
        String received = text(receive(joined.server()));
        assertThat(received).isNotEmpty().hasSizeLessThan(5);
        assertThat("hello").startsWith(received);
    }

    @ParameterizedTest
    @CsvSource({"tcp,''", "tcp,delay=10ms", "unix,''", "junix,''"})
    void limitClosesAfterSoManyBytes(String scheme, String more) throws SocketFailure {
        Joined joined = join(scheme, "limit=3 " + more);
        send(joined.client(), "hello");
        assertThat(text(receiveFully(joined.server(), 3))).isEqualTo("hel");
        assertThat(receive(joined.server())).isEmpty();
        assertThat(joined.relay().statistics().toTarget().count(Fault.CLOSED)).isEqualTo(1);
    }

    @Test
    void limitThatIsNotExceededDoesNothing() throws SocketFailure {
        Joined joined = join("tcp", "limit=5");
        send(joined.client(), "hello");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("hello");
        send(joined.server(), "world");
        assertThat(text(receiveFully(joined.client(), 5))).isEqualTo("world");
    }

    /**
     * AF_UNIX has a reset only for bytes that are left unread, and the relay reads a message whole. Junixsocket shuts a
     * connection down before it closes it: a client that reads in between sees the end.
     */
    @ParameterizedTest
    @CsvSource({"tcp,RESET,RESET", "unix,RESET,the end", "junix,RESET|the end,the end", "unixpacket,the end,the end"})
    void resetResetsTheClient(String scheme, String clientSees, String serverSees) throws SocketFailure {
        Joined joined = join(scheme, "ending=reset");
        send(joined.client(), "hello");
        assertThat(received(joined.client())).matches(clientSees);
        assertThat(received(joined.server())).isEqualTo(serverSees);
        assertThat(joined.relay().statistics().toTarget().count(Fault.RESET)).isEqualTo(1);
        assertThat(joined.relay().statistics().toTarget().bytes()).isZero();
    }

    private static String received(Connection connection) {
        try {
            return receive(connection).length == 0 ? "the end" : "bytes";
        } catch (SocketFailure e) {
            return e.kind().name();
        }
    }

    @Test
    void resetIsForWhatIsBeyondTheLimit() throws SocketFailure {
        Joined joined = join("tcp", "ending=reset limit=5");
        send(joined.client(), "hello");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("hello");
        send(joined.client(), "!");
        assertThat(received(joined.client())).isEqualTo("RESET");
        assertThat(received(joined.server())).isEqualTo("RESET");
    }

    @Test
    void halfCloseEndsOneDirection() throws SocketFailure {
        Joined joined = join("unix", "");
        joined.relay().setFaults(Direction.TO_TARGET, Faults.parse("ending=half-close limit=2"));
        send(joined.client(), "hello");
        assertThat(text(receiveFully(joined.server(), 2))).isEqualTo("he");
        assertThat(receive(joined.server())).isEmpty();
        send(joined.server(), "world");
        assertThat(text(receiveFully(joined.client(), 5))).isEqualTo("world");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unixpacket"})
    void silenceDiscardsUntilItIsOver(String scheme) throws SocketFailure {
        Joined joined = join(scheme, "ending=silence");
        send(joined.client(), "hello");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.DISCARDED) == 1);
        assertThat(joined.relay().statistics().toTarget().count(Fault.SILENCED)).isEqualTo(1);
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "world");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("world");
    }

    @Test
    void silenceThatIsOverMayBeFollowedByAReset() throws SocketFailure {
        Joined joined = join("tcp", "ending=silence");
        send(joined.client(), "hello");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.DISCARDED) == 1);
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "world");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("world");
        joined.relay().setFaults(Faults.parse("ending=reset"));
        send(joined.client(), "!");
        assertThat(received(joined.client())).isEqualTo("RESET");
        assertThat(joined.relay().statistics().toTarget().count(Fault.RESET)).isEqualTo(1);
    }

    @Test
    void silenceMayEndWithAReset() throws SocketFailure {
        Joined joined = join("tcp", "ending=silence");
        send(joined.client(), "hello");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.DISCARDED) == 1);
        joined.relay().setFaults(Faults.parse("ending=reset"));
        send(joined.client(), "!");
        assertThat(received(joined.client())).isEqualTo("RESET");
        assertThat(joined.relay().statistics().toTarget().count(Fault.RESET)).isEqualTo(1);
    }

    @Test
    void silenceIsCountedEachTime() throws SocketFailure {
        Joined joined = join("unix", "ending=silence");
        send(joined.client(), "hello");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.DISCARDED) == 1);
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "world");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("world");
        joined.relay().setFaults(Faults.parse("ending=silence"));
        send(joined.client(), "hello");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.SILENCED) == 2);
    }

    /** The second one begins within what has come at once. */
    @Test
    void silenceAfterAHigherLimitIsCountedToo() throws SocketFailure {
        Joined joined = join("unix", "limit=5 ending=silence");
        send(joined.client(), "hello!");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.SILENCED) == 1);
        joined.relay().setFaults(Faults.parse("limit=8 ending=silence"));
        send(joined.client(), "world");
        assertThat(text(receiveFully(joined.server(), 8))).isEqualTo("hellowor");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.SILENCED) == 2);
    }

    @Test
    void halfCloseOutlastsItsFaults() throws SocketFailure {
        Joined joined = join("unix", "");
        joined.relay().setFaults(Direction.TO_TARGET, Faults.parse("ending=half-close"));
        send(joined.client(), "hello");
        assertThat(receive(joined.server())).isEmpty();
        joined.relay().setFaults(Faults.NONE);
        send(joined.client(), "more");
        await().until(() -> joined.relay().statistics().toTarget().count(Fault.DISCARDED) == 2);
        send(joined.server(), "world");
        assertThat(text(receiveFully(joined.client(), 5))).isEqualTo("world");
    }

    @Test
    void slowCloseDelaysTheEndOnly() throws SocketFailure {
        Joined joined = join("tcp", "slow-close=150ms");
        long startNs = System.nanoTime();
        send(joined.client(), "hello");
        assertThat(text(receiveFully(joined.server(), 5))).isEqualTo("hello");
        joined.client().shutdownOutput();
        assertThat(receive(joined.server())).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void refuseTurnsClientsAway() throws SocketFailure {
        Relay relay = sandbox.relay("tcp", sandbox.listen("tcp").localEndpoint(), "refuse=yes");
        Connection client = sandbox.connect(relay);
        assertThatThrownBy(() -> receive(client)).hasMessageContaining("reset by peer");
        assertThat(relay.statistics().toTarget().count(Fault.REFUSED)).isEqualTo(1);
    }

    @Test
    void areForOneDirectionIfAskedFor() throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("unixpacket");
        RelaySettings settings =
                RelaySettings.defaults().withFaults(Direction.TO_CLIENT, Faults.NONE.with(Faults.TRUNCATE, 1.0));
        Connection client = sandbox.connect(sandbox.relay("unixpacket", target.endpoint(), settings));
        send(client, "hello");
        assertThat(text(target.receive())).isEqualTo("hello");
        target.reply(ascii("world"));
        assertThat(receive(client)).hasSizeLessThan(5);
    }

    private List<Integer> survivors(long seed) throws SocketFailure {
        RelaySandbox.Target target = sandbox.target("unixgram");
        Relay relay = sandbox.relay(
                "unixpacket",
                target.endpoint(),
                RelaySettings.defaults().withSeed(seed).withFaults(Direction.TO_TARGET, Faults.parse("loss=50%")));
        Connection client = sandbox.connect(relay);
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int sent = i + 1;
            send(client, "" + i);
            await().until(() -> seen(relay) == sent);
            for (long passed = relay.statistics().toTarget().messages(); received.size() < passed; ) {
                received.add(Integer.parseInt(text(target.receive())));
            }
        }
        return received;
    }

    private static long seen(Relay relay) {
        RelayStatistics.Flow flow = relay.statistics().toTarget();
        return flow.messages() + flow.count(Fault.LOST);
    }

    @Test
    void happenAgainWithTheSameSeed() throws SocketFailure {
        List<Integer> first = survivors(7);
        assertThat(survivors(7)).isEqualTo(first);
        assertThat(survivors(8)).isNotEqualTo(first);
        assertThat(first).hasSizeBetween(10, 50);
    }

    @Test
    void corruptTheSameBytesHoweverAStreamIsCut() throws SocketFailure {
        assertThat(corrupted(100)).isEqualTo(corrupted(977)).isNotEqualTo("x".repeat(8000));
    }

    private String corrupted(int pieceBytes) throws SocketFailure {
        Listener target = sandbox.listen("unix");
        RelaySettings settings = RelaySettings.defaults().withSeed(3).withFaults(Faults.parse("corrupt=50%"));
        Connection client = sandbox.connect(sandbox.relay("unix", target.localEndpoint(), settings));
        ByteBuffer bytes = ByteBuffer.wrap(ascii("x".repeat(8000)));
        while (bytes.hasRemaining()) {
            int end = bytes.limit();
            bytes.limit(Math.min(end, bytes.position() + pieceBytes));
            client.sendFully(bytes);
            bytes.limit(end);
        }
        return text(receiveFully(sandbox.accept(target), 8000));
    }

    @Test
    void meetAShareOfTheClients() throws SocketFailure {
        Listener target = sandbox.listen("unix");
        RelaySettings settings = RelaySettings.defaults().withSeed(5).withFaults(Faults.parse("refuse=yes share=50%"));
        Relay relay = sandbox.relay("unix", target.localEndpoint(), settings);
        for (int i = 0; i < 40; i++) {
            sandbox.connect(relay);
        }
        await().until(() -> relay.statistics().clients() == 40);
        assertThat(relay.statistics().toTarget().count(Fault.REFUSED)).isBetween(8L, 32L);
    }
}
