package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.pattern.ArrivalsSinceMark;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A session of the measure service with a client that may go on: what to do with each of its messages. For one thread. */
public final class MeasureSession {

    /** What to do with a message. */
    public enum Action {
        /** It has become its reply: send it back. */
        REPLY,
        /** Nothing is sent. */
        NOTHING,
        /** Send {@link MeasureSession#report()}. */
        REPORT,
        /** The client has ended the session. */
        BYE,
        /** The client does more than it said it would: end the session. */
        TOO_MUCH
    }

    /** Messages may arrive a little later than they were sent. */
    private static final long GRACE_MILLIS = 1_000;

    private final SessionTerms terms;
    private final MessageSizes sizes;
    private final int leastRequestBytes;
    private final Optional<ArrivalsSinceMark> arrivals;
    private final long endNs;
    private long messages;
    private long requests;
    private long nonce;

    /** @param leastRequestBytes a shorter request is ignored, because its answer would be longer than the request */
    MeasureSession(SessionTerms terms, int leastRequestBytes) {
        this.terms = terms;
        sizes = terms.sizes();
        this.leastRequestBytes = leastRequestBytes;
        arrivals = terms.pattern().countsAtServer() ? Optional.of(new ArrivalsSinceMark(sizes)) : Optional.empty();
        endNs = System.nanoTime() + longest().toNanos();
    }

    /**
     * What was agreed on.
     *
     * @return what the client said it would do
     */
    public SessionTerms terms() {
        return terms;
    }

    /**
     * How long the session may last from its beginning, whether or not a message is complete by then.
     *
     * @return what the client asked for, and a little more
     */
    public Duration longest() {
        return Duration.ofMillis(terms.durationMillis() + GRACE_MILLIS);
    }

    /**
     * How many messages have been received.
     *
     * @return not counting those beyond the agreement
     */
    public long messages() {
        return messages;
    }

    /**
     * The size of the next message, or on a stream of a request in its place.
     *
     * @return in bytes
     */
    public int nextBytes() {
        return sizes.of(messages);
    }

    /**
     * Takes a message or a request.
     *
     * @param message from 0 to its limit; turned into the reply if it is to be sent back
     * @return what to do
     */
    public Action take(ByteBuffer message) {
        long nowNs = System.nanoTime();
        long number = PeerRequest.number(message);
        if (nowNs - endNs > 0 || messages + requests >= terms.messages()) {
            return Action.TOO_MUCH;
        }
        if (number < 0) {
            requests++;
            return message.limit() < leastRequestBytes
                    ? Action.NOTHING
                    : PeerRequest.read(message).map(this::answer).orElse(Action.NOTHING);
        }
        messages++;
        if (arrivals.isPresent()) {
            arrivals.get().add(message, nowNs);
            return Action.NOTHING;
        }
        if (message.limit() < sizes.smallest() || message.limit() > sizes.largest()) {
            return Action.NOTHING; // the client notices that there is no reply
        }
        Payload.turnIntoReply(message);
        return Action.REPLY;
    }

    private Action answer(PeerRequest request) {
        if (request.kind() == PeerRequest.Kind.BYE) {
            return Action.BYE;
        }
        boolean isRepeated = request.nonce() != 0 && request.nonce() == nonce;
        nonce = request.nonce();
        if (request.kind() == PeerRequest.Kind.MARK && !isRepeated) {
            arrivals.ifPresent(ArrivalsSinceMark::mark);
        }
        return arrivals.isPresent() ? Action.REPORT : Action.NOTHING;
    }

    /**
     * What was counted since the last mark, with the nonce of the request.
     *
     * @return ready to be sent
     */
    public ByteBuffer report() {
        return new PeerReport(nonce, arrivals.map(ArrivalsSinceMark::arrivals).orElse(Arrivals.NONE)).toBytes();
    }

    /**
     * Whether a client only wants to know who is there.
     *
     * @return whether no messages will come
     */
    public boolean isGreeting() {
        return terms.areOfGreeting();
    }

    /**
     * Whether a client has many sessions like this, one for each message.
     *
     * @return whether it measures connecting
     */
    public boolean isOneOfMany() {
        return terms.pattern() == Pattern.CONNECT;
    }
}
