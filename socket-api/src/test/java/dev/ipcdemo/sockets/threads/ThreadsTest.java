package dev.ipcdemo.sockets.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ThreadsTest {

    private static final Transport PARKS = transport(true);
    private static final Transport HOLDS = transport(false);

    /** A transport of which nothing is asked but whether it releases the carrier of a virtual thread. */
    private static Transport transport(boolean parksVirtualThreads) {
        return (Transport) Proxy.newProxyInstance(
                ThreadsTest.class.getClassLoader(),
                new Class<?>[] {StreamTransport.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("parksVirtualThreads");
                    return parksVirtualThreads;
                });
    }

    @Test
    void startsVirtualThreadsWhereTheRuntimeHasThem() throws Exception {
        assertThat(Threads.runtimeHasVirtual()).isEqualTo(Runtime.version().feature() >= 21);
        assertThat(Threads.areVirtualFor(PARKS)).isEqualTo(Threads.runtimeHasVirtual());
        assertThat(isVirtual(PARKS)).isEqualTo(Threads.runtimeHasVirtual());
    }

    @Test
    void startsPlatformThreadsForATransportThatHoldsTheCarrier() throws Exception {
        assertThat(Threads.areVirtualFor(HOLDS)).isFalse();
        assertThat(isVirtual(HOLDS)).isFalse();
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
        for (Transport transport : new Transport[] {PARKS, HOLDS}) {
            Thread started = Threads.start(transport, "a name", () -> ran.complete(Thread.currentThread()));
            assertThat(started.getName()).isEqualTo("a name");
            assertThat(started.isDaemon()).isTrue();
            ran.get(120, TimeUnit.SECONDS);
        }
    }

    private static boolean isVirtual(Transport transport) throws Exception {
        CompletableFuture<String> description = new CompletableFuture<>();
        Threads.start(
                transport,
                "a name",
                () -> description.complete(Thread.currentThread().toString()));
        return description.get(120, TimeUnit.SECONDS).startsWith("VirtualThread");
    }
}
