package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.result.Environment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the measure service looks at greetings: whether they are any, whether who sent one by datagram can be reached where
 * it says it is, and whether what it asks for is within bounds. Keeps nothing of who has not proven its address. For any
 * number of threads.
 */
public final class Handshake {

    /** The size of a greeting, and of every answer to one. */
    public static final int GREETING_BYTES = Frame.BYTES;

    /** So long a session lasts at most, whatever a client asks for. */
    public static final Duration LONGEST_SESSION = Duration.ofMinutes(10);

    /** A client answers a challenge at once, or its cookie is stale. */
    private static final long COOKIE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final String MAC = "HmacSHA256";

    private final int maxMessageBytes;
    private final SecretKeySpec secret;
    private final ByteBuffer welcome =
            Frame.answer(Frame.WELCOME, Environment.here(List.of()).line());

    /**
     * Opens.
     *
     * @param maxMessageBytes the largest message that a client may have
     * @throws IllegalArgumentException if not even a greeting would be allowed
     */
    public Handshake(int maxMessageBytes) {
        if (maxMessageBytes < GREETING_BYTES) {
            throw new IllegalArgumentException("service measure needs messages of at least " + GREETING_BYTES
                    + " bytes to be allowed, because its greetings have so many");
        }
        this.maxMessageBytes = maxMessageBytes;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = new SecretKeySpec(random, MAC);
    }

    /**
     * Whether what has come may become a greeting.
     *
     * @param bytes the beginning of it, from 0 to the limit
     * @return false for what somebody else would send
     */
    public static boolean isLikeAGreeting(ByteBuffer bytes) {
        return Frame.isLike(bytes);
    }

    /**
     * Whether it is a greeting, of whatever version.
     *
     * @param message from 0 to its limit
     * @return whether it can be answered
     */
    public static boolean isGreeting(ByteBuffer message) {
        return Frame.is(Frame.HELLO, message);
    }

    /**
     * Demands the proof that a greeting's sender is at its address: a cookie that was sent there.
     *
     * @param greeting what came by datagram
     * @param address where it says that it came from
     * @return what to answer instead of listening; nothing if the greeting carries the cookie
     */
    public Optional<ByteBuffer> challenge(ByteBuffer greeting, String address) {
        long window = System.nanoTime() / COOKIE_NS;
        byte[] shown = Frame.cookie(greeting);
        boolean isProven = MessageDigest.isEqual(shown, cookie(address, window))
                || MessageDigest.isEqual(shown, cookie(address, window - 1));
        return isProven ? Optional.empty() : Optional.of(Frame.challenge(cookie(address, window)));
    }

    private byte[] cookie(String address, long window) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            return Arrays.copyOf(
                    mac.doFinal((window + " " + address).getBytes(StandardCharsets.UTF_8)), Frame.COOKIE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has " + MAC, e);
        }
    }

    /**
     * What is wrong with a greeting.
     *
     * @param greeting a greeting
     * @return a sentence for the client; nothing if it is welcome
     */
    public Optional<String> objection(ByteBuffer greeting) {
        if (Frame.version(greeting) != Frame.VERSION) {
            return Optional.of("it speaks version " + Frame.VERSION + " of the protocol, and this client version "
                    + Frame.version(greeting) + ": use the same ipc-demo on both sides");
        }
        Hello hello;
        try {
            hello = Frame.hello(greeting);
        } catch (IllegalArgumentException e) {
            return Optional.of("it does not know the pattern asked for");
        } catch (RuntimeException e) {
            return Optional.of("the greeting is damaged");
        }
        if (hello.messageBytes() < 1 || hello.messageBytes() > maxMessageBytes) {
            return Optional.of("messages of " + hello.messageBytes() + " bytes are not served, but 1 to "
                    + maxMessageBytes + " (its --max-message)");
        }
        long longest = LONGEST_SESSION.toMillis();
        if (hello.durationMillis() < 0 || hello.durationMillis() > longest) {
            return Optional.of("a session of " + hello.durationMillis() + " ms is not served, but at most " + longest);
        }
        long most = longest * Hello.MOST_MESSAGES_PER_MILLI;
        if (hello.messages() < 0 || hello.messages() > most) {
            return Optional.of(hello.messages() + " messages in a session are not served, but at most " + most);
        }
        if (hello.sendBufferBytes() != 0 || hello.recvBufferBytes() != 0 || !hello.noDelay()) {
            return Optional.of("its sockets have the system's buffers, and TCP_NODELAY on:"
                    + " leave out --send-buffer, --recv-buffer and --no-no-delay");
        }
        return hello.pattern().countsAtServer() ? Payload.refusal(hello.messageBytes()) : Optional.empty();
    }

    /**
     * Begins a session.
     *
     * @param greeting one that there is no objection to
     * @param keepsBoundaries whether requests are messages of their own size; on a stream they have that of the others
     * @return the server's side of it
     */
    public MeasureSession admit(ByteBuffer greeting, boolean keepsBoundaries) {
        return new MeasureSession(Frame.hello(greeting), keepsBoundaries ? Frame.REPORT_BYTES : 0);
    }

    /**
     * The answer to who is welcome: what is measured on here.
     *
     * @return ready to be sent
     */
    public ByteBuffer welcome() {
        return welcome.duplicate();
    }

    /**
     * The answer to who is not.
     *
     * @param why a sentence
     * @return ready to be sent
     */
    public ByteBuffer refusal(String why) {
        return Frame.answer(Frame.REFUSED, why);
    }
}
