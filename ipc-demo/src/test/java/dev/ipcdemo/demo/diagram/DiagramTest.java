package dev.ipcdemo.demo.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.diagram.Diagram.Arrow;
import dev.ipcdemo.demo.diagram.Diagram.Call;
import dev.ipcdemo.demo.diagram.Diagram.Content;
import dev.ipcdemo.demo.diagram.Diagram.Note;
import dev.ipcdemo.demo.diagram.Diagram.Pause;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.RecordingTransports;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramTest {

    private final List<Event> events = new CopyOnWriteArrayList<>();

    private Diagram diagram() {
        return Diagram.of("a run", "server", "client", events);
    }

    /** The calls of real sockets, recorded. */
    private Transport recorded(String scheme, Side side) {
        return RecordingTransports.of(Transports.byScheme(scheme), new Recorder(side, events::add));
    }

    private StreamTransport streams(String scheme, Side side) {
        return (StreamTransport) recorded(scheme, side);
    }

    private List<String> arrows() {
        return diagram().steps().stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .map(call -> call.event().verb()
                        + call.arrow().map(DiagramTest::words).orElse(""))
                .toList();
    }

    private static String words(Arrow arrow) {
        return (arrow.isIntoKernel() ? " > " : " < ") + arrow.lane() + " " + arrow.text();
    }

    /** What a lane held after each call; on a busy machine there are pauses between them. */
    private List<String> held(Lane lane) {
        Diagram diagram = diagram();
        int at = diagram.lanes().indexOf(lane);
        return diagram.steps().stream()
                .filter(Call.class::isInstance)
                .map(step -> ((Call) step).contents().get(at))
                .map(content -> content.exists() ? content.text() : "none")
                .toList();
    }

    /** The server accepts only when the client has sent. */
    private void exchange(String scheme) throws SocketFailure {
        try (Listener listener = streams(scheme, Side.SERVER).listen(Endpoint.parse(scheme + ":"), Options.DEFAULT)) {
            Connection client = streams(scheme, Side.CLIENT).connect(listener.localEndpoint(), Options.DEFAULT);
            client.send(ByteBuffer.wrap(new byte[7]));
            Connection server = listener.accept();
            server.recv(ByteBuffer.allocate(3));
            server.recv(ByteBuffer.allocate(8));
            client.shutdownOutput();
            server.recv(ByteBuffer.allocate(8));
            server.close();
            client.recv(ByteBuffer.allocate(8));
            client.close();
        }
    }

    @Test
    void showsWhereAConnectionAndItsBytesAre() throws SocketFailure {
        exchange("tcp");
        assertThat(diagram().lanes()).containsExactly(Lane.BACKLOG, Lane.TO_SERVER, Lane.TO_CLIENT);
        assertThat(arrows())
                .containsExactly(
                        "listen",
                        "connect > BACKLOG connection",
                        "send > TO_SERVER 7 B",
                        "accept < BACKLOG connection",
                        "recv < TO_SERVER 3 B",
                        "recv < TO_SERVER 4 B",
                        "shutdown > TO_SERVER end",
                        "recv < TO_SERVER end",
                        "close > TO_CLIENT end",
                        "recv < TO_CLIENT end",
                        "close",
                        "close");
        assertThat(held(Lane.BACKLOG))
                .containsExactly("", "1 waiting", "1 waiting", "", "", "", "", "", "", "", "", "none");
        assertThat(held(Lane.TO_SERVER))
                .containsExactly("none", "", "7 B", "7 B", "4 B", "", "end", "", "none", "none", "none", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix"})
    void showsThatASocketFileStandsUntilItIsRemoved(String scheme) throws SocketFailure {
        exchange(scheme);
        assertThat(diagram().lanes().get(0)).isEqualTo(Lane.SOCKET_FILE);
        assertThat(held(Lane.SOCKET_FILE)).startsWith("1 file", "1 file").endsWith("1 file", "none");
        assertThat(arrows()).startsWith("listen > SOCKET_FILE created").endsWith("close > SOCKET_FILE removed");
    }

    @Test
    void countsDatagramsWhereSomebodyHasBoundTheirAddress() throws SocketFailure {
        PacketTransport server = (PacketTransport) recorded("udp", Side.SERVER);
        PacketTransport client = (PacketTransport) recorded("udp", Side.CLIENT);
        PacketSocket to = server.bind(Endpoint.parse("udp:"), Options.DEFAULT);
        SocketAddress address = to.localAddress();
        PacketSocket from = client.bind(Endpoint.parse("udp:"), Options.DEFAULT);
        from.sendTo(ByteBuffer.wrap(new byte[5]), address);
        from.sendTo(ByteBuffer.wrap(new byte[5]), address);
        to.recvFrom(ByteBuffer.allocate(1));
        to.close();
        from.sendTo(ByteBuffer.wrap(new byte[5]), address);
        from.close();
        assertThat(held(Lane.TO_SERVER)).containsExactly("", "", "1 msg", "2 msgs", "1 msg", "none", "none", "none");
        assertThat(arrows()).endsWith("recvfrom < TO_SERVER 1 B", "close", "sendto", "close");
    }

    @Test
    void closingWithUnreadBytesIsAReset() throws SocketFailure {
        try (Listener listener = streams("tcp", Side.SERVER).listen(Endpoint.parse("tcp:"), Options.DEFAULT)) {
            Connection client = streams("tcp", Side.CLIENT).connect(listener.localEndpoint(), Options.DEFAULT);
            client.send(ByteBuffer.wrap(new byte[7]));
            listener.accept().close();
            client.close();
        }
        assertThat(arrows()).contains("close > TO_CLIENT reset");
    }

    @Test
    void aResetIsMadeAndShown() throws SocketFailure {
        try (Listener listener = streams("tcp", Side.SERVER).listen(Endpoint.parse("tcp:"), Options.DEFAULT)) {
            Connection client = streams("tcp", Side.CLIENT).connect(listener.localEndpoint(), Options.DEFAULT);
            resetAndClose(listener.accept());
            assertThatThrownBy(() -> client.recv(ByteBuffer.allocate(1)))
                    .isInstanceOfSatisfying(
                            SocketFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RESET));
            client.close();
        }
        assertThat(arrows()).containsOnlyOnce("reset > TO_CLIENT reset");
        assertThat(events)
                .extracting(event -> event.text() + " [" + event.systemCalls() + "]")
                .contains("reset(connection) [setsockopt + close]");
    }

    /** AF_UNIX has a reset only for what has not been read. */
    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix"})
    void aResetThatTheFamilyDoesNotHaveIsAnEnd(String scheme) throws SocketFailure {
        try (Listener listener = streams(scheme, Side.SERVER).listen(Endpoint.parse(scheme + ":"), Options.DEFAULT)) {
            Connection client = streams(scheme, Side.CLIENT).connect(listener.localEndpoint(), Options.DEFAULT);
            resetAndClose(listener.accept());
            assertThat(client.recv(ByteBuffer.allocate(1))).isNegative();
            client.close();
        }
        assertThat(arrows()).containsOnlyOnce("reset > TO_CLIENT end");
    }

    private static void resetAndClose(Connection connection) throws SocketFailure {
        connection.reset();
        connection.close();
    }

    @Test
    void doesNotGuessWhatManyCallsMoved() throws SocketFailure {
        Recorder recorder = new Recorder(Side.CLIENT, events::add);
        StreamTransport clients = (StreamTransport) RecordingTransports.of(Transports.byScheme("tcp"), recorder);
        try (Listener listener = streams("tcp", Side.SERVER).listen(Endpoint.parse("tcp:"), Options.DEFAULT)) {
            Connection client = clients.connect(listener.localEndpoint(), Options.DEFAULT);
            Connection server = listener.accept();
            recorder.together("send", () -> client.send(ByteBuffer.wrap(new byte[7])));
            server.close();
            client.close();
            assertThat(held(Lane.TO_SERVER)).containsExactly("none", "", "", "?", "none", "none");
            assertThat(held(Lane.BACKLOG)).endsWith("", "", "");
            recorder.together("connect", () -> clients.connect(listener.localEndpoint(), Options.DEFAULT))
                    .close();
            assertThat(held(Lane.BACKLOG)).endsWith("?", "?");
        }
    }

    private static Event at(Side side, Kind kind, long startMs, long endMs, boolean waits, String text) {
        return new Event(
                side,
                kind,
                TimeUnit.MILLISECONDS.toNanos(startMs),
                TimeUnit.MILLISECONDS.toNanos(endMs),
                waits,
                text,
                "",
                "");
    }

    @Test
    void putsACallThatWaitedBehindWhatItWaitedForAndSaysSinceWhen() {
        events.add(at(Side.SERVER, Kind.CALL, 1_001, 1_090, true, "accept()"));
        events.add(at(Side.SERVER, Kind.CALL, 1_000, 1_001, false, "listen()"));
        events.add(at(Side.CLIENT, Kind.CALL, 1_080, 1_095, false, "connect()"));
        events.add(at(Side.SERVER, Kind.NOTE, 1_099, 1_099, false, "that was all"));
        List<Call> calls = diagram().steps().stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .toList();
        assertThat(calls).extracting(call -> call.event().text()).containsExactly("listen()", "connect()", "accept()");
        assertThat(calls).extracting(Call::atMs).containsExactly(0.0, 80.0, 90.0);
        assertThat(calls)
                .extracting(Call::waitedSince)
                .containsExactly(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0));
        assertThat(diagram().steps()).last().isEqualTo(new Note(Side.SERVER, 99.0, "that was all"));
    }

    @Test
    void showsAPauseAndItsReason() {
        events.add(at(Side.SERVER, Kind.CALL, 1_000, 1_001, false, "listen()"));
        events.add(at(Side.CLIENT, Kind.JVM_START, 1_150, 1_150, false, ""));
        events.add(at(Side.CLIENT, Kind.CALL, 1_191, 1_192, false, "connect()"));
        events.add(at(Side.CLIENT, Kind.CALL, 1_391, 1_392, false, "close()"));
        assertThat(diagram().steps())
                .filteredOn(Pause.class::isInstance)
                .containsExactly(new Pause("191 ms: the client's JVM starts"), new Pause("200 ms"));
    }

    @Test
    void hasNoLanesWhereNoCallTellsOfAny() {
        events.add(at(Side.SERVER, Kind.CALL, 1, 2, false, "gethostname()"));
        assertThat(diagram().lanes()).isEmpty();
        assertThat(diagram().steps())
                .containsExactly(new Call(events.get(0), 0, OptionalInt.empty(), Optional.empty(), List.<Content>of()));
    }
}
