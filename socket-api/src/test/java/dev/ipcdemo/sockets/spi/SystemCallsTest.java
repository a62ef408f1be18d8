package dev.ipcdemo.sockets.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemCallsTest {

    @Test
    void collectsWhatIsNotedInOrderUntilItIsClosed() {
        SystemCalls made = SystemCalls.collect();
        try (made) {
            SystemCalls.note("socket");
            SystemCalls.note("connect", "close");
        }
        SystemCalls.note("shutdown");

        assertThat(made.names()).containsExactly("socket", "connect", "close");
    }

    @Test
    void keepsWhatAnInnerCollectionGetsFromTheOuterOne() {
        try (SystemCalls outer = SystemCalls.collect()) {
            SystemCalls.note("socket");
            try (SystemCalls inner = SystemCalls.collect()) {
                SystemCalls.note("connect");
                assertThat(inner.names()).containsExactly("connect");
            }
            SystemCalls.note("close");

            assertThat(outer.names()).containsExactly("socket", "close");
        }
    }

    @Test
    void doesNotCollectWhatAnotherThreadNotes() throws InterruptedException {
        try (SystemCalls made = SystemCalls.collect()) {
            Thread other = new Thread(() -> SystemCalls.note("close"));
            other.start();
            other.join();

            assertThat(made.names()).isEmpty();
        }
    }
}
