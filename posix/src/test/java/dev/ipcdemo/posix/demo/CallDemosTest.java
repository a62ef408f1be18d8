package dev.ipcdemo.posix.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demos of the calls: what they claim holds, and they leave nothing open. */
class CallDemosTest {

    static Stream<Demo> demos() {
        return ServiceLoader.load(Demo.class).stream().map(ServiceLoader.Provider::get);
    }

    /** Keeps what a demo shows. */
    private static final class Script implements Stage {

        private final List<String> lines = new ArrayList<>();
        private final List<String> falseClaims = new ArrayList<>();
        private int claims;

        @Override
        public Transport transport() {
            throw new AssertionError("these demos make their calls themselves");
        }

        @Override
        public Endpoint anywhere() {
            throw new AssertionError("these demos make their calls themselves");
        }

        @Override
        public void tell(String text) {}

        @Override
        public String hear() {
            throw new AssertionError("there is nobody to hear");
        }

        @Override
        public <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
            T result = body.call();
            lines.add(call + " = " + show.apply(result));
            return result;
        }

        @Override
        public <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
            return call(call, body, show);
        }

        @Override
        public <X extends Exception> void act(String call, Action<X> body) throws X {
            lines.add(call);
            body.run();
        }

        @Override
        public <T> T together(String calls, Callable<T> body) throws Exception {
            return call(calls, body, String::valueOf);
        }

        @Override
        public void note(String remark) {
            lines.add(remark);
        }

        @Override
        public void claim(boolean holds, String claim) {
            claims++;
            lines.add(claim);
            Stream.of(claim).filter(text -> !holds).forEach(falseClaims::add);
        }

        @Override
        public void conclude(String sentence) {
            lines.add(sentence);
        }
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @ParameterizedTest
    @MethodSource("demos")
    void provesWhatItClaimsAndLeavesNothingOpen(Demo demo) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "Linux only");
        demo.server(new Script()); // loads classes, for which the JVM opens files
        long before = descriptors();
        Script script = new Script();

        demo.server(script);

        assertThat(script.falseClaims).as("%s", script.lines).isEmpty();
        assertThat(script.claims).as("%s", script.lines).isPositive();
        assertThat(descriptors()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("demos")
    void isForOneTransportAndIsExplained(Demo demo) {
        assertThat(Transports.all().stream().filter(demo::appliesTo)).hasSize(1);
        assertThat(demo.summary().length()).isLessThanOrEqualTo(70);
        assertThat(demo.explanation().orElseThrow().lines())
                .hasSizeBetween(15, 40)
                .allMatch(line -> line.length() <= 100);
    }
}
