package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.wire.MeasureSession.Action;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MeasureSessionTest {

    private static final int BYTES = 64;

    private final Payload payload = new Payload(BYTES);

    private static MeasureSession session(Pattern pattern, long messages) {
        return new MeasureSession(
                new SessionTerms(1, pattern, BYTES, 60_000, messages, 0, 0, true, SizeMix.NONE), PeerReport.BYTES);
    }

    private ByteBuffer message(long sequence) {
        ByteBuffer message = Payload.message(BYTES);
        payload.writeRequest(message, sequence);
        return message;
    }

    private static ByteBuffer request(PeerRequest.Kind kind, long nonce) {
        return new PeerRequest(kind, nonce).toBytes(PeerReport.BYTES);
    }

    private static Arrivals reported(MeasureSession session, long nonce) {
        PeerReport report = PeerReport.read(session.report()).orElseThrow();
        assertThat(report.nonce()).isEqualTo(nonce);
        return report.arrivals();
    }

    @Test
    void turnsAMessageIntoItsReply() {
        MeasureSession session = session(Pattern.ROUND_TRIP, 10);
        ByteBuffer message = message(3);
        assertThat(session.take(message)).isEqualTo(Action.REPLY);
        assertThat(message.get(0) & 1).isEqualTo(1);
        assertThat(session.messages()).isEqualTo(1);
    }

    @Test
    void expectsTheSizeOfTheNextMessageAlsoFromARequestInItsPlace() {
        SizeMix mix = SizeMix.parse("16:1+100:1+2000:1");
        MeasureSession session =
                new MeasureSession(new SessionTerms(1, Pattern.THROUGHPUT, 2000, 60_000, 100, 0, 0, true, mix), 0);
        Payload mixed = new Payload(mix.requests());
        ByteBuffer message = Payload.message(2000);
        for (long sequence = 0; sequence < 10; sequence++) {
            assertThat(session.nextBytes()).isEqualTo(mix.requests().of(sequence));
            ByteBuffer request = new PeerRequest(PeerRequest.Kind.REPORT, 0).toBytes(session.nextBytes());
            assertThat(session.take(request)).isEqualTo(Action.REPORT);
            mixed.writeRequest(message, sequence);
            assertThat(session.take(message)).isEqualTo(Action.NOTHING);
        }
        assertThat(reported(session, 0).counts().received()).isEqualTo(10);
        assertThat(reported(session, 0).counts().fault(false)).isEmpty();
    }

    @Test
    void doesNotReplyToAMessageOfAnotherSize() {
        assertThat(session(Pattern.ROUND_TRIP, 10).take(ByteBuffer.allocate(BYTES - 1)))
                .isEqualTo(Action.NOTHING);
    }

    @Test
    void countsAndReportsWhatIsNotAnswered() {
        MeasureSession session = session(Pattern.THROUGHPUT, 100);
        for (long sequence : new long[] {5, 6, 8, 8}) {
            assertThat(session.take(message(sequence))).isEqualTo(Action.NOTHING);
        }
        assertThat(session.take(request(PeerRequest.Kind.REPORT, 77))).isEqualTo(Action.REPORT);
        Arrivals arrivals = reported(session, 77);
        assertThat(arrivals.counts().received()).isEqualTo(3);
        assertThat(arrivals.counts().duplicated()).isEqualTo(1);
        assertThat(arrivals.elapsedNs()).isPositive();
    }

    @Test
    void countsAnewAfterAMarkAndOnceOnlyForOneThatWasSentTwice() {
        MeasureSession session = session(Pattern.THROUGHPUT, 100);
        session.take(message(0));
        assertThat(session.take(request(PeerRequest.Kind.MARK, 7))).isEqualTo(Action.REPORT);
        assertThat(reported(session, 7)).isEqualTo(Arrivals.NONE);
        session.take(message(1));
        session.take(request(PeerRequest.Kind.MARK, 7));
        assertThat(reported(session, 7).counts().received())
                .as("the second mark was sent before the message")
                .isEqualTo(1);
    }

    @Test
    void endsAClientThatDoesMoreThanItSaid() {
        MeasureSession session = session(Pattern.ROUND_TRIP, 2);
        assertThat(session.take(message(0))).isEqualTo(Action.REPLY);
        assertThat(session.take(message(1))).isEqualTo(Action.REPLY);
        assertThat(session.take(message(2))).isEqualTo(Action.TOO_MUCH);
        assertThat(session.messages()).isEqualTo(2);
    }

    @Test
    void countsRequestsAsMessagesSoThatTheyAreBoundedToo() {
        MeasureSession session = session(Pattern.THROUGHPUT, 1);
        assertThat(session.take(request(PeerRequest.Kind.REPORT, 1))).isEqualTo(Action.REPORT);
        assertThat(session.take(request(PeerRequest.Kind.REPORT, 2))).isEqualTo(Action.TOO_MUCH);
    }

    @Test
    void doesNotAnswerARequestThatIsShorterThanTheAnswer() {
        MeasureSession session = session(Pattern.THROUGHPUT, 10);
        assertThat(session.take(new PeerRequest(PeerRequest.Kind.REPORT, 1).toBytes(PeerReport.BYTES - 1)))
                .isEqualTo(Action.NOTHING);
    }

    @Test
    void ignoresARequestThatItDoesNotKnow() {
        ByteBuffer unknown = ByteBuffer.allocate(PeerReport.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, -99);
        assertThat(session(Pattern.THROUGHPUT, 10).take(unknown)).isEqualTo(Action.NOTHING);
    }

    @Test
    void endsWhenTheClientGoes() {
        assertThat(session(Pattern.ROUND_TRIP, 10).take(request(PeerRequest.Kind.BYE, 0)))
                .isEqualTo(Action.BYE);
    }

    @Test
    void hasOneSessionForEachConnectionThatIsMeasured() {
        assertThat(session(Pattern.CONNECT, 10).isOneOfMany()).isTrue();
        assertThat(session(Pattern.ROUND_TRIP, 10).isOneOfMany()).isFalse();
    }
}
