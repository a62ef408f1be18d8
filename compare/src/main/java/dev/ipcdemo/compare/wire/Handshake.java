package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.result.Environment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the measure service decides on a greeting: whether it is one, whether the sender of a datagram can be reached at its
 * address, and whether what it asks for is within bounds. Keeps nothing of a client that has not proven its address. Safe
 * for use by many threads.
 */
public final class Handshake {

    /** The size of a greeting, and of every answer to one. */
    public static final int GREETING_BYTES = HandshakeMessage.BYTES;

    /** The longest session that a client may ask for. */
    public static final Duration LONGEST_SESSION = Duration.ofMinutes(10);

    /** A cookie is good for one to two of these: a client answers a challenge at once. */
    private static final long COOKIE_NS = TimeUnit.SECONDS.toNanos(30);

    /** What is asked of the kernel is asked again after this, where that would be a part of what is measured. */
    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

    private static final String MAC = "HmacSHA256";

    private final int maxMessageBytes;
    private final SecretKeySpec secret;
    private final ServerIdentity identity;
    private final String environment = Environment.here(List.of()).line();
    private volatile Known known = new Known(System.nanoTime(), -1, CpuThrottling.NONE);

    /** What the kernel told at some time. */
    private record Known(long atNs, double load, CpuThrottling throttling) {

        static Known now() {
            return new Known(
                    System.nanoTime(), Environment.load(), ControlGroup.here().throttling());
        }

        boolean isFresh() {
            return System.nanoTime() - atNs < FRESH_NS && load >= 0;
        }
    }

    /**
     * Makes the secret that cookies are made with.
     *
     * @param maxMessageBytes the largest message that a client may have
     * @param identity who the server says that it is
     * @throws IllegalArgumentException if not even a greeting would be allowed
     */
    public Handshake(int maxMessageBytes, ServerIdentity identity) {
        if (maxMessageBytes < GREETING_BYTES) {
            throw new IllegalArgumentException("the measure service must be allowed messages of at least "
                    + GREETING_BYTES + " bytes, the size of its greetings");
        }
        this.maxMessageBytes = maxMessageBytes;
        this.identity = identity;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = new SecretKeySpec(random, MAC);
    }

    /**
     * Whether the first bytes of a message may be those of a greeting.
     *
     * @param bytes the beginning of it, from 0 to the limit
     * @return false for another protocol
     */
    public static boolean isLikeAGreeting(ByteBuffer bytes) {
        return HandshakeMessage.Header.isLike(bytes);
    }

    /**
     * Whether it is a greeting, of whatever version.
     *
     * @param message from 0 to its limit
     * @return whether it can be answered
     */
    public static boolean isGreeting(ByteBuffer message) {
        return HandshakeMessage.isGreeting(message);
    }

    /**
     * Asks for the proof that a greeting's sender is at its address: a cookie that was sent there.
     *
     * @param greeting a greeting that came by datagram
     * @param address its source address, which may be forged
     * @return what to answer instead of listening; nothing if the greeting carries the cookie
     */
    public Optional<ByteBuffer> challenge(ByteBuffer greeting, String address) {
        Cookie shown = HandshakeMessage.Header.read(greeting).orElseThrow().cookie();
        long window = System.nanoTime() / COOKIE_NS;
        Cookie current = cookie(address, window);
        return shown.matches(current) || shown.matches(cookie(address, window - 1))
                ? Optional.empty()
                : Optional.of(new HandshakeMessage.Challenge(current).toBytes());
    }

    private Cookie cookie(String address, long window) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            return Cookie.read(ByteBuffer.wrap(mac.doFinal((window + " " + address).getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has " + MAC, e);
        }
    }

    /**
     * What is wrong with a greeting.
     *
     * @param greeting what {@link #isGreeting} has accepted
     * @return a sentence for the client; nothing if it may go on
     */
    public Optional<String> objection(ByteBuffer greeting) {
        int version = HandshakeMessage.Header.read(greeting).orElseThrow().version();
        if (version != HandshakeMessage.VERSION) {
            return Optional.of("this server speaks version " + HandshakeMessage.VERSION
                    + " of the protocol, and the client version " + version + ": use the same ipc-demo on both sides");
        }
        try {
            return objection(terms(greeting));
        } catch (IllegalArgumentException e) {
            return Optional.of("this server does not know the pattern or the sizes asked for");
        } catch (BufferUnderflowException e) {
            return Optional.of("the greeting is damaged");
        }
    }

    private static SessionTerms terms(ByteBuffer greeting) {
        return HandshakeMessage.read(greeting)
                .map(HandshakeMessage.Greeting.class::cast)
                .orElseThrow()
                .terms();
    }

    /**
     * How large the largest message of a session is to be.
     *
     * @param greeting one without an {@link #objection}
     * @return bytes; a session takes as much memory
     */
    public static int messageBytes(ByteBuffer greeting) {
        return terms(greeting).messageBytes();
    }

    private Optional<String> objection(SessionTerms terms) {
        if (terms.messageBytes() < 1 || terms.messageBytes() > maxMessageBytes) {
            return Optional.of("messages of " + terms.messageBytes() + " bytes are not served, only 1 to "
                    + maxMessageBytes + " (the server's --max-message)");
        }
        long longest = LONGEST_SESSION.toMillis();
        if (terms.durationMillis() < 0 || terms.durationMillis() > longest) {
            return Optional.of("a session of " + terms.durationMillis() + " ms is not served, at most " + longest);
        }
        long most = longest * SessionTerms.MAX_MESSAGES_PER_MILLI;
        if (terms.messages() < 0 || terms.messages() > most) {
            return Optional.of(terms.messages() + " messages in a session are not served, at most " + most);
        }
        if (terms.sendBufferBytes() != 0 || terms.recvBufferBytes() != 0 || !terms.noDelay()) {
            return Optional.of("this server's sockets have the system's buffer sizes and TCP_NODELAY on:"
                    + " leave out --send-buffer, --recv-buffer and --no-no-delay");
        }
        return terms.pattern().countsAtServer() ? Payload.refusal(terms.sizes().smallest()) : Optional.empty();
    }

    /**
     * Starts a session.
     *
     * @param greeting one without an {@link #objection}
     * @param keepsBoundaries whether the transport keeps message boundaries, so that requests have a size of their own; on a
     *     stream they have the size of the messages
     * @return the server's side of it
     */
    public MeasureSession admit(ByteBuffer greeting, boolean keepsBoundaries) {
        return new MeasureSession(terms(greeting), keepsBoundaries ? PeerReport.BYTES : 0);
    }

    /**
     * The answer to a client that may go on. It says who and how this server is, and describes its host.
     *
     * @param session the client's
     * @param otherComparisons how many other comparisons have had sessions at the same time, since that was told last
     * @return ready to be sent
     */
    public ByteBuffer welcome(MeasureSession session, int otherComparisons) {
        if (!session.isOneOfMany() || !known.isFresh()) {
            known = Known.now();
        }
        ServerState state = new ServerState(known.load(), otherComparisons, known.throttling());
        return new HandshakeMessage.Welcome(identity, state, environment).toBytes();
    }

    /**
     * The answer to a client that may not.
     *
     * @param why a sentence
     * @return ready to be sent
     */
    public ByteBuffer refusal(String why) {
        return new HandshakeMessage.Refusal(why).toBytes();
    }
}
