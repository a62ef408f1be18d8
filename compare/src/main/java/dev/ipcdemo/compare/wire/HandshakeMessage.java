package dev.ipcdemo.compare.wire;

import dev.ipcdemo.sockets.Printable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a client and a server of the measure service say to each other before the messages that are measured; see
 * docs/measuring.md. All have {@link #BYTES} bytes, so that an answer is never larger than what it answers, and begin with
 * {@code ipcdemo} and a byte 0xff: as the number that a measured message begins with, that would be negative, which no
 * message's is.
 */
public sealed interface HandshakeMessage {

    /** The version of the protocol that this program speaks. */
    int VERSION = 3;

    /** The size of each of these messages. */
    int BYTES = 512;

    /** The magic, the kind, the version and the cookie. */
    int HEADER_BYTES = Header.MAGIC.length + Byte.BYTES + Short.BYTES + 2 * Long.BYTES;

    /** The longest text of a refusal. */
    int MAX_TEXT_BYTES = BYTES - HEADER_BYTES - Short.BYTES;

    /** What kind of message this is. */
    enum Kind {
        /** A client's. */
        GREETING(1),
        /** A server's, to a client that has not proven its address. */
        CHALLENGE(2),
        /** A server's, to a client that may go on. */
        WELCOME(3),
        /** A server's, to one that may not. */
        REFUSAL(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * What all of them begin with, whatever the version.
     *
     * @param kind what follows
     * @param version of the protocol that the sender speaks
     * @param cookie of a greeting or a challenge
     */
    record Header(Kind kind, int version, Cookie cookie) {

        private static final byte[] MAGIC = {'i', 'p', 'c', 'd', 'e', 'm', 'o', (byte) 0xff};

        void write(ByteBuffer out) {
            out.put(MAGIC).put((byte) kind.code).putShort((short) version);
            cookie.write(out);
        }

        /** Reads a header from a buffer's beginning; nothing if the buffer does not hold a message of this protocol. */
        static Optional<Header> read(ByteBuffer message) {
            if (message.limit() != BYTES || !isLike(message)) {
                return Optional.empty();
            }
            ByteBuffer in = body(message).position(MAGIC.length);
            Optional<Kind> kind = Kind.of(in.get());
            int version = Short.toUnsignedInt(in.getShort());
            Cookie cookie = Cookie.read(in);
            return kind.map(known -> new Header(known, version, cookie));
        }

        /** Whether a buffer begins as a message of this protocol does, as far as it goes. */
        static boolean isLike(ByteBuffer message) {
            int length = Math.min(message.limit(), MAGIC.length);
            for (int i = 0; i < length; i++) {
                if (message.get(i) != MAGIC[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Whether a message is a greeting, of whatever version.
     *
     * @param message from 0 to its limit
     * @return whether it can be answered
     */
    static boolean isGreeting(ByteBuffer message) {
        return message.limit() == BYTES
                && Header.isLike(message)
                && message.get(Header.MAGIC.length) == Kind.GREETING.code;
    }

    /**
     * Reads a message. Greetings and welcomes may differ between versions of the protocol, so look at {@link
     * Header#version} first.
     *
     * @param message from 0 to its limit
     * @return the message; nothing if it is not one of this protocol
     * @throws IllegalArgumentException if it is a greeting with an unknown pattern
     * @throws java.nio.BufferUnderflowException if it is a greeting or a welcome that is damaged
     */
    static Optional<HandshakeMessage> read(ByteBuffer message) {
        Optional<Header> header = Header.read(message);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer in = body(message);
        Cookie cookie = header.get().cookie();
        return Optional.of(
                switch (header.get().kind()) {
                    case GREETING -> new Greeting(cookie, SessionTerms.read(in));
                    case CHALLENGE -> new Challenge(cookie);
                    case WELCOME -> new Welcome(ServerIdentity.read(in), ServerState.read(in), readText(in));
                    case REFUSAL -> new Refusal(readText(in));
                });
    }

    /** After the header, in network byte order, whatever the message's own order is: measured messages have the other. */
    private static ByteBuffer body(ByteBuffer message) {
        return message.duplicate().order(ByteOrder.BIG_ENDIAN).position(HEADER_BYTES);
    }

    /**
     * Reads a text of a peer's, which must not control a terminal.
     *
     * @param in at the text's length
     * @return the text, with every control character replaced
     * @throws BufferUnderflowException if there is less of it than its length says
     */
    static String readText(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new BufferUnderflowException();
        }
        in.get(bytes);
        return Printable.text(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Writes a text behind its length; what is too long is cut.
     *
     * @param out where
     * @param text what
     * @param maxBytes how much of it
     */
    static void writeText(ByteBuffer out, String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, maxBytes);
        out.putShort((short) length).put(bytes, 0, length);
    }

    /** Writes a text as far as there is room. */
    private static void writeText(ByteBuffer out, String text) {
        writeText(out, text, out.remaining() - Short.BYTES);
    }

    /**
     * The kind.
     *
     * @return what this is
     */
    Kind kind();

    /**
     * The cookie.
     *
     * @return {@link Cookie#NONE} if this carries none
     */
    default Cookie cookie() {
        return Cookie.NONE;
    }

    /**
     * Writes what follows the header.
     *
     * @param out at the end of the header
     */
    void writeBody(ByteBuffer out);

    /**
     * The message as bytes.
     *
     * @return {@link #BYTES} bytes, ready to be sent
     */
    default ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        new Header(kind(), VERSION, cookie()).write(bytes);
        writeBody(bytes);
        return bytes.clear();
    }

    /**
     * A client says what it will do.
     *
     * @param cookie of the challenge that this answers, or none
     * @param terms what it will do
     */
    record Greeting(Cookie cookie, SessionTerms terms) implements HandshakeMessage {

        @Override
        public Kind kind() {
            return Kind.GREETING;
        }

        @Override
        public void writeBody(ByteBuffer out) {
            terms.write(out);
        }
    }

    /**
     * A server wants its cookie back before it believes the client's address.
     *
     * @param cookie what to send back
     */
    record Challenge(Cookie cookie) implements HandshakeMessage {

        @Override
        public Kind kind() {
            return Kind.CHALLENGE;
        }

        @Override
        public void writeBody(ByteBuffer out) {
            // has none
        }
    }

    /**
     * A client may go on.
     *
     * @param server who the server is
     * @param state how it is
     * @param environment the server's kernel, CPUs, Java and libraries, for people; what is too long is cut
     */
    record Welcome(ServerIdentity server, ServerState state, String environment) implements HandshakeMessage {

        @Override
        public Kind kind() {
            return Kind.WELCOME;
        }

        @Override
        public void writeBody(ByteBuffer out) {
            server.write(out);
            state.write(out);
            writeText(out, environment);
        }
    }

    /**
     * A client may not go on.
     *
     * @param why a sentence; what is too long is cut
     */
    record Refusal(String why) implements HandshakeMessage {

        @Override
        public Kind kind() {
            return Kind.REFUSAL;
        }

        @Override
        public void writeBody(ByteBuffer out) {
            writeText(out, why);
        }
    }
}
