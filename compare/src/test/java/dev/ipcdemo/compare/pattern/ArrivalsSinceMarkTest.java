package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ArrivalsSinceMarkTest {

    private static final int BYTES = 16;

    private final ArrivalsSinceMark arrivals = new ArrivalsSinceMark(MessageSizes.ofOne(BYTES));

    private void add(long sequence, long nowNs) {
        ByteBuffer message = Payload.message(BYTES);
        new Payload(BYTES).writeRequest(message, sequence);
        arrivals.add(message, nowNs);
    }

    private static Arrivals received(long count, long elapsedNs) {
        return new Arrivals(new Counts(0, count, 0, 0, 0, 0, 0, 0), elapsedNs);
    }

    @Test
    void isNothingBeforeTheFirstMessage() {
        assertThat(arrivals.arrivals()).isEqualTo(Arrivals.NONE);
    }

    @Test
    void countsFromTheFirstMessageWhateverItsNumber() {
        add(1_000, 50);
        add(1_001, 60);
        add(1_002, 90);
        assertThat(arrivals.arrivals()).isEqualTo(received(3, 40));
    }

    private static final long MILLI_NS = 1_000_000;

    /** Adds messages that come evenly for some time. */
    private void addEvenly(long fromMillis, long untilMillis, int perMilli) {
        for (long i = fromMillis * perMilli; i < untilMillis * perMilli; i++) {
            add(number++, i * MILLI_NS / perMilli);
        }
    }

    private long number;

    private double steadyPerMilli() {
        Arrivals.Steady steady = arrivals.arrivals().steady();
        return steady.messages() * (double) MILLI_NS / steady.ns();
    }

    @Test
    void leavesOutABeginningInWhichTheyComeSlowly() {
        addEvenly(0, 100, 1);
        addEvenly(100, 200, 2);
        addEvenly(200, 300, 4);
        addEvenly(300, 1_000, 8);
        assertThat(steadyPerMilli()).isCloseTo(8, withinPercentage(5));
        assertThat(arrivals.arrivals().steady().hasSettled()).isTrue();
    }

    @Test
    void leavesOutABurstAtTheBeginning() {
        addEvenly(0, 10, 100);
        addEvenly(10, 500, 2);
        assertThat(steadyPerMilli()).isCloseTo(2, withinPercentage(5));
    }

    @Test
    void countsAllOfThemIfTheyComeEvenly() {
        addEvenly(0, 1_000, 5);
        assertThat(steadyPerMilli()).isCloseTo(5, withinPercentage(1));
        assertThat(arrivals.arrivals().steady().ns()).isGreaterThan(900 * MILLI_NS);
    }

    @Test
    void knowsARateThatHasNotSettled() {
        int perMilli = 1;
        for (long millis = 0; millis < 640; millis += 64) {
            addEvenly(millis, millis + 64, perMilli);
            perMilli *= 2;
        }
        assertThat(arrivals.arrivals().steady().hasSettled()).isFalse();
    }

    /** As when TCP has to send its last segment again. */
    @Test
    void aSilenceBeforeTheLastMessageIsNoEvenRate() {
        addEvenly(0, 500, 5);
        add(number++, 800 * MILLI_NS);
        Arrivals.Steady steady = arrivals.arrivals().steady();
        assertThat(steady.hasSettled()).isFalse();
        assertThat(steady.messages()).isZero();
        assertThat(steady.ns()).isBetween(260 * MILLI_NS, 300 * MILLI_NS);
    }

    @Test
    void aFewMessagesAfterAllOthersAreNoEvenRate() {
        addEvenly(0, 500, 50);
        for (long millis = 510; millis < 800; millis += 10) {
            add(number++, millis * MILLI_NS);
        }
        assertThat(arrivals.arrivals().steady().hasSettled()).isFalse();
        assertThat(arrivals.arrivals().steady().messages()).isGreaterThan(1_000);
    }

    @Test
    void aShortSilenceInBetweenMattersLittle() {
        addEvenly(0, 500, 5);
        addEvenly(550, 1_000, 5);
        assertThat(steadyPerMilli()).isBetween(4.5, 5.1);
        assertThat(arrivals.arrivals().steady().hasSettled()).isTrue();
    }

    @Test
    void fewMessagesTellNothingOfARate() {
        add(0, 0);
        add(1, 3 * MILLI_NS);
        assertThat(arrivals.arrivals().steady()).isEqualTo(Arrivals.Steady.UNKNOWN);
    }

    @Test
    void isNothingAfterAMarkUntilAMessageComes() {
        add(0, 50);
        add(1, 60);
        arrivals.mark();
        assertThat(arrivals.arrivals()).isEqualTo(Arrivals.NONE);
        arrivals.mark();
        add(2, 1_000);
        add(3, 1_007);
        assertThat(arrivals.arrivals()).isEqualTo(received(2, 7));
    }

    @Test
    void countsWhatIsNoMessage() {
        arrivals.add(ByteBuffer.allocate(BYTES - 1), 10);
        add(0, 12);
        assertThat(arrivals.arrivals()).isEqualTo(new Arrivals(new Counts(0, 1, 0, 0, 0, 0, 1, 0), 2));
    }
}
