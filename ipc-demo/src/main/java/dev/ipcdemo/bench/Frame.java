package dev.ipcdemo.bench;

import dev.ipcdemo.sockets.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a comparison and a server of the measure service say to each other beside the messages that are measured; see
 * docs/measuring.md. A greeting and every answer to it have {@link #BYTES} bytes, so that an answer is never larger than
 * what it answers. They begin with {@link #MAGIC}: as the number that a message begins with ({@link Payload}) that would
 * be negative, which no message's is. After the greeting a client's requests are messages with a negative number.
 */
final class Frame {

    static final int VERSION = 1;
    static final int BYTES = 512;

    /** Of a report, and of a request where messages keep their boundaries. */
    static final int REPORT_BYTES = 88;

    static final int COOKIE_BYTES = 16;

    /** The kinds of greetings and answers. */
    static final int HELLO = 1;

    static final int CHALLENGE = 2;
    static final int WELCOME = 3;
    static final int REFUSED = 4;

    /** The numbers of requests. */
    static final long MARK = -1;

    static final long REPORT = -2;
    static final long BYE = -3;

    private static final byte[] MAGIC = {'i', 'p', 'c', 'd', 'e', 'm', 'o', (byte) 0xff};
    private static final int KIND_AT = MAGIC.length;
    private static final int VERSION_AT = KIND_AT + 1;
    private static final int COOKIE_AT = VERSION_AT + Short.BYTES;
    private static final int REST_AT = COOKIE_AT + COOKIE_BYTES;
    private static final int MOST_TEXT_BYTES = BYTES - REST_AT - Short.BYTES;

    private Frame() {}

    /** As much of it as there is begins as a frame does. */
    static boolean isLike(ByteBuffer bytes) {
        int length = Math.min(bytes.limit(), MAGIC.length);
        for (int i = 0; i < length; i++) {
            if (bytes.get(i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean is(int kind, ByteBuffer bytes) {
        return bytes.limit() == BYTES && isLike(bytes) && bytes.get(KIND_AT) == kind;
    }

    static int version(ByteBuffer frame) {
        return unsignedShort(frame, VERSION_AT);
    }

    /** Big-endian, whatever the buffer's order is at the moment: that of messages is the other. */
    private static int unsignedShort(ByteBuffer frame, int at) {
        return (frame.get(at) & 0xff) << Byte.SIZE | frame.get(at + 1) & 0xff;
    }

    static byte[] cookie(ByteBuffer frame) {
        byte[] cookie = new byte[COOKIE_BYTES];
        frame.get(COOKIE_AT, cookie);
        return cookie;
    }

    private static ByteBuffer begin(int kind, byte[] cookie) {
        return ByteBuffer.allocate(BYTES)
                .put(MAGIC)
                .put((byte) kind)
                .putShort((short) VERSION)
                .put(cookie);
    }

    private static ByteBuffer end(ByteBuffer frame) {
        return frame.clear();
    }

    static ByteBuffer challenge(byte[] cookie) {
        return end(begin(CHALLENGE, cookie));
    }

    /** WELCOME or REFUSED; a text that is too long is cut. */
    static ByteBuffer answer(int kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_TEXT_BYTES);
        return end(begin(kind, new byte[COOKIE_BYTES]).putShort((short) length).put(bytes, 0, length));
    }

    /** What an answer says. It comes from elsewhere, and shall not steer a terminal. */
    static String text(ByteBuffer answer) {
        int length = Math.min(unsignedShort(answer, REST_AT), MOST_TEXT_BYTES);
        byte[] bytes = new byte[length];
        answer.get(REST_AT + Short.BYTES, bytes);
        return Printable.text(new String(bytes, StandardCharsets.UTF_8));
    }

    static ByteBuffer hello(Hello hello, byte[] cookie) {
        byte[] pattern = hello.pattern().getBytes(StandardCharsets.US_ASCII);
        return end(begin(HELLO, cookie)
                .putLong(hello.run())
                .putInt(hello.messageBytes())
                .putLong(hello.durationMillis())
                .putLong(hello.messages())
                .putInt(hello.sendBufferBytes())
                .putInt(hello.recvBufferBytes())
                .put((byte) (hello.noDelay() ? 1 : 0))
                .put((byte) pattern.length)
                .put(pattern));
    }

    static Hello hello(ByteBuffer frame) {
        ByteBuffer in = frame.duplicate().order(ByteOrder.BIG_ENDIAN).position(REST_AT);
        long run = in.getLong();
        int messageBytes = in.getInt();
        long durationMillis = in.getLong();
        long messages = in.getLong();
        int sendBufferBytes = in.getInt();
        int recvBufferBytes = in.getInt();
        boolean noDelay = in.get() != 0;
        byte[] pattern = new byte[in.get() & 0xff];
        in.get(pattern);
        return new Hello(
                run,
                new String(pattern, StandardCharsets.US_ASCII),
                messageBytes,
                durationMillis,
                messages,
                sendBufferBytes,
                recvBufferBytes,
                noDelay);
    }

    /** The number of a message or request; that of a message too short to have a request's is 0. */
    static long number(ByteBuffer message) {
        return message.limit() < Long.BYTES
                ? 0
                : message.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    /** A request; the nonce tells it from others of the same number, where there is room for one. */
    static ByteBuffer request(long number, long nonce, int bytes) {
        ByteBuffer request = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        request.putLong(0, number);
        if (bytes >= 2 * Long.BYTES) {
            request.putLong(Long.BYTES, nonce);
        }
        return request;
    }

    static long nonce(ByteBuffer frame) {
        return frame.limit() < 2 * Long.BYTES
                ? 0
                : frame.order(ByteOrder.LITTLE_ENDIAN).getLong(Long.BYTES);
    }

    static ByteBuffer report(long nonce, Arrivals arrivals) {
        ByteBuffer report = request(REPORT, nonce, REPORT_BYTES).position(2 * Long.BYTES);
        arrivals.toTexts().forEach(text -> report.putLong(Long.parseLong(text)));
        return report.clear();
    }

    static Arrivals arrivals(ByteBuffer report) {
        ByteBuffer in = report.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(2 * Long.BYTES);
        String[] texts = new String[9];
        Arrays.setAll(texts, i -> Long.toString(in.getLong()));
        return Arrivals.ofTexts(Arrays.asList(texts));
    }
}
