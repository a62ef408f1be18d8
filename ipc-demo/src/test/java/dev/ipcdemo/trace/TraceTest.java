package dev.ipcdemo.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of lines of strace, most of them recorded from nc, socat, curl and Python. */
class TraceTest {

    private static final String CONNECTION = "1 1.0 socket(AF_INET, SOCK_STREAM, 0) = 3<TCP:[1]> <0.000001>";
    private static final String CONNECT = "1 1.1 connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(7),"
            + " sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0 <0.000001>";

    private final List<Event> events = new ArrayList<>();
    private final Trace trace = new Trace(20, 0, events::add);

    private void add(Side side, Stream<String> lines) {
        StraceReader reader = new StraceReader();
        lines.flatMap(line -> reader.read(line).stream()).forEach(entry -> trace.add(side, entry));
    }

    private void run(String... lines) {
        add(Side.SERVER, Stream.of(lines));
    }

    private void recorded(Side side, String name) throws IOException {
        try (InputStream in = TraceTest.class.getResourceAsStream(name + ".strace")) {
            add(side, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
    }

    private static String told(Event event) {
        String between = event.kind() == Event.Kind.FAILED_CALL ? " ! " : " = ";
        return event.text() + (event.result().isEmpty() ? "" : between + event.result());
    }

    /** As a timeline shows them. */
    private Stream<Event> ordered() {
        return events.stream().sorted(Comparator.comparingLong(Event::atNs));
    }

    private List<String> told() {
        return ordered().map(TraceTest::told).toList();
    }

    private List<String> told(Side side) {
        return ordered()
                .filter(event -> event.side() == side)
                .map(TraceTest::told)
                .toList();
    }

    private String summary(Side side) {
        return String.join("\n", trace.summary(side));
    }

    @Test
    void showsWhatAServerDoes() throws IOException {
        recorded(Side.SERVER, "nc-server");
        assertThat(told())
                .containsExactly(
                        "socket(AF_INET, SOCK_STREAM) = #1",
                        "#1 setsockopt(SO_REUSEADDR, [1])",
                        "#1 setsockopt(SO_REUSEPORT, [1])",
                        "#1 bind(127.0.0.1:47811)",
                        "#1 listen(backlog 1)",
                        "#1 accept() = #2 from 127.0.0.1:41506",
                        "#2 read(16384) = 6 \"hello\\n\"",
                        "#2 read(16378) = end of stream",
                        "#2 shutdown(SHUT_RD)",
                        "#2 close()",
                        "#1 close()",
                        "nc exited with 0");
        assertThat(summary(Side.SERVER))
                .contains("0 bytes sent, 6 bytes received, over 2 sockets")
                .contains("203 ms in accept (1 ×)")
                .contains("no failures")
                .contains("nothing left open")
                .contains("#2 tcp 127.0.0.1:47811 → 127.0.0.1:41506: 0 bytes sent, 6 bytes received");
    }

    @Test
    void findsTheTwoEndsOfATcpConnection() throws IOException {
        recorded(Side.SERVER, "nc-server");
        recorded(Side.CLIENT, "nc-client");
        assertThat(told(Side.CLIENT))
                .containsSubsequence(
                        "#5 connect(127.0.0.1:47811) = in progress",
                        "#2 and #5 are the two ends of one connection",
                        "#5 write(\"hello\\n\") = 6",
                        "#5 shutdown(SHUT_WR)");
        assertThat(summary(Side.CLIENT)).contains("#5 tcp 127.0.0.1:41506 → 127.0.0.1:47811 (#2): 6 bytes sent");
    }

    @Test
    void findsTheTwoEndsOfAUnixConnectionByTheirInodes() throws IOException {
        recorded(Side.CLIENT, "socat-client");
        recorded(Side.SERVER, "socat-server");
        assertThat(told(Side.SERVER))
                .containsSubsequence(
                        "#6 bind(/tmp/s.sock)",
                        "#6 accept() = #7 from unnamed",
                        "#3 and #7 are the two ends of one connection",
                        "#7 read(8192) = 6 \"hello\\n\"");
    }

    @Test
    void explainsARefusedConnectAlsoWhenItIsReportedLater() throws IOException {
        recorded(Side.CLIENT, "nc-refused");
        assertThat(told()).contains("#3 getsockopt(SO_ERROR) ! ECONNREFUSED (refused: nobody listens at that address)");
        assertThat(summary(Side.CLIENT)).contains("connect ECONNREFUSED (refused");
    }

    private static final String UNIX = "1 1.0 socket(AF_UNIX, SOCK_STREAM, 0) = 3<UNIX-STREAM:[11]> <0.000001>";
    private static final String UNIXGRAM = "1 1.0 socket(AF_UNIX, SOCK_DGRAM, 0) = 3<UNIX-DGRAM:[11]> <0.000001>";
    private static final String UDP = "1 1.0 socket(AF_INET, SOCK_DGRAM, 0) = 3<UDP:[1]> <0.000001>";
    private static final String SERVER = "{sa_family=AF_UNIX, sun_path=\"/tmp/s\"}, 110";
    private static final String BROADCAST =
            "{sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr(\"127.255.255.255\")}, 16";

    @Test
    void aConnectOnAfUnixThatFindsNoRoomHasFailed() {
        run(UNIX, "1 1.1 connect(3<UNIX-STREAM:[11]>, " + SERVER + ") = -1 EAGAIN (Resource unavailable) <0.000006>");
        assertThat(told()).last().isEqualTo("#1 connect(/tmp/s) ! EAGAIN (no room: the listener's queue is full)");
        assertThat(summary(Side.SERVER))
                .contains("failures: connect EAGAIN (no room")
                .doesNotContain("returned at once");
    }

    @Test
    void aRefusedSendOnAfUnixHasFoundNobodyItself() {
        run(
                UNIXGRAM,
                "1 1.1 sendto(3<UNIX-DGRAM:[11]>, \"x\", 1, 0, " + SERVER + ") = -1 ECONNREFUSED (Refused) <0.000006>");
        assertThat(told())
                .last()
                .isEqualTo("#1 sendto(\"x\", /tmp/s) ! ECONNREFUSED"
                        + " (refused: the receiver is gone; a socket file outlives its socket)");
    }

    @Test
    void aRefusedSendOverUdpTellsOfAnEarlierOne() {
        run(UDP, "1 1.1 sendto(3<UDP:[1]>, \"x\", 1, 0, NULL, 0) = -1 ECONNREFUSED (Refused) <0.000006>");
        assertThat(told())
                .last()
                .isEqualTo("#1 send(\"x\") ! ECONNREFUSED"
                        + " (refused: an earlier datagram found nobody at that address)");
    }

    @Test
    void aConnectThatIsNotAllowedIsExplainedByItsDomain() {
        run(UDP, "1 1.1 connect(3<UDP:[1]>, " + BROADCAST + ") = -1 EACCES (Permission denied) <0.000006>");
        assertThat(told()).last().asString().contains("SO_BROADCAST").doesNotContain("socket file");
        run(
                "1 2.0 socket(AF_UNIX, SOCK_STREAM, 0) = 4<UNIX-STREAM:[12]> <0.000001>",
                "1 2.1 connect(4<UNIX-STREAM:[12]>, " + SERVER + ") = -1 EACCES (Permission denied) <0.000006>");
        assertThat(told()).last().asString().contains("the permissions of the socket file");
    }

    private static String timeout(String option) {
        return "1 1.2 setsockopt(3<TCP:[1]>, SOL_SOCKET, " + option
                + "_OLD, \"\\0\\0\\0\\0\\0\\0\\0\\0\\360I\\2\\0\\0\\0\\0\\0\", 16) = 0 <0.000001>";
    }

    @Test
    void aReceiveThatWaitedUntilItsTimeoutDidNotReturnAtOnce() {
        run(
                CONNECTION,
                CONNECT,
                timeout("SO_RCVTIMEO"),
                "1 1.3 recvfrom(3<TCP:[1]>, 0x7f, 9, 0, NULL, NULL) = -1 EAGAIN (Resource unavailable) <0.150200>");
        assertThat(told())
                .contains("#1 setsockopt(SO_RCVTIMEO, [0.15 s])")
                .last()
                .isEqualTo("#1 recv(9) ! EAGAIN (timed out: it waited for as long as SO_RCVTIMEO says)");
        assertThat(summary(Side.SERVER))
                .contains("waited 150 ms in recv (1 ×)")
                .contains("failures: recv EAGAIN (timed out")
                .doesNotContain("returned at once");
    }

    @Test
    void aSendAndAConnectTimeOutToo() {
        run(
                CONNECTION,
                timeout("SO_SNDTIMEO"),
                CONNECT.replace("= 0 <0.000001>", "= -1 EINPROGRESS (Operation now in progress) <0.151000>"),
                "1 1.4 sendto(3<TCP:[1]>, \"x\", 1, 0, NULL, 0) = -1 EAGAIN (Resource unavailable) <0.149000>");
        assertThat(told())
                .contains(
                        "#1 connect(127.0.0.1:7) ! EINPROGRESS (timed out: it waited for as long as SO_SNDTIMEO says)",
                        "#1 send(\"x\") ! EAGAIN (timed out: it waited for as long as SO_SNDTIMEO says)");
    }

    @Test
    void aCallThatMayNotWaitDoesNotTimeOut() {
        run(
                CONNECTION,
                CONNECT,
                timeout("SO_RCVTIMEO"),
                "1 1.3 recvfrom(3<TCP:[1]>, 0x7f, 9, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource) <0.000020>");
        assertThat(told()).last().isEqualTo("#1 recv(9) = nothing there yet (EAGAIN)");
        assertThat(summary(Side.SERVER)).contains("1 call would have had to wait, and returned at once");
    }

    @Test
    void aConnectionOfTcpHasTheTimeoutOfItsListener() {
        run(
                CONNECTION,
                timeout("SO_RCVTIMEO"),
                "1 1.3 accept(3<TCP:[1]>, NULL, NULL) = 4<TCP:[127.0.0.1:7->127.0.0.1:5]> <0.000001>",
                "1 1.4 read(4<TCP:[127.0.0.1:7->127.0.0.1:5]>, 0x7f, 9) = -1 EAGAIN (Resource) <0.150000>");
        assertThat(told()).last().asString().contains("timed out");
    }

    @Test
    void aCloseThatResetsIsDrawnAsOne() {
        run(CONNECTION, CONNECT, linger("l_onoff=1, l_linger=0"), "1 1.3 close(3<TCP:[1]>) = 0 <0.000001>");
        assertThat(events).last().extracting(event -> event.effect().kind()).isEqualTo(Effect.Kind.RESET);
    }

    @Test
    void aCloseThatLingersEndsItsStream() {
        run(
                CONNECTION,
                CONNECT,
                linger("l_onoff=1, l_linger=0"),
                linger("l_onoff=1, l_linger=5"),
                "1 1.3 close(3<TCP:[1]>) = 0 <0.000001>");
        assertThat(events).last().extracting(event -> event.effect().kind()).isEqualTo(Effect.Kind.CLOSE);
    }

    private static String linger(String value) {
        return "1 1.2 setsockopt(3<TCP:[1]>, SOL_SOCKET, SO_LINGER, {" + value + "}, 8) = 0 <0.000001>";
    }

    @Test
    void followsThreadsPairsAndCopies() throws IOException {
        recorded(Side.SERVER, "python");
        assertThat(told())
                .contains(
                        "#1 bind(@tracedemo)",
                        "#2 connect(@tracedemo)",
                        "#2 and #3 are the two ends of one connection",
                        "#3 recv(100) = 5 \"hello\"",
                        "#2 recv(10) = 5 \"bye\\x00\\xff\"",
                        "socketpair(AF_UNIX, SOCK_DGRAM) = #4 and #5",
                        "#4 sendmsg(\"fd\" with descriptors 0, 3) = 2",
                        "#5 recvmsg(10) = 2 \"fd\" with descriptors 5, 6",
                        "#8 close() = still open by another descriptor",
                        "process 21264 exited with 0, and left open #4");
    }

    @Test
    void namesTheTracedSocketThatADatagramGoesTo() throws IOException {
        recorded(Side.SERVER, "python");
        assertThat(told())
                .anyMatch(line -> line.matches("#7 sendto\\(\"x{24}\"… 50 bytes, 127.0.0.1:\\d+ \\(#7\\)\\) = 50"))
                .anyMatch(line -> line.matches("#7 recvfrom\\(100\\) = 50 \"x{24}\"… 50 bytes from .* \\(#7\\)"));
    }

    @Test
    void readsManyMessagesAndVectors() throws IOException {
        recorded(Side.SERVER, "datagrams");
        assertThat(told())
                .contains(
                        "#1 sendmmsg(2 messages) = 2 messages, 8 bytes",
                        "#1 recvmmsg(2 messages) = 2 messages, 8 bytes",
                        "#1 connect(AF_UNSPEC) = no peer any more",
                        "#1 dup2(20) = descriptor 20",
                        "#1 recv(9) = nothing there yet (EAGAIN)",
                        "mm exited with 0, and left open #1");
        assertThat(summary(Side.SERVER)).contains("108 bytes sent, 8 bytes received");
    }

    @Test
    void showsACurlThatGetsAPage() throws IOException {
        recorded(Side.CLIENT, "curl");
        assertThat(told())
                .containsSubsequence(
                        "#5 connect(127.0.0.1:47812) = in progress",
                        "#5 send(\"GET / HTTP/1.1\\r\\nHost: 12\"… 79 bytes) = 79",
                        "#5 recv(102400) = 195 \"HTTP/1.0 200 OK\\r\\nServer:\"… 195 bytes",
                        "#5 close()");
    }

    @Test
    void countsTheCallsBeyondTheLimit() {
        run(CONNECTION, CONNECT);
        add(
                Side.SERVER,
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "1 2.0 write(3<TCP:[127.0.0.1:5->127.0.0.1:7]>, \"abc\", 3) = 3 <0.000001>"));
        run("1 3.0 close(3<TCP:[127.0.0.1:5->127.0.0.1:7]>) = 0 <0.000001>");
        assertThat(events).hasSize(2 + 20 + 2);
        assertThat(told()).contains("#1 … 99,980 more write, 299,940 bytes");
        assertThat(summary(Side.SERVER)).contains("100,003 calls").contains("300,000 bytes sent");
    }

    @Test
    void keepsABoundedNumberOfEventsForTheDiagram() {
        add(
                Side.SERVER,
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "1 2.0 socket(AF_INET, SOCK_STREAM, 0) = -1 EMFILE (Too many) <0.000001>"));
        assertThat(trace.events()).hasSize(1_000);
        assertThat(trace.leftOut()).isEqualTo(4_000);
    }

