package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.sockets.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where each scope is measured: on this host, between two containers, or with peers that somebody started. */
public final class Testbeds implements Closeable {

    private final Map<Scope, Testbed> byScope = new EnumMap<>(Scope.class);
    private final List<Elsewhere> elsewhere = new ArrayList<>();
    private Optional<PeerTestbed> peers = Optional.empty();

    private Testbeds() {}

    /**
     * Sets up what the scopes need.
     *
     * @param targets where JVMs are started; to be closed after this
     * @param scopes what will be measured
     * @param peers servers of the measure service for cross-host cells; if there are none,
     *     these are measured between containers
     * @return the testbeds
     * @throws IOException if something cannot be set up; the message says what is missing
     */
    public static Testbeds open(LaunchTargets targets, Collection<Scope> scopes, List<Endpoint> peers)
            throws IOException {
        Testbeds testbeds = new Testbeds();
        try {
            if (scopes.contains(Scope.IN_PROCESS) || scopes.contains(Scope.INTER_PROCESS)) {
                Testbed here = WorkerTestbed.open(targets.of(Scope.INTER_PROCESS));
                testbeds.byScope.put(Scope.IN_PROCESS, here);
                testbeds.byScope.put(Scope.INTER_PROCESS, here);
            }
            if (scopes.contains(Scope.CROSS_HOST) && !peers.isEmpty()) {
                PeerTestbed remote = PeerTestbed.open(targets.of(Scope.INTER_PROCESS), peers);
                testbeds.byScope.put(Scope.CROSS_HOST, remote);
                testbeds.peers = Optional.of(remote);
            } else if (scopes.contains(Scope.CROSS_HOST)) {
                WorkerTestbed containers = WorkerTestbed.open(targets.of(Scope.CROSS_HOST));
                testbeds.byScope.put(Scope.CROSS_HOST, containers);
                testbeds.elsewhere.add(containers.describe());
            }
            return testbeds;
        } catch (IOException | RuntimeException e) {
            testbeds.close();
            throw e;
        }
    }

    /** The testbed of each scope, for tests. */
    static Testbeds of(Map<Scope, Testbed> byScope) {
        Testbeds testbeds = new Testbeds();
        testbeds.byScope.putAll(byScope);
        return testbeds;
    }

    Testbed of(Cell cell) {
        return byScope.get(cell.scope());
    }

    Duration roundTrip(Cell cell) {
        return of(cell).roundTrip(cell);
    }

    Optional<String> refusal(Cell cell) {
        return of(cell).refusal(cell);
    }

    /**
     * Starts JVMs as a way wants them, and makes sure that they understand us, before anything is measured.
     *
     * @param way how cells will be run
     * @return the Java runtime of these JVMs
     * @throws IOException if such a JVM does not start, or belongs to a build that speaks another version
     */
    public String greet(Way way) throws IOException {
        String runtime = "";
        for (Testbed testbed : new LinkedHashSet<>(byScope.values())) {
            runtime = testbed.greet(way);
        }
        return runtime;
    }

    /**
     * The same cell with what is known of where its peer runs.
     *
     * @param cell as it was planned
     * @return the cell, with its node and pod if it names one of several peers and that one knows them
     */
    public Cell located(Cell cell) {
        return cell.peer().isEmpty() ? cell : peers.orElseThrow().located(cell);
    }

    /**
     * Where else than on this host cells are measured.
     *
     * @param complete whether the run came to its end; if so, the peers are asked whether they still answer
     * @return one for the containers, or one for each peer
     */
    public List<Elsewhere> elsewhere(boolean complete) {
        return peers.map(remote -> remote.describe(complete)).orElse(List.copyOf(elsewhere));
    }

    /** Begins to look for what disturbs a round, beside what happens on this machine. */
    void beginRound() {
        new LinkedHashSet<>(byScope.values()).forEach(Testbed::beginRound);
    }

    /**
     * Ends that.
     *
     * @param round which, from 0
     * @param watch what happened on this machine
     * @param asks whether to ask elsewhere, too, which takes as long as an answer does
     * @return what disturbed the round, here and elsewhere; empty if nothing did
     */
    Optional<Conditions.Disturbed> endRound(int round, Watch watch, boolean asks) {
        Stream<Testbed> asked = asks ? byScope.values().stream().distinct() : Stream.empty();
        List<String> by = Stream.concat(
                        watch.disturbances().stream(), asked.flatMap(testbed -> testbed.endRound().stream()))
                .toList();
        return by.isEmpty() ? Optional.empty() : Optional.of(new Conditions.Disturbed(round, by));
    }

    /** Removes what was set up. */
    @Override
    public void close() {
        new LinkedHashSet<>(byScope.values()).forEach(Testbed::close);
        byScope.clear();
    }
}
