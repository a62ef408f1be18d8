package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.pattern.ArrivalsSinceMark;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server's side of one session with a client that was welcomed: what to do with each of its messages. For one thread. */
public final class MeasureSession {

    /** What to do with a message. */
    public enum Turn {
        /** It has become its reply: send it back. */
        REPLY,
        /** Nothing is sent. */
        NOTHING,
        /** Send {@link MeasureSession#report()}. */
        REPORT,
        /** The client has said goodbye. */
        BYE,
        /** The client does more than it said it would: end with it. */
        TOO_MUCH
    }

    private static final Arrivals NOTHING_COUNTED = new Arrivals(Counts.NONE, 0);

    /** Messages may come in a little later than they were sent. */
    private static final long GRACE_MILLIS = 1_000;

    private final Hello hello;
    private final int leastRequestBytes;
    private final Optional<ArrivalsSinceMark> arrivals;
    private final long endNs;
    private long messages;
    private long requests;
    private long nonce;

    /** @param leastRequestBytes a request that is shorter is not heeded, because its answer would be longer than it */
    MeasureSession(Hello hello, int leastRequestBytes) {
        this.hello = hello;
        this.leastRequestBytes = leastRequestBytes;
        arrivals = hello.pattern().countsAtServer()
                ? Optional.of(new ArrivalsSinceMark(hello.messageBytes()))
                : Optional.empty();
        endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(hello.durationMillis() + GRACE_MILLIS);
    }

    /**
     * What was agreed on.
     *
     * @return the client's greeting
     */
    public Hello hello() {
        return hello;
    }

    /**
     * How many messages have come.
     *
     * @return without what was beyond the agreement
     */
    public long messages() {
        return messages;
    }

    /**
     * Takes a message or a request.
     *
     * @param message from 0 to its limit; turned into the reply if it is to be sent back
     * @return what to do
     */
    public Turn take(ByteBuffer message) {
        long nowNs = System.nanoTime();
        long number = Frame.number(message);
        if (nowNs - endNs > 0 || messages + requests >= hello.messages()) {
            return Turn.TOO_MUCH;
        }
        if (number < 0) {
            requests++;
            return message.limit() < leastRequestBytes ? Turn.NOTHING : heed(number, Frame.nonce(message));
        }
        messages++;
        if (arrivals.isPresent()) {
            arrivals.get().add(message, nowNs);
            return Turn.NOTHING;
        }
        if (message.limit() != hello.messageBytes()) {
            return Turn.NOTHING; // the client misses its reply
        }
        Payload.turnIntoReply(message);
        return Turn.REPLY;
    }

    private Turn heed(long number, long newNonce) {
        if (number == Frame.BYE) {
            return Turn.BYE;
        }
        boolean isRepeated = newNonce != 0 && newNonce == nonce;
        nonce = newNonce;
        if (number == Frame.MARK && !isRepeated) {
            arrivals.ifPresent(ArrivalsSinceMark::mark);
        }
        return arrivals.isPresent() && (number == Frame.MARK || number == Frame.REPORT) ? Turn.REPORT : Turn.NOTHING;
    }

    /**
     * What was counted since the last mark, and the nonce of who asked.
     *
     * @return ready to be sent
     */
    public ByteBuffer report() {
        return Frame.report(nonce, arrivals.map(ArrivalsSinceMark::arrivals).orElse(NOTHING_COUNTED));
    }

    /**
     * Whether there is no end to how many sessions like this a client has, one for each message.
     *
     * @return whether it measures connecting
     */
    public boolean isOneOfMany() {
        return hello.pattern() == Pattern.CONNECT;
    }
}
