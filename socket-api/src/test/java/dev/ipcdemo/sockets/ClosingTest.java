package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final List<String> closed = new ArrayList<>();

    private Closeable good(String name) {
        return () -> closed.add(name);
    }

    private Closeable bad(String name) {
        return () -> {
            closed.add(name);
            throw new IOException(name);
        };
    }

    private Closeable broken(String name) {
        return () -> {
            closed.add(name);
            throw new IllegalStateException(name);
        };
    }

    @Test
    void closesInOrder() throws IOException {
        Closing.all(good("a"), good("b"));
        assertThat(closed).containsExactly("a", "b");
    }

    @Test
    void closesTheOthersWhenOneFails() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Closing.all(List.of(bad("a"), good("b"), bad("c"), good("d"))))
                .withMessage("a")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("c"));
        assertThat(closed).containsExactly("a", "b", "c", "d");
    }

    @Test
    void closesTheOthersWhenOneFailsUnchecked() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Closing.all(List.of(broken("a"), bad("b"), broken("c"), good("d"))))
                .withMessage("a")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("b", "c"));
        assertThat(closed).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anUncheckedFailureDoesNotHideTheOneBefore() {
        IOException before = new IOException("before");
        Closing.allAfter(before, List.of(broken("a"), good("b")));
        assertThat(closed).containsExactly("a", "b");
        assertThat(before.getSuppressed()).extracting(Throwable::getMessage).containsExactly("a");
    }

    @Test
    void addsItsFailureToTheOneBefore() {
        IOException before = new IOException("before");
        Closing.allAfter(before, List.of(good("a"), bad("b")));
        assertThat(closed).containsExactly("a", "b");
        assertThat(before.getSuppressed()).extracting(Throwable::getMessage).containsExactly("b");
    }
}
