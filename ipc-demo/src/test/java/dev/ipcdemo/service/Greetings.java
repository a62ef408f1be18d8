package dev.ipcdemo.service;

import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.wire.Cookie;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.PeerRequest;
import dev.ipcdemo.compare.wire.SessionTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client of the measure service sends and gets, for tests that do so by hand. */
final class Greetings {

    static final int BYTES = HandshakeMessage.BYTES;
    static final SessionTerms ROUND_TRIPS =
            new SessionTerms(1, Pattern.ROUND_TRIP, 64, 10_000, 1_000_000, 0, 0, true, SizeMix.NONE);

    private static final int VERSION_AT = 10;

    private Greetings() {}

    static SessionTerms throughput(int messageBytes) {
        return new SessionTerms(1, Pattern.THROUGHPUT, messageBytes, 10_000, 1_000_000, 0, 0, true, SizeMix.NONE);
    }

    static ByteBuffer greeting(SessionTerms terms) {
        return new HandshakeMessage.Greeting(Cookie.NONE, terms).toBytes();
    }

    /** With the cookie of a challenge. */
    static ByteBuffer greeting(SessionTerms terms, ByteBuffer challenge) {
        return new HandshakeMessage.Greeting(read(challenge).cookie(), terms).toBytes();
    }

    static ByteBuffer ofAnotherVersion(ByteBuffer greeting) {
        return greeting.put(VERSION_AT, (byte) 99);
    }

    /** The pattern's word is the last thing in a greeting. */
    static ByteBuffer ofAnUnknownPattern(ByteBuffer greeting) {
        int at = new String(greeting.array(), StandardCharsets.ISO_8859_1).indexOf(Pattern.ROUND_TRIP.toString());
        return greeting.put(at, (byte) 'x');
    }

    static HandshakeMessage read(ByteBuffer message) {
        return HandshakeMessage.read(message).orElseThrow();
    }

    static boolean isChallenge(ByteBuffer answer) {
        return read(answer) instanceof HandshakeMessage.Challenge;
    }

    static boolean isWelcome(ByteBuffer answer) {
        return read(answer) instanceof HandshakeMessage.Welcome;
    }

    static boolean isRefusal(ByteBuffer answer) {
        return read(answer) instanceof HandshakeMessage.Refusal;
    }

    /** What a welcome says of the server. */
    static HandshakeMessage.Welcome welcome(ByteBuffer answer) {
        return (HandshakeMessage.Welcome) read(answer);
    }

    /** Why a client is refused. */
    static String why(ByteBuffer refusal) {
        return ((HandshakeMessage.Refusal) read(refusal)).why();
    }

    static ByteBuffer request(int bytes) {
        return new PeerRequest(PeerRequest.Kind.REPORT, 7).toBytes(bytes);
    }

    /** A request that a server of the exchange turns into a reply. */
    static ByteBuffer message(int bytes) {
        ByteBuffer message = Payload.message(bytes);
        new Payload(bytes).writeRequest(message, 3);
        return message;
    }
}