    @Test
    void namesWhatIsLeftOpen() {
        run(CONNECTION, CONNECT, "1 4.0 +++ killed by SIGKILL +++");
        assertThat(told()).last().asString().endsWith("killed by SIGKILL, and left open #1");
        assertThat(summary(Side.SERVER)).contains("left open at the end of a process: #1 tcp unnamed → 127.0.0.1:7");
    }

    @Test
    void aSocketIsOpenUntilAllProcessesHaveClosedIt() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 clone(child_stack=NULL, flags=SIGCHLD) = 2 <0.000001>",
                "1 1.3 close(3<TCP:[1]>) = 0 <0.000001>",
                "2 1.4 write(3<TCP:[1]>, \"x\", 1) = 1 <0.000001>",
                "2 1.5 close(3<TCP:[1]>) = 0 <0.000001>");
        assertThat(told())
                .containsSubsequence(
                        "#1 close() = still open by another descriptor",
                        "[2] is another process: process 2",
                        "[2] #1 write(\"x\") = 1",
                        "[2] #1 close()");
        assertThat(summary(Side.SERVER)).contains("nothing left open");
    }

    @Test
    void executingAProgramClosesWhatIsMarkedForThat() {
        run(
                "1 1.0 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3<TCP:[1]> <0.000001>",
                "1 1.1 socket(AF_INET, SOCK_STREAM, 0) = 4<TCP:[2]> <0.000001>",
                "1 1.2 execve(\"/bin/true\", [\"true\"], 0x1 /* 1 var */) = 0 <0.000001>",
                "1 1.3 +++ exited with 0 +++");
        assertThat(told()).last().isEqualTo("true exited with 0, and left open #2");
    }

    /** Recorded from Python; the result of such an execve is not always 0. */
    @Test
    void aThreadThatExecutesAProgramTakesTheIdOfItsProcess() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD} => {parent_tid=[2]}, 88) = 2 <0.000001>",
                "1 1.3 futex(0x7f, FUTEX_WAIT, 0, NULL <unfinished ...>",
                "2 1.4 execve(\"/usr/bin/env\", [\"env\"], 0x7ff /* 39 vars */ <pid changed to 1 ...>",
                "1 1.5 +++ superseded by execve in pid 2 +++",
                "1 1.6 <... execve resumed>) = -1 (errno 18446744073709551613) <0.001512>",
                "1 1.7 close(3<TCP:[127.0.0.1:5->127.0.0.1:7]>) = 0 <0.000001>",
                "1 1.8 +++ exited with 0 +++");
        assertThat(told())
                .containsSubsequence("now runs env", "#1 close()", "env exited with 0")
                .noneMatch(line -> line.contains("another"));
        assertThat(summary(Side.SERVER)).contains("over 1 socket").contains("#1 tcp 127.0.0.1:5 → 127.0.0.1:7");
    }

    @Test
    void closesOnExecWhatAnyCallHasMarkedForThat() {
        run(
                CONNECTION,
                "1 1.1 socket(AF_INET, SOCK_STREAM, 0) = 4<TCP:[2]> <0.000001>",
                "1 1.1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5<TCP:[3]> <0.000001>",
                "1 1.2 close_range(3, 3, CLOSE_RANGE_CLOEXEC) = 0 <0.000001>",
                "1 1.3 ioctl(4<TCP:[2]>, FIOCLEX) = 0 <0.000001>",
                "1 1.4 ioctl(5<TCP:[3]>, FIONCLEX) = 0 <0.000001>",
                "1 1.5 execveat(6</bin/true>, \"\", [\"true\"], 0x1 /* 1 var */, AT_EMPTY_PATH) = 0 <0.000001>",
                "1 1.6 +++ exited with 0 +++");
        assertThat(told()).last().isEqualTo("true exited with 0, and left open #3");
    }

    @Test
    void aProcessThatClosesEverythingBeforeItExecutesAProgramUsesNoSockets() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 clone(child_stack=NULL, flags=SIGCHLD) = 2 <0.000001>",
                "2 1.3 close_range(3, 4294967295, 0) = 0 <0.000001>",
                "2 1.4 execve(\"/bin/true\", [\"true\"], 0x1 /* 1 var */) = 0 <0.000001>",
                "2 1.5 +++ exited with 0 +++",
                "1 1.6 close(3<TCP:[1]>) = 0 <0.000001>");
        assertThat(told())
                .noneMatch(line -> line.contains("another process") || line.contains("true"))
                .last()
                .isEqualTo("#1 close()");
    }

    @Test
    void closingEverythingWhereThereIsNoSocketIsNoSocketCall() {
        run("1 1.0 close_range(3, 4294967295, 0) = 0 <0.000001>", "1 1.1 +++ exited with 0 +++");
        assertThat(told()).isEmpty();
        assertThat(trace.hasSockets(Side.SERVER)).isFalse();
    }

    @Test
    void aProcessThatClosesTheLastDescriptorTellsThat() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 clone(child_stack=NULL, flags=SIGCHLD) = 2 <0.000001>",
                "1 1.3 close(3<TCP:[1]>) = 0 <0.000001>",
                "2 1.4 close_range(3, 4294967295, 0) = 0 <0.000001>");
        assertThat(told()).containsSubsequence("[2] is another process: process 2", "[2] #1 close_range()");
    }

    @Test
    void recognisesAListenerThatComesFromAnotherProcess() {
        run(
                "1 1.0 socketpair(AF_UNIX, SOCK_STREAM, 0, [3<UNIX-STREAM:[11->12]>, 4<UNIX-STREAM:[12->11]>]) = 0 <0.000001>",
                "1 1.1 socket(AF_INET, SOCK_STREAM, 0) = 5<TCP:[1]> <0.000001>",
                "1 1.2 bind(5<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0"
                        + " <0.000001>",
                "1 1.3 listen(5<TCP:[127.0.0.1:7]>, 1) = 0 <0.000001>",
                "1 1.4 recvmsg(4<UNIX-STREAM:[12->11]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}],"
                        + " msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS,"
                        + " cmsg_data=[9<TCP:[127.0.0.1:7]>]}], msg_controllen=24, msg_flags=0}, 0) = 1 <0.000001>",
                "1 1.5 getsockname(9<TCP:[127.0.0.1:7]>, {sa_family=AF_INET, sin_port=htons(7),"
                        + " sin_addr=inet_addr(\"127.0.0.1\")}, [16]) = 0 <0.000001>");
        assertThat(told()).last().isEqualTo("#3 getsockname() = 127.0.0.1:7");
        assertThat(summary(Side.SERVER)).contains("over 3 sockets");
    }

    @Test
    void countsOnceWhatIsLookedAtFirst() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 recvfrom(3<TCP:[1]>, \"he\", 2, MSG_PEEK|MSG_DONTWAIT, NULL, NULL) = 2 <0.000001>",
                "1 1.3 recvfrom(3<TCP:[1]>, \"hello\", 9, MSG_DONTWAIT, NULL, NULL) = 5 <0.000001>",
                "1 1.4 sendto(3<TCP:[1]>, \"!\", 1, MSG_OOB|MSG_NOSIGNAL, NULL, 0) = 1 <0.000001>");
        assertThat(told())
                .contains("#1 recv(2, MSG_PEEK) = 2 \"he\"", "#1 recv(9) = 5 \"hello\"", "#1 send(\"!\", MSG_OOB) = 1");
        assertThat(summary(Side.SERVER)).contains("1 byte sent, 5 bytes received");
    }

    @Test
    void tellsOfAMessageThatIsCutOff() {
        run(
                "1 1.0 socket(AF_INET, SOCK_DGRAM, 0) = 3<UDP:[1]> <0.000001>",
                "1 1.1 recvmsg(3<UDP:[1]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"01\", iov_len=2}],"
                        + " msg_iovlen=1, msg_controllen=0, msg_flags=MSG_TRUNC}, 0) = 2 <0.000001>");
        assertThat(told()).last().isEqualTo("#1 recvmsg(2) = 2 \"01\", cut off (MSG_TRUNC)");
    }

    @Test
    void tellsATimeoutAsATime() {
        run(
                CONNECTION,
                "1 1.1 setsockopt(3<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO_OLD,"
                        + " \"\\1\\0\\0\\0\\0\\0\\0\\0 \\241\\7\\0\\0\\0\\0\\0\", 16) = 0 <0.000001>");
        assertThat(told()).last().isEqualTo("#1 setsockopt(SO_RCVTIMEO, [1.5 s])");
    }

    /** A timeline that is late prints events in the order in which they come. */
    @Test
    void tellsACallBeforeWhatWasLearntFromIt() {
        run(
                "1 1.0 socketpair(AF_UNIX, SOCK_STREAM, 0, [3<UNIX-STREAM:[11->12]>, 4<UNIX-STREAM:[12->11]>]) = 0 <0.000001>");
        assertThat(events)
                .extracting(TraceTest::told)
                .containsExactly(
                        "socketpair(AF_UNIX, SOCK_STREAM) = #1 and #2", "#1 and #2 are the two ends of one connection");
    }

    @Test
    void tellsThatAProgramCouldNotBeExecuted() {
        run(
                "1 1.0 execve(\"/tmp/notes\", [\"/tmp/notes\"], 0x1 /* 1 var */) = -1 ENOEXEC (Exec format error) <0.000001>",
                "1 1.1 +++ exited with 1 +++");
        assertThat(trace.notExecuted(Side.SERVER)).contains("ENOEXEC");
        assertThat(trace.notExecuted(Side.CLIENT)).isEmpty();
    }

    @Test
    void aShellThatDoesNotFindAProgramAtOnceHasBeenExecuted() {
        run(
                "1 1.0 execve(\"/bin/sh\", [\"sh\"], 0x1 /* 1 var */) = 0 <0.000001>",
                "1 1.1 execve(\"/opt/x\", [\"x\"], 0x1 /* 1 var */) = -1 ENOENT (No such file or directory) <0.000001>");
        assertThat(trace.notExecuted(Side.SERVER)).isEmpty();
    }

    @Test
    void saysWhichProcessEnded() {
        run(
                CONNECTION,
                CONNECT,
                "1 1.2 clone(child_stack=NULL, flags=SIGCHLD) = 2 <0.000001>",
                "2 1.3 write(3<TCP:[1]>, \"x\", 1) = 1 <0.000001>",
                "2 1.4 +++ exited with 3 +++");
        assertThat(told()).last().isEqualTo("[2] process 2 exited with 3");
    }

    @Test
    void saysThatWhatIoUringDoesCannotBeSeen() {
        run("1 1.0 io_uring_setup(8, {flags=0}) = 3<anon_inode:[io_uring]> <0.000001>");
        assertThat(told()).containsExactly("uses io_uring: what it does that way cannot be seen");
        assertThat(summary(Side.SERVER)).contains("io_uring cannot be seen").contains("no socket calls");
    }

    @Test
    void dup2ClosesWhatTheDescriptorStoodFor() {
        run(
                CONNECTION,
                "1 1.1 socket(AF_INET, SOCK_STREAM, 0) = 4<TCP:[2]> <0.000001>",
                "1 1.2 dup2(4<TCP:[2]>, 3<TCP:[1]>) = 3<TCP:[2]> <0.000001>",
                "1 1.3 +++ exited with 0 +++");
        assertThat(told())
                .contains("#1 dup2() onto it", "#2 dup2(3) = descriptor 3")
                .last()
                .asString()
                .endsWith("and left open #2");
    }

    @Test
    void showsACallThatNeverReturned() {
        run(CONNECTION, "1 1.1 accept(3<TCP:[1]>,  <unfinished ...>", "1 1.2 +++ killed by SIGTERM +++");
        assertThat(told()).contains("#1 accept() = did not return before the process ended");
    }

    @Test
    void tellsACallThatASignalInterrupted() {
        run(CONNECTION, "1 1.1 accept(3<TCP:[1]>, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)");
        assertThat(told()).contains("#1 accept() = interrupted by a signal");
    }

    @Test
    void aDiagramGetsTheAddressesThatBecameKnownLater() throws IOException {
        recorded(Side.SERVER, "nc-server");
        recorded(Side.CLIENT, "nc-client");
        assertThat(trace.events())
                .extracting(Event::effect)
                .contains(
                        new Effect(Effect.Kind.LISTEN, "#1", "tcp://127.0.0.1:47811", "tcp:", 0, false),
                        new Effect(
                                Effect.Kind.CONNECT, "#5", "tcp://127.0.0.1:41506", "tcp://127.0.0.1:47811", 0, false));
    }

    @Test
    void saysWhenACommandServes() throws IOException {
        assertThat(trace.serving(Side.SERVER)).isNotDone();
        recorded(Side.SERVER, "nc-server");
        assertThat(trace.serving(Side.SERVER)).isDone();
        assertThat(trace.serving(Side.CLIENT)).isNotDone();
    }
}
