package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.WorkerHost;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a measurement says of a client that fails while it is measured. Both sides are in this JVM. */
@Timeout(300)
class MeasurementTest {

    /** Its messages soon fill all buffers. */
    private static final Cell CELL = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.IN_PROCESS)
            .with(Cell.MESSAGE_BYTES, 256 << 10)
            .with(Cell.CPUS, Cpus.FREE);

    private WorkerHost host;
    private MeasuringJvm jvm;

    @BeforeEach
    void start() throws IOException {
        host = new LaunchTargets(Optional.empty()).of(Scope.IN_PROCESS).host("test", line -> {});
        jvm = new MeasuringJvm(host.start(MeasuringTask.NAME, List.of()));
    }

    @AfterEach
    void end() {
        jvm.close();
        host.close();
    }

    /** A server that cannot be asked any more once the measurement has begun. */
    private static class Lost implements RemoteServer {

        private final WorkerServer server;
        private final boolean isAskedByItsClient;
        private boolean isMarked;

        Lost(WorkerServer server, boolean isAskedByItsClient) {
            this.server = server;
            this.isAskedByItsClient = isAskedByItsClient;
        }

        @Override
        public ClientSetup connect() throws IOException {
            return server.connect();
        }

        @Override
        public void mark() throws IOException {
            isMarked = true;
            server.mark();
        }

        @Override
        public ServerResult read() throws IOException {
            return Optional.of(server)
                    .filter(unused -> !isMarked)
                    .orElseThrow(() -> new IOException("it cannot be asked"))
                    .read();
        }

        @Override
        public boolean isAskedByItsClient() {
            return isAskedByItsClient;
        }

        @Override
        public Optional<String> end() {
            return server.end();
        }
    }

    /** One that also ends then. */
    private static final class Ending extends Lost {

        Ending(WorkerServer server) {
            super(server, false);
        }

        @Override
        public void mark() throws IOException {
            super.mark();
            end();
        }
    }

    /** One that has received one message of many, and uses up time whether or not anything comes. */
    private record Polling(WorkerServer server, AtomicInteger reads) implements RemoteServer {

        @Override
        public ClientSetup connect() throws IOException {
            return server.connect();
        }

        @Override
        public void mark() {
            reads.set(0);
        }

        @Override
        public ServerResult read() {
            return new ServerResult(
                    new Arrivals(new Counts(0, 1, 0, 0, 0, 0, 0, 0), 1_000, Arrivals.Steady.UNKNOWN),
                    new Usage(reads.incrementAndGet(), 0),
                    Place.NONE,
                    "",
                    Map.of(),
                    Optional.empty());
        }

        @Override
        public Optional<String> end() {
            return server.end();
        }
    }

    private WorkerServer server(Settings settings) {
        return new WorkerServer(jvm, jvm, 0, CELL, settings);
    }

    private void measure(RemoteServer server) throws IOException {
        new Measurement(CELL, 0, jvm, server, 0)
                .run(RunLength.of(1, TimeUnit.SECONDS.toNanos(1)), new Watch(KernelFiles.HERE), List.of(), Map.of());
    }

    @Test
    void aClientThatFailsIsTheReasonAndNotOnlyThatTheServerCannotBeAsked() {
        assertThatThrownBy(() -> measure(new Ending(server(Settings.DEFAULT))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sending failed: ")
                .hasMessageEndingWith("; it cannot be asked");
    }

    @Test
    void aClientThatWasGivenUpIsNotToAskItsServer() {
        Settings hanging = Settings.DEFAULT.withStall(Duration.ofMinutes(1));
        assertThatThrownBy(() -> measure(new Lost(server(hanging), true)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sending failed: ")
                .hasMessageNotContaining("asked");
    }

    @Test
    void whatAServerUsesUpWhileNothingMoreComesDoesNotCount() throws IOException {
        Cell udp = CELL.with(Cell.ROW, "udp").with(Cell.MESSAGE_BYTES, 1_024);
        Polling server = new Polling(new WorkerServer(jvm, jvm, 0, udp, Settings.DEFAULT), new AtomicInteger());
        Sample sample = new Measurement(udp, 0, jvm, server, 0)
                .run(
                        RunLength.of(1, TimeUnit.MILLISECONDS.toNanos(100)),
                        new Watch(KernelFiles.HERE),
                        List.of(),
                        Map.of());
        assertThat(sample.use().server()).isEqualTo(new Usage(1, 0));
        assertThat(server.reads()).hasValueGreaterThan(1);
    }

    @Test
    void aRateHasSettledIfItHasOnBothSides() {
        Arrivals even = arrivals(new Arrivals.Steady(100, 1_000, 1));
        Arrivals rising = arrivals(new Arrivals.Steady(100, 1_000, 3));
        assertThat(Measurement.hasSettled(client(Arrivals.NONE), server(even))).isTrue();
        assertThat(Measurement.hasSettled(client(even), server(even))).isTrue();
        assertThat(Measurement.hasSettled(client(rising), server(even))).isFalse();
        assertThat(Measurement.hasSettled(client(even), server(rising))).isFalse();
    }

    private static Arrivals arrivals(Arrivals.Steady steady) {
        return new Arrivals(new Counts(0, 100, 0, 0, 0, 0, 0, 0), 1_000, steady);
    }

    private static ClientResult client(Arrivals arrivals) {
        return new ClientResult(
                ClientResult.histogram(), Counts.NONE, 1_000, 0, Usage.UNKNOWN, Optional.empty(), arrivals);
    }

    private static ServerResult server(Arrivals arrivals) {
        return new ServerResult(arrivals, Usage.UNKNOWN, Place.NONE, "", Map.of(), Optional.empty());
    }
}
