package dev.ipcdemo.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a traced command writes through its FIFO. */
class TracedCommandTest {

    private static final String LINE = "1 1.0 socket(AF_INET, SOCK_STREAM, 0) = 3<TCP:[1]> <0.000001>\n";

    private static InputStream lines(int count) {
        return new ByteArrayInputStream(LINE.repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void isHandedOnAsEntries() {
        List<TraceEntry> entries = new ArrayList<>();
        TracedCommand.read(lines(3), entries::add);
        assertThat(entries).hasSize(3);
    }

    /** Otherwise strace would wait for a reader of its FIFO, and the program for strace. */
    @Test
    void isReadToTheEndAlthoughItCannotBeFollowed() throws Exception {
        InputStream lines = lines(100_000);
        TracedCommand.read(lines, entry -> {
            throw new IllegalStateException("planted");
        });
        assertThat(lines.available()).isZero();
    }
}
