package dev.ipcdemo.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for a member, and for how long. */
class OutboxTest {

    private final Outbox outbox = new Outbox(10);
    private final AtomicInteger done = new AtomicInteger();

    private void put(boolean isOwn) {
        Line line = Line.by(this, "a line", done::incrementAndGet);
        assertThat(outbox.put(line, isOwn)).isIn(Outbox.Put.WAITS, Outbox.Put.DUE);
        line.remove();
    }

    private void sendOne() {
        assertThat(outbox.next()).isPresent();
        outbox.sent();
    }

    private void failToSend() {
        assertThat(outbox.next()).isPresent();
        outbox.notSent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLineIsDoneWhenItHasBeenSent(boolean isOwn) {
        put(isOwn);
        put(isOwn);
        assertThat(done).hasValue(0);
        sendOne();
        assertThat(done).hasValue(1);
        sendOne();
        assertThat(done).hasValue(2);
    }

    @Test
    void nobodyElseWaitsForAMemberThatIsLate() {
        put(false);
        put(false);
        failToSend();
        assertThat(done).as("what waited already").hasValue(2);
        put(false);
        assertThat(done).as("what is said meanwhile").hasValue(3);
        failToSend();
        sendOne();
        sendOne();
        sendOne();
        assertThat(done).as("each once").hasValue(3);
    }

    @Test
    void aMemberThatIsLateWaitsForItself() {
        put(true);
        failToSend();
        put(true);
        assertThat(done).hasValue(0);
        sendOne();
        sendOne();
        assertThat(done).hasValue(2);
    }

    @Test
    void aMemberThatHasCaughtUpIsWaitedForAgain() {
        put(false);
        failToSend();
        sendOne();
        put(false);
        assertThat(done).hasValue(1);
        sendOne();
        assertThat(done).hasValue(2);
    }

    @Test
    void linesAreSentInOrderAlsoThoseThatCouldNotBeSentAtFirst() {
        List<Line> lines = List.of(Line.notice("a"), Line.notice("b"), Line.notice("c"));
        lines.forEach(line -> outbox.put(line, false));
        failToSend();
        for (Line line : lines) {
            assertThat(outbox.next()).contains(line);
            outbox.sent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWaitsForAMemberThatHasGone(boolean isOwn) {
        put(isOwn);
        put(isOwn);
        assertThat(outbox.next()).isPresent();
        outbox.close();
        outbox.sent();
        assertThat(done).hasValue(2);
        assertThat(outbox.put(Line.notice("late"), isOwn)).isEqualTo(Outbox.Put.CLOSED);
    }
}
