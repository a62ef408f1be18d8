package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.demo.spi.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A pair of JVMs that measures cells, one after the other. A cell has its server in the second JVM; but an in-process cell
 * has both sides in the first, while the second waits.
 */
final class JvmPair implements Closeable {

    /**
     * A reply takes less than this even on a machine that is busy beyond measure, unless it is about another host or a
     * client that exchanges messages.
     */
    static final long REPLY_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private final MeasuringJvm first;
    private final Optional<MeasuringJvm> second;
    private final RemoteServer.Locator servers;
    private final Map<String, MeasuringJvm> contained;
    private int next;

    private JvmPair(
            MeasuringJvm first,
            Optional<MeasuringJvm> second,
            RemoteServer.Locator servers,
            Map<String, MeasuringJvm> contained) {
        this.contained = contained;
        this.first = first;
        this.second = second;
        this.servers = servers;
    }

    static JvmPair of(MeasuringJvm first, MeasuringJvm second, Settings settings) {
        return of(first, second, settings, Map.of());
    }

    /** Each in a container, and so in a control group, of its own. */
    static JvmPair contained(MeasuringJvm first, MeasuringJvm second, Settings settings) {
        return of(first, second, settings, Map.of("the client's container", first, "the server's container", second));
    }

    private static JvmPair of(
            MeasuringJvm first, MeasuringJvm second, Settings settings, Map<String, MeasuringJvm> contained) {
        RemoteServer.Locator servers = (cell, number, durationNs) -> {
            MeasuringJvm server = cell.scope() == Scope.IN_PROCESS ? first : second;
            return new WorkerServer(first, server, number, cell, settings);
        };
        return new JvmPair(first, Optional.of(second), servers, contained);
    }

    /** A JVM for clients only, whose servers are not ours. */
    static JvmPair withoutServer(MeasuringJvm first, RemoteServer.Locator servers) {
        return new JvmPair(first, Optional.empty(), servers, Map.of());
    }

    /** Whether it cannot go on, because one of the JVMs cannot. */
    boolean isBroken() {
        return first.isUnusable() || second.filter(MeasuringJvm::isUnusable).isPresent();
    }

    /** Why it cannot go on, in words that are the same when another pair fails the same way. */
    Optional<String> failure() {
        return first.failure().or(() -> second.flatMap(MeasuringJvm::failure)).map(why -> "a measuring JVM " + why);
    }

    MeasuringJvm second() {
        return second.orElseThrow();
    }

    /** How long the compilers have worked until now, of both JVMs together. */
    long compiledNs() throws IOException {
        long ns = 0;
        for (MeasuringJvm jvm : jvms()) {
            ns += jvm.ask(new Request.AskCompilation(), REPLY_LIMIT_NS).ns();
        }
        return ns;
    }

    /** Measures a cell, and does not care what else happens on the machine. A failure is told in the sample. */
    Sample measure(Cell cell, int round, long warmUpNs, long measureNs) {
        return measure(cell, round, RunLength.of(warmUpNs, measureNs), new Watch(KernelFiles.HERE));
    }

    private List<MeasuringJvm> jvms() {
        return Stream.concat(Stream.of(first), second.stream()).toList();
    }

    /** The processes of the pair. */
    private List<Long> pids() {
        return jvms().stream().map(jvm -> jvm.worker().pid()).toList();
    }

    /** Measures a cell. A failure is told in the sample; what disturbs it, the watch finds out. */
    Sample measure(Cell cell, int round, RunLength length, Watch watch) {
        int number = next++;
        RemoteServer server = servers.of(cell, number, 2 * (length.warmUpNs() + length.measureNs()));
        Sample sample;
        try {
            sample = new Measurement(cell, round, first, server, number).run(length, watch, pids(), contained);
        } catch (IOException e) {
            sample = Sample.failed(cell, round, String.valueOf(e.getMessage()));
        }
        if (sample.failure().isEmpty()) {
            Optional<String> late = endClient(number, server);
            server.end();
            return late.isPresent() ? sample.withFailure(late.get()) : sample;
        }
        // before the client, whose end would be a failure to it
        Optional<String> cause = server.end().map(why -> "the server: " + why).or(server::diagnosis);
        endClient(number, server);
        return cause.isPresent() ? sample.withFailure(sample.failure().get() + "; " + cause.get()) : sample;
    }

    /** Ends the client, or its JVM if it does not end; then returns why. */
    private Optional<String> endClient(int number, RemoteServer server) {
        try {
            server.clientEnded(
                    first.ask(new Request.EndClient(number), REPLY_LIMIT_NS).welcomes());
            return Optional.empty();
        } catch (IOException e) {
            first.close();
            return Optional.of("the client did not end: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        first.close();
        second.ifPresent(MeasuringJvm::close);
    }
}
