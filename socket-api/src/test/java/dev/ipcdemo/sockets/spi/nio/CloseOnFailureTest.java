package dev.ipcdemo.sockets.spi.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseOnFailureTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesWhatWasOpenedTheLastFirst() throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            opening.add(() -> closed.add("one"));
            opening.add(() -> closed.add("two"));
        }

        assertThat(closed).containsExactly("two", "one");
    }

    @Test
    void closesNothingThatHasSucceeded() throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            opening.add(() -> closed.add("one"));
            assertThat(opening.succeed("done")).isEqualTo("done");
        }

        assertThat(closed).isEmpty();
    }

    @Test
    void closesTheOthersEvenIfOneCannotBeClosed() {
        CloseOnFailure opening = new CloseOnFailure();
        opening.add(() -> {
            closed.add("one");
            throw new IOException("one");
        });
        opening.add(() -> {
            closed.add("two");
            throw new IOException("two");
        });

        assertThatThrownBy(opening::close)
                .hasMessage("two")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("one"));
        assertThat(closed).containsExactly("two", "one");
    }
}
