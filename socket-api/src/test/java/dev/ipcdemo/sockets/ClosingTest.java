package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final List<String> closed = new ArrayList<>();

    private Closeable thing(String name) {
        return () -> closed.add(name);
    }

    private Closeable failing(String name) {
        return () -> {
            closed.add(name);
            throw new IOException(name);
        };
    }

    @Test
    void closesEachInTurn() throws IOException {
        Closing.all(List.of(thing("one"), thing("two")));

        assertThat(closed).containsExactly("one", "two");
    }

    @Test
    void closesAllThoughSomeFailAndThrowsTheFirstFailureWithTheOthers() {
        assertThatThrownBy(() -> Closing.all(List.of(thing("one"), failing("two"), failing("three"), thing("four"))))
                .isInstanceOf(IOException.class)
                .hasMessage("two")
                .satisfies(first ->
                        assertThat(first.getSuppressed()).singleElement().hasToString("java.io.IOException: three"));
        assertThat(closed).containsExactly("one", "two", "three", "four");
    }
}
