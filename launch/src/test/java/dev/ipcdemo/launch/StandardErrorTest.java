package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What prints is not held up by a reader that has stopped, and learns what was lost. */
@Timeout(600)
class StandardErrorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A pipe whose reader takes as many writes as it is allowed to. */
    private static final class Pipe extends OutputStream {

        private final Semaphore reads;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Pipe(int reads) {
            this.reads = new Semaphore(reads);
        }

        void read() {
            reads.release(1_000_000);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            reads.acquireUninterruptibly();
            bytes.write(from, offset, count);
        }

        List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static StandardError over(Pipe pipe, int maxBytes, Duration moment) {
        return new StandardError(pipe, maxBytes, moment);
    }

    private static PrintStream printer(StandardError error) {
        return new PrintStream(error, false, StandardCharsets.UTF_8);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void hasWrittenALineWhenAPrintReturns() {
        Pipe pipe = new Pipe(1_000);
        PrintStream err = printer(over(pipe, 1_000, PATIENCE));

        for (String line : lines(0, 100)) {
            err.println(line);
            assertThat(pipe.lines()).last().isEqualTo(line);
        }
        err.print("> ");
        err.flush();
        assertThat(pipe.lines()).last().isEqualTo("> ");
    }

    @Test
    void holdsNobodyUpWhenNobodyReadsAndSaysHowManyLinesWereDropped() {
        Pipe pipe = new Pipe(0);
        PrintStream err = printer(over(pipe, 1_000, Duration.ofMillis(1)));

        lines(0, 10_000).forEach(err::println);
        pipe.read();
        await().atMost(PATIENCE)
                .until(() -> !pipe.lines().isEmpty()
                        && pipe.lines().get(pipe.lines().size() - 1).contains("dropped"));
        int kept = pipe.lines().size() - 1;

        assertThat(kept).isBetween(100, 200);
        assertThat(pipe.lines().subList(0, kept)).isEqualTo(lines(0, kept));
        assertThat(pipe.lines())
                .last()
                .isEqualTo("ipc-demo: " + (10_000 - kept)
                        + " lines were dropped here, because nobody read standard error");
    }

    @Test
    void takesLinesAgainWhenItHasBeenReadAndSaysWhereSomeWereDropped() {
        Pipe pipe = new Pipe(0);
        StandardError error = over(pipe, 1_000, Duration.ofMillis(1));
        PrintStream err = printer(error);

        lines(0, 1_000).forEach(err::println);
        pipe.read();
        error.drain(PATIENCE, PATIENCE);
        err.println("afterwards");
        error.drain(PATIENCE, PATIENCE);

        assertThat(pipe.lines()).last().isEqualTo("afterwards");
        assertThat(pipe.lines().get(pipe.lines().size() - 2)).contains("dropped here");
        assertThat(pipe.lines()).filteredOn(line -> line.contains("dropped")).hasSize(1);
    }

    @Test
    void dropsOnlyWholeLines() {
        Pipe pipe = new Pipe(0);
        StandardError error = over(pipe, 100, Duration.ofMillis(1));
        PrintStream err = printer(error);

        for (int i = 0; i < 100; i++) {
            err.print("one ");
            err.print("two ");
            err.println("three");
        }
        pipe.read();
        error.drain(PATIENCE, PATIENCE);

        assertThat(pipe.lines()).filteredOn(line -> !line.contains("dropped")).containsOnly("one two three");
    }

    @Test
    void drainsWhatIsQueued() {
        Pipe pipe = new Pipe(0);
        StandardError error = over(pipe, 1_000_000, Duration.ofMillis(1));

        lines(0, 10_000).forEach(printer(error)::println);
        pipe.read();
        error.drain(PATIENCE, PATIENCE);

        assertThat(pipe.lines()).isEqualTo(lines(0, 10_000));
    }

    @Test
    void doesNotDrainForOneThatDoesNotRead() {
        Pipe pipe = new Pipe(1);
        StandardError error = over(pipe, 1_000_000, Duration.ofMillis(1));

        lines(0, 10).forEach(printer(error)::println);
        error.drain(Duration.ofMillis(1), PATIENCE);
        error.drain(PATIENCE, Duration.ofMillis(1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pipe.lines()).isEqualTo(lines(0, 1)));
    }
}
