package dev.ipcdemo.service;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import dev.ipcdemo.testing.Failing;
import dev.ipcdemo.testing.Schemes;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one member may do to the others, and what not. */
@Timeout(600)
class ChatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Limits LIMITS = new Limits(65_536, 200, Duration.ofMinutes(5));
    private static final int MANY_LINES = 1_000;

    private static final String CODE_LINE = "[a-z2-9]{6}\n";
    private static final Pattern CODE = Pattern.compile("/[a-z2-9]{6}(?=\n)");

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Server> servers = new ArrayList<>();

    @AfterEach
    void endServers() throws InterruptedException {
        for (Server server : servers) {
            server.close();
            server.await();
        }
    }

    private Server start(String scheme, Service chat) throws SocketFailure {
        Schemes.assumeAvailable(scheme);
        Server server = Server.start(Endpoint.parse(scheme + ":"), chat, LIMITS, Options.DEFAULT, log::add);
        servers.add(server);
        return server;
    }

    /** Somebody who is in the chat: his name is known to the server. */
    private static Connection join(Server server, String name) throws SocketFailure {
        return join(connect(server.endpoint()), name);
    }

    static Connection join(Connection member, String name) throws SocketFailure {
        send(member, "I am " + name + ", may I come in?\n");
        Matcher code = CODE.matcher(hear(member, "\n"));
        send(member, code.find() ? code.group() + "\n/nick " + name + "\n" : "/nick " + name + "\n");
        hear(member, "is now " + name + "\n");
        return member;
    }

    /** Receives until something has come. */
    private static String hear(Connection member, String text) throws SocketFailure {
        StringBuilder heard = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        int lookFrom = 0;
        while (heard.indexOf(text, lookFrom) < 0 && member.recv(buffer.clear()) >= 0) {
            lookFrom = Math.max(0, heard.length() - text.length());
            heard.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return heard.toString();
    }

    private static CompletableFuture<Void> flood(Connection member, String line, int times) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < times; i++) {
                    send(member, line + "\n");
                }
                send(member, "that was all\n");
            } catch (SocketFailure e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void oneWhoSaysMuchThrowsNobodyOutWhoReads(String scheme) throws Exception {
        Server server = start(scheme, new Chat(PATIENCE, MANY_LINES));
        try (Connection flooder = join(server, "flooder");
                Connection reader = join(server, "reader")) {
            CompletableFuture<Void> flood = flood(flooder, "x".repeat(500), 20_000);
            assertThat(hear(reader, "that was all\n").lines().filter(line -> line.startsWith("<flooder> x")))
                    .hasSize(20_000);
            flood.join();
        }
        assertThat(log).noneMatch(line -> line.contains("does not read"));
    }

    /** The question and the end of the stream arrive together. */
    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void whoSaysNothingMoreIsStillAnswered(String scheme) throws Exception {
        Server server = start(scheme, new Chat());
        for (int i = 0; i < 50; i++) {
            try (Connection member = connect(server.endpoint())) {
                send(member, "/who\n/nonsense\n");
                member.shutdownOutput();
                assertThat(hear(member, "\0"))
                        .contains("* welcome, ")
                        .contains("\n* here: guest")
                        .endsWith("* there is no /nonsense; /nick NAME, /who, /quit; everything else is said to all\n");
            }
        }
    }

    @Test
    void aLongLineIsCutBetweenCharacters() throws Exception {
        Server server = start("unix", new Chat());
        String line = "x" + "\u00e4".repeat(3_000) + "\ud83d\ude00".repeat(2_000);
        try (Connection ann = join(server, "ann");
                Connection bob = join(server, "bob")) {
            send(ann, line + "\nthat was all\n");
            ByteBuffer heard = ByteBuffer.allocate(65_536);
            await().atMost(PATIENCE).until(() -> {
                bob.recv(heard);
                return text(heard).contains("that was all\n");
            });
            assertThat(text(heard).replaceAll("\n<ann> |<ann> ", "")).isEqualTo(line + "that was all\n");
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate().flip()).toString();
    }

    /** All of a thousand would not fit into a datagram. */
    @Test
    void onlySomeOfManyAreNamed() throws Exception {
        Server server = start("unix", new Chat());
        List<Connection> members = new ArrayList<>();
        try {
            for (int i = 1; i <= 52; i++) {
                members.add(join(server, "m" + i));
            }
            send(members.get(51), "/who\n");
            assertThat(hear(members.get(51), "others\n")).endsWith("* here: " + names(50) + ", and 2 others\n");
            members.get(50).close();
            hear(members.get(51), "m51 left\n");
            send(members.get(51), "/who\n");
            assertThat(hear(members.get(51), "other\n")).endsWith("* here: " + names(50) + ", and 1 other\n");
        } finally {
            for (Connection member : members) {
                member.close();
            }
        }
    }

    private static String names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "m" + i).collect(Collectors.joining(", "));
    }

    /** The reader has read all there is before more is said, so that only the other one is ever late. */
    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void oneWhoDoesNotReadHasToLeaveAndTheOthersLoseNothing(String scheme) throws Exception {
        Server server = start(scheme, new Chat(Duration.ofSeconds(2), MANY_LINES));
        try (Connection flooder = join(server, "flooder");
                Connection deaf = join(server, "deaf");
                Connection reader = join(server, "reader")) {
            for (int round = 0; doNotRead().count() == 0; round++) {
                assertIsHeard(reader, flooder, round);
            }
            assertIsHeard(reader, flooder, -1);
            assertThat(doNotRead()).singleElement().asString().startsWith("#2 closed ");
            assertThat(deaf.isOpen()).isTrue();
        }
    }

    private static void assertIsHeard(Connection reader, Connection flooder, int round) throws SocketFailure {
        String last = "that was round " + round + "\n";
        send(flooder, ("x".repeat(2_000) + "\n").repeat(9) + last);
        assertThat(hear(reader, last).lines().filter(line -> line.startsWith("<flooder> x")))
                .hasSize(9);
    }

    /** One of five may have gone before a busy server knew that it would say nothing more. */
    @Test
    void whoLeavesWithoutHavingReadHasNotBeenReset() throws Exception {
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ends.add(endOfOneWhoHasNotRead());
        }
        assertThat(ends)
                .filteredOn(end -> end.endsWith("(ended by the peer)"))
                .as("%s", ends)
                .hasSizeGreaterThanOrEqualTo(4);
    }

    private String endOfOneWhoHasNotRead() throws Exception {
        log.clear();
        Server server = start("unix", new Chat(PATIENCE, MANY_LINES));
        try (Connection flooder = join(server, "flooder");
                Connection reader = join(server, "reader");
                Connection deaf = join(server, "deaf")) {
            CompletableFuture<Void> flood = flood(flooder, "x".repeat(2_000), MANY_LINES);
            hear(reader, "<flooder> x");
            awaitStandstill(server);
            assertThat(flood).as("all of it was sent to one who does not read").isNotDone();
            send(deaf, "bye");
            deaf.shutdownOutput();
            hear(reader, "<deaf> bye\n");
            Thread.sleep(300); // until the server has come to the end of what is said
        }
        await().atMost(PATIENCE).until(() -> ends().count() == 1);
        return ends().findFirst().orElseThrow();
    }

    private Stream<String> ends() {
        return log.stream().filter(line -> line.startsWith("#3 closed "));
    }

    /** Until the server sends nothing more, because a buffer is full. */
    private static void awaitStandstill(Server server) throws InterruptedException {
        String before;
        do {
            before = server.summary();
            Thread.sleep(300);
        } while (!server.summary().equals(before));
    }

    /** As a program that does not use our transports can do, while a thread of the server waits for what it says. */
    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix"})
    void aMemberThatShutsItsInputDownHasToLeave(String scheme) throws Exception {
        Server server = start(scheme, new Chat());
        Endpoint path = new Endpoint("unix", server.endpoint().name());
        try (Connection talker = join(server, "talker");
                Connection deaf = join(connect(path), "deaf")) {
            ChannelBacked.channelOf(deaf, SocketChannel.class).shutdownInput();
            send(talker, "anybody there?\n");
            assertThat(hear(talker, "* deaf left\n")).endsWith("* deaf left\n");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void manyCommandsInOneDatagramCountAsMany(String scheme) throws Exception {
        Server server = start(scheme, new Chat());
        try (Connection flooder = join(server, "flooder")) {
            send(flooder, "/who\n".repeat(5_000));
            String heard = hear(flooder, " dropped\n");
            assertThat(heard).containsPattern("\\* too much at a time: 4\\d\\d\\d lines were dropped\n$");
            assertThat(heard.lines().filter(line -> line.startsWith("* here: ")))
                    .hasSizeLessThan(1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void theLastLineOfAStreamNeedsNoNewline(String scheme) throws Exception {
        Server server = start(scheme, new Chat());
        try (Connection ann = join(server, "ann");
                Connection bob = join(server, "bob")) {
            send(bob, "hello\nand goodbye");
            bob.shutdownOutput();
            assertThat(hear(ann, "* bob left\n")).endsWith("<bob> hello\n<bob> and goodbye\n* bob left\n");
        }
    }

    @Test
    void anAddressThatProvesNothingGetsNoMoreThanItSentAndIsNotKept() throws Exception {
        Server server = start("udp", new Chat());
        try (Connection stranger = connect(server.endpoint())) {
            List<String> said =
                    List.of("", "a", "/who\n", "/nick a\n", "hello\n/who\n", "x".repeat(24), "/who\n".repeat(900));
            for (String text : said) {
                send(stranger, text);
            }
            List<Integer> heard = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                heard.add(hear(stranger, "\n").length());
            }
            assertThat(heard).as("of the first three nothing").containsExactly(7, 7, 23, 23);
        }
        assertThat(log).isEmpty();
        assertThat(server.summary()).startsWith("peers 0,");
    }

    @Test
    void aCodeIsGoodForTheAddressThatItWasSentToOnly() throws Exception {
        Server server = start("udp", new Chat());
        try (Connection one = connect(server.endpoint());
                Connection other = connect(server.endpoint())) {
            send(one, "may I come in?\n");
            String code = hear(one, "\n");
            send(other, "/" + code);
            assertThat(hear(other, "\n")).matches(CODE_LINE).isNotEqualTo(code);
            send(other, "/aaaaaa\n");
            assertThat(hear(other, "\n")).matches(CODE_LINE);
            send(one, "/" + code);
            assertThat(hear(one, "\n")).startsWith("* welcome, guest1");
        }
    }

    @Test
    void whereTheKernelVouchesForSendersNoCodeIsAskedFor() throws Exception {
        Server server = start("unixgram", new Chat());
        try (Connection member = connect(server.endpoint())) {
            send(member, "x");
            assertThat(hear(member, "\n")).startsWith("* welcome, guest1");
        }
    }

    @Test
    void aMemberOverDatagramsThatReadsLateHearsEverything() throws Exception {
        Server server = start("unixgram", new Chat(PATIENCE, MANY_LINES));
        try (Connection speaker = join(server, "ann");
                Connection late = join(server, "bob")) {
            for (int i = 0; i < 25; i++) {
                send(speaker, "line " + i + " " + "x".repeat(1_000) + "\n");
                send(speaker, "/who\n"); // and no faster than it is sent
                assertThat(hear(speaker, "* here: ann, bob\n")).doesNotContain("bob left");
            }
            assertThat(hear(late, "<ann> line 24 x").lines().filter(line -> line.startsWith("<ann> line ")))
                    .hasSize(25);
        }
        assertThat(log).noneMatch(line -> line.contains("bob"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void membersOverDatagramsThatDoNotReadCostTheOthersNothingAndHaveToLeave(int count) throws Exception {
        Server server = start("unixgram", new Chat(Duration.ofSeconds(10), MANY_LINES));
        List<Connection> deaf = new ArrayList<>();
        try (Connection speaker = join(server, "ann");
                Connection reader = join(server, "bob")) {
            for (int i = 0; i < count; i++) {
                deaf.add(join(server, "deaf" + i));
            }
            for (int i = 0; i < 40; i++) {
                sayAndHear(speaker, reader, "line " + i + " " + "x".repeat(1_000));
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                sayAndHear(speaker, reader, "and another");
                return doNotRead().count() == count;
            });
            sayAndHear(speaker, reader, "that was all");
        } finally {
            for (Connection member : deaf) {
                member.close();
            }
        }
    }

    private static void sayAndHear(Connection speaker, Connection reader, String line) throws SocketFailure {
        send(speaker, line + "\n");
        send(speaker, "/who\n");
        assertThat(hear(speaker, "* here: ")).doesNotContain("dropped");
        assertThat(hear(reader, line + "\n")).doesNotContain("ann left", "bob left");
    }

    private Stream<String> doNotRead() {
        return log.stream().filter(line -> line.contains("does not read what it is sent"));
    }

    /**
     * As people do who type: each looks at the screen now and then. The one that does not read has to leave when its outbox is
     * full; none of the others is sent so much between two looks.
     */
    @Test
    void membersOverDatagramsThatReadLateHearEverythingBesideOneThatDoesNotRead() throws Exception {
        Server server = start("unixgram", new Chat(PATIENCE, 150));
        List<Connection> members = new ArrayList<>();
        try (Connection deaf = join(server, "deaf")) {
            for (int i = 0; i < 4; i++) {
                members.add(join(server, "member" + i));
            }
            for (int i = 0; i < 6; i++) {
                for (int k = 0; k < 10; k++) {
                    for (Connection member : members) {
                        send(member, "round " + i + ", line " + k + "x".repeat(200) + "\n");
                    }
                }
                for (Connection member : members) {
                    assertThat(hearSaid(member, 30)).doesNotContain("dropped");
                }
            }
            await().atMost(PATIENCE).until(() -> doNotRead().count() == 1);
            assertThat(deaf.isOpen()).isTrue();
        } finally {
            for (Connection member : members) {
                member.close();
            }
        }
    }

    private static String hearSaid(Connection member, int lines) throws SocketFailure {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            heard.append(hear(member, "<member"));
        }
        return heard.toString();
    }

    @Test
    void membersOverDatagramsHaveNoThreadEach() throws Exception {
        Server server = start("udp", new Chat());
        int before = Thread.activeCount();
        List<Connection> members = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                members.add(join(server, "member" + i));
            }
            assertThat(Thread.activeCount()).isLessThan(before + 10);
        } finally {
            for (Connection member : members) {
                member.close();
            }
        }
    }

    @Test
    void theThreadThatSendsDatagramsEndsWithTheServer() throws Exception {
        Server server = start("udp", new Chat());
        try (Connection member = join(server, "ann")) {
            assertThat(threads("to all peers")).isPositive();
            server.close();
            assertThat(member.isOpen()).isTrue();
        }
        await().atMost(PATIENCE).until(() -> threads("to all peers") == 0);
    }

    /** Also what is sent to a member over UDP succeeds, whether or not anybody is there. */
    @Test
    void aMemberOverUdpThatHasGoneIsForgottenAlthoughOthersTalk() throws Exception {
        Limits limits = new Limits(64 * 1024, 100, Duration.ofSeconds(1));
        Server server =
                Server.start(Endpoint.parse("udp:"), ServiceName.CHAT.make(limits), limits, Options.DEFAULT, log::add);
        servers.add(server);
        join(server, "gone").close();
        try (Connection talker = join(server, "talker")) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                send(talker, "somebody here?\n");
                return log.stream().anyMatch(line -> line.startsWith("#1 forgot"));
            });
        }
    }

    /** Or it would stay, and hear nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "junix", "unixgram"})
    void aMemberForWhomThereIsNoMemoryHasToLeave(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        Transport transport =
                Failing.sends(Transports.byScheme(scheme), "for nobody", () -> new OutOfMemoryError("in a test"));
        Server server =
                Server.start(transport, Endpoint.parse(scheme + ":"), new Chat(), LIMITS, Options.DEFAULT, log::add);
        servers.add(server);
        try (Connection hearer = join(server, "hearer");
                Connection talker = join(server, "talker")) {
            send(talker, "for nobody\n");
            assertThat(hear(talker, "* hearer left\n")).endsWith("* hearer left\n");
            send(talker, "/who\n");
            assertThat(hear(talker, "* here: talker\n")).isNotEmpty();
            assertThat(hearer.isOpen()).isTrue();
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void aMemberThatDoesNotFinishALineHasToLeave(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        Limits limits = new Limits(64 * 1024, 100, Duration.ofMinutes(1), Duration.ofMillis(300));
        Server server = Server.start(
                Endpoint.parse(scheme + ":"), ServiceName.CHAT.make(limits), limits, Options.DEFAULT, log::add);
        servers.add(server);
        try (Connection quiet = join(server, "quiet");
                Connection slow = join(server, "slow")) {
            send(slow, "a line without an e");
            assertThat(hear(quiet, "* slow left\n")).endsWith("* slow left\n");
            send(quiet, "/who\n");
            assertThat(hear(quiet, "* here: quiet\n")).isNotEmpty();
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log).anyMatch(line -> line.endsWith("(did not finish a line in 0.300 s)")));
    }
}
