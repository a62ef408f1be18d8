package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client of the measure service sends and gets, for tests that do so by hand. */
public final class Greetings {

    public static final int BYTES = Frame.BYTES;
    public static final Hello ROUND_TRIPS = new Hello(1, Pattern.ROUND_TRIP, 64, 10_000, 1_000_000, 0, 0, true);

    private Greetings() {}

    public static Hello throughput(int messageBytes) {
        return new Hello(1, Pattern.THROUGHPUT, messageBytes, 10_000, 1_000_000, 0, 0, true);
    }

    public static ByteBuffer greeting(Hello hello) {
        return Frame.hello(hello, new byte[Frame.COOKIE_BYTES]);
    }

    /** With the cookie of a challenge. */
    public static ByteBuffer greeting(Hello hello, ByteBuffer challenge) {
        return Frame.hello(hello, Frame.cookie(challenge));
    }

    public static ByteBuffer ofAnotherVersion(ByteBuffer greeting) {
        return greeting.put(10, (byte) 99);
    }

    /** The pattern's word is the last thing in a greeting. */
    public static ByteBuffer ofAnUnknownPattern(ByteBuffer greeting) {
        int at = new String(greeting.array(), StandardCharsets.ISO_8859_1).indexOf(Pattern.ROUND_TRIP.toString());
        return greeting.put(at, (byte) 'x');
    }

    public static boolean isChallenge(ByteBuffer answer) {
        return Frame.is(Frame.CHALLENGE, answer);
    }

    public static boolean isWelcome(ByteBuffer answer) {
        return Frame.is(Frame.WELCOME, answer);
    }

    public static boolean isRefusal(ByteBuffer answer) {
        return Frame.is(Frame.REFUSED, answer);
    }

    public static String text(ByteBuffer answer) {
        return Frame.text(answer);
    }

    public static ByteBuffer answer(String text) {
        return Frame.answer(Frame.WELCOME, text);
    }

    public static ByteBuffer request(int bytes) {
        return Frame.request(Frame.REPORT, 7, bytes);
    }

    /** A request that a server of the exchange turns into a reply. */
    public static ByteBuffer message(int bytes) {
        ByteBuffer message = Payload.message(bytes);
        new Payload(bytes).writeRequest(message, 3);
        return message;
    }
}
