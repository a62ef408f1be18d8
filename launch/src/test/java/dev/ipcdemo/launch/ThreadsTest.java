package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Transports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ThreadsTest {

    @Test
    void startsVirtualThreadsWhereTheRuntimeHasThem() throws Exception {
        assertThat(Threads.runtimeHasVirtual()).isEqualTo(Runtime.version().feature() >= 21);
        assertThat(Threads.areVirtualFor(Transports.byScheme("tcp"))).isEqualTo(Threads.runtimeHasVirtual());
        assertThat(isVirtual("tcp")).isEqualTo(Threads.runtimeHasVirtual());
    }

    @Test
    void startsPlatformThreadsForATransportThatHoldsTheCarrier() throws Exception {
        assertThat(Threads.areVirtualFor(Transports.byScheme("junix"))).isFalse();
        assertThat(isVirtual("junix")).isFalse();
    }

    @Test
    void tellsTheKindOfAThread() throws Exception {
        for (boolean virtual : new boolean[] {true, false}) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            Thread started = Threads.start(virtual, "a name", () -> ran.complete(Thread.currentThread()));

            assertThat(Threads.isVirtual(started)).isEqualTo(virtual && Threads.runtimeHasVirtual());
            assertThat(started.getName()).isEqualTo("a name");
            assertThat(ran.get(120, TimeUnit.SECONDS)).isSameAs(started);
        }
    }

    @Test
    void namesItsThreadsAndLetsTheJvmEnd() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        for (String scheme : new String[] {"tcp", "junix"}) {
            Thread started =
                    Threads.start(Transports.byScheme(scheme), "a name", () -> ran.complete(Thread.currentThread()));
            assertThat(started.getName()).isEqualTo("a name");
            assertThat(started.isDaemon()).isTrue();
            ran.get(120, TimeUnit.SECONDS);
        }
    }

    private static boolean isVirtual(String scheme) throws Exception {
        CompletableFuture<String> description = new CompletableFuture<>();
        Threads.start(
                Transports.byScheme(scheme),
                "a name",
                () -> description.complete(Thread.currentThread().toString()));
        return description.get(120, TimeUnit.SECONDS).startsWith("VirtualThread");
    }
}
