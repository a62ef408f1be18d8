package dev.ipcdemo.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class RelayControlTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    private final Queue<Relay> relays = new ArrayDeque<>();
    private final RelayControl control = new RelayControl(relays::remove);

    /** A session with a relay that answers with the command. */
    private static class Relay implements RelayControl.Session {

        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public boolean isOpen() {
            return closed.getCount() > 0;
        }

        @Override
        public List<String> ask(String command) throws IOException {
            return List.of(command);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** One that says nothing until it is closed, and then as the real one that it has ended. */
    private static final class SilentRelay extends Relay {

        final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public List<String> ask(String command) throws IOException {
            asked.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IOException("its control endpoint has ended");
        }
    }

    /** One that gives up waiting. */
    private static final class SlowRelay extends Relay {
        @Override
        public List<String> ask(String command) throws IOException {
            throw new IOException("nothing has come for 60 s");
        }
    }

    private static final class RefusingRelay extends Relay {
        @Override
        public List<String> ask(String command) {
            throw new IllegalArgumentException("no such fault");
        }
    }

    private <R extends Relay> R next(R relay) {
        relays.add(relay);
        return relay;
    }

    @Test
    void goesOnInTheSessionThatIsOpen() {
        Relay relay = next(new Relay());
        assertThat(control.tell("faults")).containsExactly("faults");
        assertThat(control.tell("reset")).containsExactly("reset");
        assertThat(relay.isOpen()).isTrue();
    }

    @Test
    void beginsAnotherSessionWhenTheRelayHasEndedTheFirst() {
        next(new Relay());
        control.tell("faults");
        control.endSession();
        next(new Relay());
        assertThat(control.tell("reset")).containsExactly("reset");
    }

    @Test
    void whatIsNotAnsweredFailsAndTheNextCommandBeginsAnotherSession() {
        Relay slow = next(new SlowRelay());
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> control.tell("statistics"))
                .withMessage("the relay cannot be told 'statistics': nothing has come for 60 s");
        assertThat(slow.isOpen()).isFalse();
        next(new Relay());
        assertThat(control.tell("statistics")).containsExactly("statistics");
    }

    @Test
    void whatIsRefusedLeavesTheSessionOpen() {
        Relay refusing = next(new RefusingRelay());
        assertThatIllegalArgumentException().isThrownBy(() -> control.tell("replace loss=1"));
        assertThat(refusing.isOpen()).isTrue();
    }

    @Test
    void aSessionEndsWhileAnAnswerIsAwaited() throws InterruptedException {
        SilentRelay silent = next(new SilentRelay());
        CompletableFuture<List<String>> answer = CompletableFuture.supplyAsync(() -> control.tell("statistics"));
        silent.asked.await();
        control.endSession();
        assertThat(answer)
                .failsWithin(LONG_ENOUGH)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UncheckedIOException.class);
    }
}
