package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How what was made in an engine is removed. */
class EngineTest {

    /** Wraps the failure of a connection as docker-java does: in no exception of its own. */
    private static final DockerClient GONE = (DockerClient) Proxy.newProxyInstance(
            EngineTest.class.getClassLoader(), new Class<?>[] {DockerClient.class}, (client, method, arguments) -> {
                throw new RuntimeException(new SocketException("Broken pipe"));
            });

    private record Made(Engine engine, int order, List<Integer> tried) implements Engine.Removable {
        @Override
        public void remove() {
            tried.add(order);
            Engine.remove(
                    "container",
                    "c" + order,
                    () -> engine.client().removeContainerCmd("c" + order).exec());
        }
    }

    @Test
    void removalIsTriedForEachThing() {
        List<Integer> tried = new ArrayList<>();
        Engine engine = new Engine(GONE);
        engine.make(() -> new Made(engine, 1, tried));
        engine.make(() -> new Made(engine, 0, tried));
        engine.close();
        assertThat(tried).containsExactly(0, 1);
    }

    /** A connection whose thread is interrupted is closed at once, as if the engine had gone. */
    @Test
    void removalIsTriedAsIfTheThreadWereNotInterrupted() {
        List<Boolean> interrupted = new ArrayList<>();
        Thread.currentThread().interrupt();
        Engine.remove(
                "container", "c", () -> interrupted.add(Thread.currentThread().isInterrupted()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void removalIsTriedOnceMoreWhenTheThreadIsInterruptedMeanwhile() {
        List<Boolean> interrupted = new ArrayList<>();
        Engine.remove("container", "c", () -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            throw new ConflictException("removal is already in progress");
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).containsExactly(false, false);
    }

    @Test
    void whatAnEarlierRunLeftStays() {
        assertThatCode(() -> Engine.attempt(
                        "network", "n", () -> GONE.removeNetworkCmd("n").exec()))
                .doesNotThrowAnyException();
    }
}
