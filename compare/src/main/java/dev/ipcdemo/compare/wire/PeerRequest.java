package dev.ipcdemo.compare.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What a client of the measure service asks between its messages: a message itself, whose number is negative.
 *
 * @param kind what is asked
 * @param nonce tells this request from others of its kind; 0 where a message has no room for one
 */
public record PeerRequest(Kind kind, long nonce) {

    /** What is asked. */
    public enum Kind {
        /** Report, and count anew. */
        MARK(-1),
        /** Report. */
        REPORT(-2),
        /** The client ends the session. */
        BYE(-3);

        private final long number;

        Kind(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }
    }

    private static final int NONCE_AT = Long.BYTES;
    private static final int BYTES = NONCE_AT + Long.BYTES;

    /**
     * The request as a message.
     *
     * @param bytes the size of the message; on a stream that of the next message
     * @return ready to be sent
     */
    public ByteBuffer toBytes(int bytes) {
        ByteBuffer message = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        message.putLong(0, kind.number);
        if (bytes >= BYTES) {
            message.putLong(NONCE_AT, nonce);
        }
        return message;
    }

    /** The number that a message begins with, which is negative for a request; that of a shorter message is 0. */
    static long number(ByteBuffer message) {
        return message.limit() < Long.BYTES
                ? 0
                : message.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    /** The request that a message is; nothing if it is one that is not known. */
    static Optional<PeerRequest> read(ByteBuffer message) {
        long number = number(message);
        long nonce = message.limit() < BYTES ? 0 : message.getLong(NONCE_AT);
        for (Kind kind : Kind.values()) {
            if (kind.number == number) {
                return Optional.of(new PeerRequest(kind, nonce));
            }
        }
        return Optional.empty();
    }
}
