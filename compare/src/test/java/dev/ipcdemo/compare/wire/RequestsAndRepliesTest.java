package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.machine.MemoryUse;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Message;
import dev.ipcdemo.sockets.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsAndRepliesTest {

    private static final Cell CELL = new Cell(
            Pattern.FAN_IN,
            "raw:tcp",
            Scope.CROSS_HOST,
            512,
            Wait.SPIN,
            Cpus.SPLIT,
            200,
            3,
            32,
            16,
            8,
            2,
            SizeMix.parse("100:1+1K:2"),
            SizeMix.ofFile("trace", List.of(1, 2, 3)),
            Directions.BOTH_WAYS,
            "p",
            "n",
            "o",
            Variant.NONE);
    private static final Settings SETTINGS = new Settings(
                    true, 1, 2, false, Duration.ofMillis(100), List.of(3, 1), true)
            .withSocketOptions(
                    Options.DEFAULT.with(Options.CONGESTION, "reno").with(Options.BUSY_POLL, Duration.ofMillis(1)));
    private static final Map<String, String> SOCKET_OPTIONS = Map.of("DSCP", "46", "TCP_CONGESTION", "reno");
    private static final Counts COUNTS = new Counts(1, 2, 3, 4, 5, 6, 7, 8);
    private static final Arrivals ARRIVALS = new Arrivals(COUNTS, 9, new Arrivals.Steady(10, 11, 1.2));

    static Stream<Request<?>> requests() {
        return Stream.of(
                new Request.Serve(1, CELL, SETTINGS),
                new Request.Connect(2, "127.0.0.1:7", CELL, SETTINGS),
                new Request.ConnectToPeer(3, "tcp://host:7", -4, 30_000, CELL, SETTINGS),
                new Request.Run(4, Long.MAX_VALUE, 20),
                new Request.AskPeer(5, true),
                new Request.Mark(6),
                new Request.ReadServer(7),
                new Request.EndClient(8),
                new Request.EndServer(9),
                new Request.Describe(),
                new Request.Greet(10),
                new Request.AskThrottling(),
                new Request.AskCompilation());
    }

    static Stream<Reply> replies() {
        return Stream.of(
                new Reply.Serving("unix:/tmp/ä"),
                new Reply.Connected(
                        new ClientSetup(Place.pinnedTo(1), "SO_SNDBUF 1, SO_RCVBUF 2", "sendmmsg", SOCKET_OPTIONS)),
                new Reply.Ran(result(ClientResult.histogram(), Optional.of("1 message never arrived"))),
                new Reply.Ran(result(ClientResult.histogram(), Optional.empty())),
                new Reply.Counted(ARRIVALS),
                new Reply.Served(new ServerResult(
                        ARRIVALS,
                        Usage.UNKNOWN,
                        Place.FREE,
                        "recvmmsg",
                        SOCKET_OPTIONS,
                        Optional.of(new MemoryUse(1, Optional.of(2L), Optional.empty())))),
                new Reply.Ended(Optional.of("refused")),
                new Reply.Ended(Optional.empty()),
                new Reply.Described("Linux"),
                new Reply.ClientEnded(List.of()),
                new Reply.ClientEnded(List.of(new HandshakeMessage.Welcome(
                        new ServerIdentity(-1, "a host", "a node", ""),
                        new ServerState(-1, 2, new CpuThrottling(3, 4, 5)),
                        "Linux"))),
                new Reply.Throttled(new CpuThrottling(12, 13, 14)),
                new Reply.Compiled(15),
                new Reply.Done(),
                new Reply.Greeted(11, "a JVM 17"),
                new Reply.Failed("x".repeat(100_000)));
    }

    private static ClientResult result(Histogram latenciesNs, Optional<String> failure) {
        return new ClientResult(latenciesNs, COUNTS, 10, 11.5, new Usage(12, 13), failure);
    }

    private static <M extends Message> M overTheWire(M message, Message.Reader<M> reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.write(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        M read = reader.read(in);
        assertThat(in.available()).as("bytes left").isZero();
        return read;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestArrivesAsItWasSent(Request<?> request) throws Exception {
        assertThat(overTheWire(new Numbered<>(7, request), Numbered::readRequest))
                .isEqualTo(new Numbered<>(7, request));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyArrivesAsItWasSent(Reply reply) throws Exception {
        assertThat(overTheWire(new Numbered<>(7, reply), Numbered::readReply)).isEqualTo(new Numbered<>(7, reply));
    }

    @Test
    void everyMessageIsTested() {
        assertThat(requests().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(Request.class.getPermittedSubclasses());
        assertThat(replies().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Reply.class.getPermittedSubclasses());
    }

    @Test
    void aHistogramMayTakeMoreThan64KiB() throws Exception {
        Histogram latenciesNs = ClientResult.histogram();
        Random random = new Random(1);
        for (long latencyNs = 1; latencyNs < 50_000_000_000L; latencyNs += 1 + latencyNs / 1_000) {
            latenciesNs.recordValueWithCount(latencyNs, random.nextInt(1 << 30));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result(latenciesNs, Optional.empty()).write(new DataOutputStream(bytes));
        assertThat(bytes.size()).isBetween(1 << 16, Link.MAX_MESSAGE_BYTES);
        Reply.Ran read = (Reply.Ran) overTheWire(new Reply.Ran(result(latenciesNs, Optional.empty())), Reply::read);
        assertThat(read.result().latenciesNs()).isEqualTo(latenciesNs);
    }
}
