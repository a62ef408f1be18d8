package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static final SessionTerms TERMS =
            new SessionTerms(0x0102030405060708L, Pattern.ROUND_TRIP, 64, 10_000, 1_000_000, 0, 0, true, SizeMix.NONE);

    private static final ServerIdentity SERVER = new ServerIdentity(0x0123456789abcdefL, "a host", "a node", "a pod");
    private static final ServerState STATE = new ServerState(0.25, 1, new CpuThrottling(162, 57, 3_200_000));

    private final Handshake handshake = new Handshake(4096, SERVER);

    private static ByteBuffer greeting(Cookie cookie) {
        return new HandshakeMessage.Greeting(cookie, TERMS).toBytes();
    }

    private static ByteBuffer greeting(int largest, SizeMix mix) {
        return new HandshakeMessage.Greeting(
                        Cookie.NONE, new SessionTerms(1, Pattern.THROUGHPUT, largest, 1_000, 1_000, 0, 0, true, mix))
                .toBytes();
    }

    private static Cookie cookieIn(ByteBuffer challenge) {
        return HandshakeMessage.read(challenge).orElseThrow().cookie();
    }

    /** What docs/measuring.md promises to other implementations. */
    @Test
    void aGreetingHasTheBytesOfVersion3() {
        byte[] bytes = new HandshakeMessage.Greeting(new Cookie(0x1111111111111111L, 0x2222222222222222L), TERMS)
                .toBytes()
                .array();
        String expected = "697063" + "64656d6f" + "ff" // ipcdemo 0xff
                + "01" // greeting
                + "0003" // version
                + "1111111111111111" + "2222222222222222" // cookie
                + "0102030405060708" // run
                + "00000040" // 64 bytes
                + "0000000000002710" // 10 s
                + "00000000000f4240" // a million messages
                + "00000000" + "00000000" // buffers
                + "01" // TCP_NODELAY
                + "0a" + "726f756e642d74726970" // round-trip
                + "00"; // messages of one size
        assertThat(bytes).hasSize(512);
        assertThat(HexFormat.of().formatHex(bytes)).startsWith(expected).endsWith("00".repeat(400));
    }

    static Stream<HandshakeMessage> messages() {
        return Stream.of(
                new HandshakeMessage.Greeting(new Cookie(1, 2), TERMS),
                new HandshakeMessage.Challenge(new Cookie(3, -4)),
                new HandshakeMessage.Welcome(SERVER, STATE, "Linux, 2 × CPU"),
                new HandshakeMessage.Welcome(
                        new ServerIdentity(-1, "", "", ""), new ServerState(-1, 0, CpuThrottling.NONE), ""),
                new HandshakeMessage.Refusal("no"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageArrivesAsItWasSent(HandshakeMessage message) {
        assertThat(HandshakeMessage.read(message.toBytes())).hasValue(message);
    }

    @Test
    void aWelcomeHasTheBytesOfVersion3() {
        String bytes = HexFormat.of()
                .formatHex(new HandshakeMessage.Welcome(SERVER, STATE, "Linux")
                        .toBytes()
                        .array());
        assertThat(bytes)
                .hasSize(2 * 512)
                .startsWith("697063" + "64656d6f" + "ff" // ipcdemo 0xff
                        + "03" // welcome
                        + "0003" // version
                        + "00".repeat(16) // no cookie
                        + "0123456789abcdef" // instance
                        + "0006" + "6120686f7374" // a host
                        + "0006" + "61206e6f6465" // a node
                        + "0005" + "6120706f64" // a pod
                        + "00000019" // load, in hundredths
                        + "00000001" // other comparisons
                        + "00000000000000a2" // periods
                        + "0000000000000039" // throttled in
                        + "000000000030d400" // for so many microseconds
                        + "0005" + "4c696e7578"); // Linux
    }

    @Test
    void textOfAPeersDoesNotControlATerminal() {
        String hostile = "Linux\u001b[2J\u202e\u009b\u2028, 2 CPUs";
        ByteBuffer bytes = new HandshakeMessage.Welcome(
                        new ServerIdentity(1, hostile, hostile, hostile), STATE, hostile)
                .toBytes();
        String harmless = "Linux?[2J???, 2 CPUs";
        assertThat(HandshakeMessage.read(bytes))
                .hasValue(new HandshakeMessage.Welcome(
                        new ServerIdentity(1, harmless, harmless, harmless), STATE, harmless));
    }

    @Test
    void aWelcomeHasRoomForTheLongestNames() {
        String longest = "x".repeat(1_000);
        HandshakeMessage.Welcome read = (HandshakeMessage.Welcome) HandshakeMessage.read(
                        new HandshakeMessage.Welcome(new ServerIdentity(1, longest, longest, longest), STATE, longest)
                                .toBytes())
                .orElseThrow();
        assertThat(read.server()).isEqualTo(new ServerIdentity(1, "x".repeat(80), "x".repeat(80), "x".repeat(80)));
        assertThat(read.state()).isEqualTo(STATE);
        assertThat(read.environment()).startsWith("x".repeat(190));
    }

    @Test
    void aNewServerKnowsItsNodeAndItsPodFromItsEnvironment() {
        ServerIdentity one = ServerIdentity.ofNewServer(Map.of("NODE_NAME", "n1", "POD_NAME", "p1"));
        ServerIdentity other = ServerIdentity.ofNewServer(Map.of());
        assertThat(one.node() + " " + one.pod()).isEqualTo("n1 p1");
        assertThat(other.node() + other.pod()).isEmpty();
        assertThat(one.instance()).isNotEqualTo(other.instance());
        assertThat(one.host()).isEqualTo(other.host()).isNotEmpty();
    }

    @Test
    void aTextThatIsTooLongIsCut() {
        ByteBuffer bytes = new HandshakeMessage.Refusal("x".repeat(10_000)).toBytes();
        assertThat(HandshakeMessage.read(bytes))
                .hasValue(new HandshakeMessage.Refusal("x".repeat(HandshakeMessage.MAX_TEXT_BYTES)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "ipcdemo", "x"})
    void anotherProtocolIsNotAGreeting(String text) {
        assertThat(Handshake.isGreeting(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))))
                .isFalse();
    }

    @Test
    void theFirstBytesTellAnotherProtocol() {
        assertThat(Handshake.isLikeAGreeting(ByteBuffer.wrap("GET / HT".getBytes(StandardCharsets.US_ASCII))))
                .isFalse();
        assertThat(Handshake.isLikeAGreeting(greeting(Cookie.NONE).slice(0, 8))).isTrue();
    }

    @Test
    void aDatagramNeedsTheCookieThatWasSentToItsAddress() {
        ByteBuffer challenge = handshake.challenge(greeting(Cookie.NONE), "a:1").orElseThrow();
        assertThat(challenge.remaining()).isEqualTo(Handshake.GREETING_BYTES);
        Cookie cookie = cookieIn(challenge);
        assertThat(handshake.challenge(greeting(cookie), "a:1")).isEmpty();
        assertThat(handshake.challenge(greeting(cookie), "a:2"))
                .as("another address")
                .isPresent();
        assertThat(new Handshake(4096, SERVER).challenge(greeting(cookie), "a:1"))
                .as("another server")
                .isPresent();
        assertThat(handshake.challenge(greeting(new Cookie(cookie.first(), cookie.second() ^ 1)), "a:1"))
                .as("a bit is wrong")
                .isPresent();
    }

    @Test
    void acceptsWhatIsWithinBounds() {
        assertThat(handshake.objection(greeting(Cookie.NONE))).isEmpty();
        assertThat(handshake.admit(greeting(Cookie.NONE), true).terms()).isEqualTo(TERMS);
    }

    @Test
    void aGreetingTellsSizesWithWeights() {
        SizeMix mix = SizeMix.parse("64:80+1K:20");
        SessionTerms terms = handshake.admit(greeting(1024, mix), false).terms();
        assertThat(terms.requestMix()).isEqualTo(mix);
        assertThat(terms.sizes().of(17)).isEqualTo(mix.requests().of(17));
        assertThat(terms).hasToString("throughput, 64:80+1K:20");
    }

    @Test
    void theLongestListOfSizesFitsIntoAGreeting() {
        String longest = IntStream.range(0, 16)
                .mapToObj(i -> (16_777_199 - i) + ":" + (i == 0 ? 50_000 : 10_000))
                .collect(Collectors.joining("+"));
        ByteBuffer greeting = greeting(16_777_199, SizeMix.parse(longest));
        assertThat(new Handshake(16 << 20, SERVER).objection(greeting)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(greeting(Cookie.NONE).put(10, (byte) 99), "version 99"),
                Arguments.of(greeting(Cookie.NONE).put(65, (byte) 'x'), "does not know the pattern"),
                Arguments.of(
                        greeting(1024, SizeMix.ofFile("a", List.of(1024))), "does not know the pattern or the sizes"),
                Arguments.of(greeting(64, SizeMix.parse("64:1+1K:1")), "does not know the pattern or the sizes"),
                Arguments.of(greeting(8192, SizeMix.parse("64:1+8K:1")), "only 1 to 4096"),
                Arguments.of(
                        new HandshakeMessage.Greeting(
                                        Cookie.NONE,
                                        new SessionTerms(
                                                1, Pattern.ROUND_TRIP, 4097, 1_000, 1_000, 0, 0, true, SizeMix.NONE))
                                .toBytes(),
                        "only 1 to 4096"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithASentence(ByteBuffer greeting, String words) {
        assertThat(handshake.objection(greeting).orElse("")).contains(words);
    }

    @Test
    void needsToBeAllowedMessagesOfTheSizeOfAGreeting() {
        assertThatThrownBy(() -> new Handshake(511, SERVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 512 bytes");
    }
}
