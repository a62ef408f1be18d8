package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class InMemoryPipeTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aReadGetsWhatIsThere() throws IOException {
        InMemoryPipe pipe = new InMemoryPipe(SHORT);
        pipe.write(bytes("hello"));
        assertThat(pipe.input().readNBytes(5)).isEqualTo(bytes("hello"));
    }

    @Test
    void aReadWaitsForWhatComes() throws IOException {
        InMemoryPipe pipe = new InMemoryPipe(LONG);
        CompletableFuture.runAsync(() -> pipe.write(bytes("x")));
        assertThat(pipe.input().read()).isEqualTo('x');
    }

    @Test
    void aReadFailsWhenNothingComesWithinItsLimit() {
        InMemoryPipe pipe = new InMemoryPipe(SHORT);
        assertThatIOException()
                .isThrownBy(() -> pipe.input().read())
                .withMessageStartingWith("nothing has come from the container for");
    }

    @Test
    void theEndEndsAReadThatWaitsAndAllFurtherOnes() throws IOException {
        InMemoryPipe pipe = new InMemoryPipe();
        CompletableFuture.runAsync(pipe::end);
        assertThat(pipe.input().read()).isNegative();
        assertThat(pipe.input().read()).isNegative();
    }
}
