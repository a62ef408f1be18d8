package dev.ipcdemo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.cluster.FakeCluster.Fate;
import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.NodeChoice;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.cluster.request.PodOptions;
import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.matrix.PairFailure;
import dev.ipcdemo.compare.report.Emphasis;
import dev.ipcdemo.compare.report.matrix.MatrixSummary;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
@Timeout(600)
class ClusterComparisonTest {

    private static final PodOptions PODS = new PodOptions("ipc-demo:local", "IfNotPresent", List.of(), "500m", "512Mi");

    /** Longer than what the made-up cluster does may take on a busy machine. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** For what is waited for in vain while something else must happen. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    /** Only what a test waits for in vain has a short end. */
    private static final TimeLimits LIMITS = new TimeLimits(
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            LONG,
            LONG,
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            LONG,
            LONG,
            Duration.ZERO);

    private static TimeLimits limits(Duration renewal, Duration lease, Duration server, Duration podStart) {
        return new TimeLimits(
                LIMITS.lookAgain(),
                LIMITS.relist(),
                renewal,
                lease,
                server,
                podStart,
                LIMITS.firstEvent(),
                LIMITS.lostServer(),
                LIMITS.log(),
                LONG,
                LONG,
                LIMITS.sameTime());
    }

    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/measuring/leases";

    private static final String LEASES_OF_RUNS =
            LEASES + "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dipc-demo-cluster";

    private static final String DAEMON_SETS = "/apis/apps/v1/namespaces/measuring/daemonsets";

    private static final String JOBS = "/apis/batch/v1/namespaces/measuring/jobs";

    private TimeLimits limits = LIMITS;
    private Duration pairTimeout = LONG;
    private final List<PairResult> results = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long lookOnNs;
    private Runnable onServers = () -> {};
    private Runnable onResult = () -> {};
    private final ClusterListener listener = new ClusterListener() {
        @Override
        public void checkingAnotherRun(String holder, long seconds) {
            lookOnNs = -System.nanoTime();
        }

        @Override
        public void serversReady(PodNetwork network, int ready, int all) {
            onServers.run();
        }

        @Override
        public void measured(PairResult result) {
            results.add(result);
            onResult.run();
        }

        @Override
        public void removedLeftovers(String holder) {
            lookOnNs += System.nanoTime();
            told.add("removed what " + holder + " left");
        }

        @Override
        public void waitingForApiServer(String why) {
            told.add("waiting: " + why);
        }

        @Override
        public void notRemoved(String what) {
            told.add(what);
        }
    };
    private FakeCluster cluster;

    @AfterEach
    void endCluster() {
        cluster.close();
    }

    private void have(String... nodes) {
        cluster = new FakeCluster(nodes);
    }

    private ClusterRequest request(List<PodNetwork> networks, String... transports) {
        return request(NodeChoice.ALL, networks, transports);
    }

    private ClusterRequest request(NodeChoice nodes, List<PodNetwork> networks, String... transports) {
        return request(Long.MAX_VALUE, nodes, networks, transports);
    }

    private ClusterRequest request(long mostPairs, NodeChoice nodes, List<PodNetwork> networks, String... transports) {
        return new ClusterRequest(
                FakeCluster.NAMESPACE,
                nodes,
                networks,
                List.of(transports),
                List.of("--quick"),
                PODS,
                7000,
                mostPairs,
                50,
                pairTimeout);
    }

    private ClusterComparison comparison(ClusterRequest request) {
        return new ClusterComparison(cluster.server.createClient(), request, listener, limits, Clock.systemUTC());
    }

    private ClusterResult run(ClusterRequest request) throws ClusterFailure {
        try (ClusterComparison comparison = comparison(request)) {
            return comparison.run();
        }
    }

    private static List<String> reasons(ClusterResult result) {
        return result.matrix().failures().stream().map(PairFailure::reason).toList();
    }

    @Test
    void measuresEachOrderedPairAndEachNodeWithItselfAndRemovesEverything() throws ClusterFailure {
        have("a", "b", "c");

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.isWhole()).isTrue();
        assertThat(cluster.measured())
                .containsExactlyInAnyOrder(
                        new NodePair("a", "a"),
                        new NodePair("b", "b"),
                        new NodePair("c", "c"),
                        new NodePair("a", "b"),
                        new NodePair("b", "a"),
                        new NodePair("a", "c"),
                        new NodePair("c", "a"),
                        new NodePair("b", "c"),
                        new NodePair("c", "b"));
        assertThat(result.matrix().matrices())
                .extracting(Matrix::path)
                .containsOnly("pod network", "same node, pod network");
        assertThat(cluster.leftovers()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void noNodeIsInTwoPairsAtATime() throws ClusterFailure {
        have("a", "b", "c", "d", "e");

        run(request(List.of(PodNetwork.POD, PodNetwork.HOST), "tcp"));

        assertThat(cluster.measured()).hasSize(2 * 25);
        assertThat(cluster.overlaps()).isEmpty();
    }

    @Test
    void theHostNetworkIsMeasuredBesideThePodNetwork() throws ClusterFailure {
        have("a", "b");

        ClusterResult result = run(request(List.of(PodNetwork.POD, PodNetwork.HOST), "tcp"));

        assertThat(result.matrix().matrices())
                .extracting(matrix -> matrix.path())
                .contains("pod network", "host network");
        assertThat(cluster.jobs())
                .extracting(job -> podOf(job).getHostNetwork())
                .containsOnly(null, true);
    }

    @Test
    void withinANodeTheSocketsOfAfUnixAreInADirectoryOfThePod() throws ClusterFailure {
        have("a", "b");

        run(request(List.of(PodNetwork.POD), "tcp", "unix"));

        Job within = cluster.jobs().get(0);
        assertThat(podOf(within).getContainers())
                .extracting(Container::getName)
                .containsExactly("serve-unix", "compare");
        assertThat(podOf(within).getVolumes())
                .allSatisfy(volume -> assertThat(volume.getEmptyDir()).isNotNull());
        assertThat(arguments(within))
                .containsSequence("--peer", "tcp://10.0.0.1:7000,unix:/shared/unix.sock")
                .containsSequence("--quiet", "--json", "-", "--quick");
        assertThat(arguments(cluster.jobs().get(2))).containsSequence("--peer", "tcp://10.0.0.2:7000");
    }

    @Test
    void withoutATransportBetweenNodesEachNodeIsMeasuredAlone() throws ClusterFailure {
        have("a", "b");

        ClusterResult result = run(request(List.of(PodNetwork.POD), "unix"));

        assertThat(cluster.measured()).containsExactlyInAnyOrder(new NodePair("a", "a"), new NodePair("b", "b"));
        assertThat(result.isWhole()).isTrue();
    }

    @Test
    void everyPodIsConfinedAndKnowsWhereItIs() throws ClusterFailure {
        have("a", "b");

        run(request(List.of(PodNetwork.POD), "tcp", "unix"));

        assertThat(cluster.jobs()).allSatisfy(job -> {
            assertThat(podOf(job).getAutomountServiceAccountToken()).isFalse();
            assertThat(podOf(job).getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(podOf(job).getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getEnv())
                        .extracting(variable -> variable.getName())
                        .contains("NODE_NAME", "POD_NAME");
            });
            assertThat(job.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Lease"));
        });
    }

    private static PodSpec podOf(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static List<String> arguments(Job job) {
        List<Container> containers = podOf(job).getContainers();
        return containers.get(containers.size() - 1).getArgs();
    }

    @Test
    void linesAroundAReportDoNotHideIt() throws ClusterFailure {
        have("a", "b");
        cluster.pair(
                "a",
                "b",
                new Fate(
                        FakeCluster.ended(0, "Completed"),
                        "Picked up JAVA_TOOL_OPTIONS: -Dx={y}\n" + FakeCluster.report() + "a last line\n"));

        assertThat(run(request(List.of(PodNetwork.POD), "tcp")).isWhole()).isTrue();
    }

    @Test
    void aRowWithoutFiguresIsNamedWithItsReasonAndIsNotCalledLost() throws ClusterFailure {
        have("a");
        cluster.pair(
                "a",
                "a",
                new Fate(
                        FakeCluster.ended(1, "Error"),
                        FakeCluster.report()
                                .replace("\"round\" : ", "\"failure\" : \"too few messages\", \"round\" : ")
                                .replace("\"round\": ", "\"failure\": \"too few messages\", \"round\": ")));

        assertThat(reasons(run(request(List.of(PodNetwork.POD), "tcp")))).isNotEmpty();
        assertThat(results.get(0).failure()).hasValue("tcp has no figures: too few messages");
    }

    private static Fate lostServer(String how) {
        return new Fate(
                FakeCluster.ended(1, "Error"),
                FakeCluster.report().replace("\"lost\": \"\"", "\"lost\": \"" + how + "\""));
    }

    @Test
    void aServerThatDidNotAnswerToTheEndIsSaid() throws ClusterFailure {
        have("a");
        cluster.pair("a", "a", lostServer("connection reset"));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(results.get(0).failure()).hasValue("its server did not answer to the end: connection reset");
        assertThat(result.matrix().matrices()).isNotEmpty();
        assertThat(result.isWhole()).isFalse();
    }

    @Test
    void whatAPodSaysOfAFailureCannotSteerATerminal() throws ClusterFailure {
        have("a");
        cluster.pair("a", "a", lostServer("reset\\u001b[2J\\u2028now"));

        run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(results.get(0).failure()).hasValue("its server did not answer to the end: reset?[2J?now");
    }

    @Test
    void aPairThatFailsSaysWhyAndTheOthersGoOn() throws ClusterFailure {
        have("a", "b");
        cluster.pair(
                "a",
                "b",
                new Fate(
                        FakeCluster.ended(2, "Error"),
                        "something\nipc-demo: connect tcp://10.0.0.2:7000: refused\nTry --help\n"));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.isWhole()).isFalse();
        assertThat(reasons(result)).containsExactly("connect tcp://10.0.0.2:7000: refused");
        assertThat(results).hasSize(4);
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aContainerThatIsKilledForItsMemorySaysHowToGrantMore() throws ClusterFailure {
        have("a");
        cluster.pair("a", "a", new Fate(FakeCluster.ended(137, "OOMKilled"), ""));

        assertThat(reasons(run(request(List.of(PodNetwork.POD), "tcp"))))
                .containsExactly("it needed more memory than it may have; --memory grants more");
    }

    @Test
    void aLogWithoutAReportIsAFailure() throws ClusterFailure {
        have("a");
        cluster.pair("a", "a", new Fate(FakeCluster.ended(0, "Completed"), "{\n  \"schema\" : \"other\"\n}\n"));

        assertThat(reasons(run(request(List.of(PodNetwork.POD), "tcp"))))
                .singleElement()
                .asString()
                .contains("is not a report of schema ipc-demo.compare/1");
    }

    @Test
    void aPodThatIsNeverScheduledSaysWhatTheSchedulerSaid() throws ClusterFailure {
        have("a");
        limits = limits(LIMITS.renewal(), LIMITS.lease(), LONG, LONG_ENOUGH);
        cluster.pair("a", "a", new Fate(FakeCluster.unschedulable("0/1 nodes: 1 Insufficient cpu."), ""));

        assertThat(reasons(run(request(List.of(PodNetwork.POD), "tcp"))))
                .containsExactly("its pod did not start within 20 s: Unschedulable (0/1 nodes: 1 Insufficient cpu.)");
    }

    @Test
    void aMeasurementThatDoesNotEndIsGivenUp() throws ClusterFailure {
        have("a");
        cluster.neverEnds("a", "a");
        pairTimeout = SHORT;

        assertThat(reasons(run(request(List.of(PodNetwork.POD), "tcp"))))
                .containsExactly("it was not measured within 2 s; --pair-timeout grants more");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void theNextRoundWaitsUntilAPairThatWasGivenUpIsGone() throws ClusterFailure {
        have("a", "b");
        cluster.neverEnds("a", "b");
        cluster.podsEndAfter(SHORT);
        pairTimeout = SHORT;

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(reasons(result)).containsExactly("it was not measured within 2 s; --pair-timeout grants more");
        assertThat(cluster.measured()).last().isEqualTo(new NodePair("b", "a"));
        assertThat(cluster.overlaps()).isEmpty();
    }

    @Test
    void tooFewPairsForTheNodesAreRefusedBeforeAnythingIsCreated() {
        have("a", "b", "c", "d");
        cluster.refusePods("nothing should have been created");

        assertThatThrownBy(() -> run(request(2, NodeChoice.ALL, List.of(PodNetwork.POD), "tcp")))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageStartingWith("at most 2 pairs cannot measure each of 4 nodes equally often");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aQuotaThatRefusesAllServersIsNamed() {
        have("a", "b");
        cluster.refusePods("pods \"x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=5");

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .isInstanceOf(ClusterFailure.class)
                .hasMessage("the servers over the pod network were refused: pods \"x\" is forbidden:"
                        + " exceeded quota: small, requested: pods=1, used: pods=5");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aQuotaThatAdmitsSomeServersLeavesTheOtherNodesOut() throws ClusterFailure {
        have("a", "b");
        limits = limits(LIMITS.renewal(), LIMITS.lease(), LONG_ENOUGH, LONG);
        cluster.refuseServers("exceeded quota: small", "b");

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.leftOut())
                .containsExactly(Map.entry("b", "its server over the pod network was refused: exceeded quota: small"));
        assertThat(cluster.measured()).containsExactly(new NodePair("a", "a"));
        assertThat(result.isWhole()).isFalse();
    }

    @Test
    void aRefusalThatHasPassedDoesNotEndTheRun() throws ClusterFailure {
        have("a");
        cluster.refuseServers("the webhook did not answer");
        cluster.server("a", FakeCluster.notReady());
        onServers = firstTime(
                () -> CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::makeServersReady));

        assertThat(run(request(List.of(PodNetwork.POD), "tcp")).isWhole()).isTrue();
    }

    private void makeServersReady() {
        Awaitility.await().atMost(LONG).until(() -> !cluster.pods().isEmpty());
        cluster.pods().forEach(pod -> cluster.update(pod, FakeCluster.ready("10.0.0.1", pod)));
    }

    /** What is done once only, although it is told to be done each time. */
    private static Runnable firstTime(Runnable action) {
        AtomicBoolean isDone = new AtomicBoolean();
        return () -> {
            if (!isDone.getAndSet(true)) {
                action.run();
            }
        };
    }

    @Test
    void aQuotaThatRefusesAPairIsNamedAndTheRunGoesOn() throws ClusterFailure {
        have("a", "b");
        cluster.onJob(() -> cluster.refusePods("exceeded quota: small"));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(reasons(result)).hasSize(4).containsOnly("its pod was refused: exceeded quota: small");
    }

    @Test
    void anImageThatIsNotPulledIsNamed() {
        have("a");
        cluster.server("a", FakeCluster.waiting("serve-tcp", "ImagePullBackOff", "Back-off pulling image \"x\""));

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .hasMessageContaining("container serve-tcp: ImagePullBackOff (Back-off pulling image \"x\")")
                .hasMessageContaining("is the image in a registry that the node reaches");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aNodeWithoutAServerIsLeftOutAndTheOthersAreMeasured() throws ClusterFailure {
        have("a", "b");
        cluster.server("b", FakeCluster.waiting("serve-tcp", "ErrImageNeverPull", "not present"));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.leftOut())
                .containsOnlyKeys("b")
                .extractingByKey("b")
                .asString()
                .contains("ErrImageNeverPull (not present); load the image on the node first");
        assertThat(cluster.measured()).containsExactly(new NodePair("a", "a"));
        assertThat(result.isWhole()).isFalse();
        assertThat(result.matrix().complete()).isTrue();
        assertThat(result.matrix().names()).containsExactly("a", "b");
        assertThat(result.matrix().failures())
                .extracting(failure -> failure.from() + failure.to())
                .containsExactlyInAnyOrder("bb", "ab", "ba");
        assertThat(reasons(result)).allSatisfy(why -> assertThat(why).contains("ErrImageNeverPull (not present)"));
    }

    /** Three nodes need six pairs, if each is to be measured equally often. */
    @Test
    void theOthersAreMeasuredAlsoIfTheyNeedMorePairsThanAllOfThem() throws ClusterFailure {
        have("a", "b", "c", "d");
        cluster.server("d", FakeCluster.waiting("serve-tcp", "ErrImageNeverPull", "not present"));

        run(request(4, NodeChoice.ALL, List.of(PodNetwork.POD), "tcp"));

        assertThat(cluster.measured())
                .hasSize(3 + 6)
                .allSatisfy(pair -> assertThat(pair.from() + pair.to()).doesNotContain("d"));
    }

    @Test
    void aNodeThatIsNotThereIsLeftOut() throws ClusterFailure {
        have("a");
        cluster.addNode("ghost", "True", List.of());
        limits = limits(LIMITS.renewal(), LIMITS.lease(), LONG_ENOUGH, LONG);

        ClusterResult result = run(request(new NodeChoice(List.of("a", "ghost"), ""), List.of(PodNetwork.POD), "tcp"));

        assertThat(result.leftOut()).extractingByKey("ghost").asString().contains("does the node exist");
        assertThat(result.isWhole()).isFalse();
    }

    @Test
    void nodesThatTakeNoPodsAreLeftOut() throws ClusterFailure {
        have("a");
        cluster.addNode("sleeping", "False", List.of());
        cluster.addNode(
                "ruling",
                "True",
                List.of(new TaintBuilder()
                        .withKey("node-role.kubernetes.io/control-plane")
                        .withEffect("NoSchedule")
                        .build()));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.isWhole()).isTrue();
        assertThat(result.leftOut())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sleeping",
                        "it is not ready",
                        "ruling",
                        "it has the taint node-role.kubernetes.io/control-plane:NoSchedule,"
                                + " which --tolerate would ignore"));
    }

    @Test
    void aNodeThatVanishesInTheMiddleFailsItsPairsOnly() throws ClusterFailure {
        have("a", "b", "c");
        cluster.neverEnds("a", "b");
        cluster.neverEnds("b", "a");
        cluster.onJob(() -> loseNodeAfter("b", 3));

        ClusterResult result = run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(result.matrix().failures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.from() + failure.to()).contains("b"))
                .extracting(PairFailure::reason)
                .allSatisfy(why -> assertThat(why).contains("node b", "is not ready"));
        assertThat(results).hasSize(9);
        assertThat(results)
                .filteredOn(each -> each.report().isPresent())
                .extracting(PairResult::pair)
                .contains(new NodePair("a", "c"), new NodePair("c", "a"));
    }

    private void loseNodeAfter(String node, int jobs) {
        cluster.pods().stream()
                .filter(pod -> cluster.jobs().size() > jobs)
                .filter(pod -> pod.getMetadata().getLabels().containsKey(RunName.SERVES))
                .filter(pod -> pod.getSpec().getNodeName().equals(node))
                .forEach(pod -> cluster.update(pod, FakeCluster.notReady()));
    }

    @Test
    void whatAKilledRunLeftBehindIsRemoved() throws ClusterFailure {
        have("a");
        RunName killed = new RunName("0badcafe");
        limits = limits(LIMITS.renewal(), LONG, LONG, LONG);
        Killed.leave(cluster, killed, Duration.ofHours(1));

        run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(told).containsExactly("removed what ada@workstation left");
        assertThat(cluster.leftovers()).isEmpty();
        assertThat(Duration.ofNanos(lookOnNs))
                .isBetween(LIMITS.renewal().multipliedBy(2), LONG); // the clocks say that it was killed long ago
    }

    @Test
    void aRunThatWasKilledAMomentAgoIsWaitedFor() throws ClusterFailure {
        have("a");
        limits = limits(LIMITS.renewal(), Duration.ofSeconds(3), LONG, LONG);
        Killed.leave(cluster, new RunName("0badcafe"), Duration.ZERO);

        run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(told).containsExactly("removed what ada@workstation left");
        assertThat(cluster.leftovers()).isEmpty();
        assertThat(Duration.ofNanos(lookOnNs)).isGreaterThanOrEqualTo(limits.lease());
    }

    @Test
    void aRunThatIsAliveIsNotTouched() throws Exception {
        have("a");
        lookOnForLong();
        RunName alive = new RunName("600dcafe");
        try (RunLease lease = RunLease.acquire(
                cluster.client, FakeCluster.NAMESPACE, alive, "bob@laptop", LIMITS, Clock.systemUTC())) {
            assertThat(lease.owner().getMetadata().getName()).isEqualTo("ipc-demo-600dcafe");

            assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                    .hasMessageContaining("another run, of bob@laptop, is measuring in namespace measuring");

            assertThat(cluster.leftovers())
                    .extracting(each -> each.getMetadata().getName())
                    .containsExactly("ipc-demo-600dcafe");
            assertThat(lease.loss()).isEmpty();
        }
    }

    /** So that the other run renews its Lease meanwhile, however busy the machine is. */
    private void lookOnForLong() {
        limits = limits(LONG, LONG, LONG, LONG);
    }

    /** Its clock is an hour behind, so that its Lease seems to have run out. */
    @Test
    void aRunWithAWrongClockIsAliveAsLongAsItRenews() throws Exception {
        have("a");
        lookOnForLong();
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        RunLease lease = RunLease.acquire(
                cluster.client, FakeCluster.NAMESPACE, new RunName("600dcafe"), "bob@laptop", LIMITS, behind);
        try {
            assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                    .hasMessageContaining("another run, of bob@laptop");
        } finally {
            lease.close();
        }
    }

    /** The other one is created after this one has looked for others: its first look finds none. */
    @Test
    void ofTwoRunsThatBeginTogetherTheLaterOneEnds() throws ClusterFailure {
        have("a");
        cluster.server
                .expect()
                .get()
                .withPath(LEASES_OF_RUNS)
                .andReturn(200, new LeaseListBuilder().build())
                .once();
        try (RunLease first = begin("00000000")) {
            assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                    .hasMessageContaining("another run, of bob@laptop, is measuring in namespace measuring");

            assertThat(cluster.leftovers())
                    .extracting(each -> each.getMetadata().getName())
                    .containsExactly(first.owner().getMetadata().getName());
        }
        assertThat(cluster.measured()).isEmpty();
    }

    @Test
    void ofTwoRunsThatBeginTogetherTheEarlierOneGoesOn() throws ClusterFailure {
        have("a");
        OtherRuns others =
                new OtherRuns(cluster.client, FakeCluster.NAMESPACE, limits, Clock.systemUTC(), listener, () -> false);
        try (RunLease first = begin("00000000");
                RunLease second = begin("ffffffff")) {
            assertThatCode(() -> others.requireFirst(first.owner())).doesNotThrowAnyException();
            assertThatThrownBy(() -> others.requireFirst(second.owner())).isInstanceOf(ClusterFailure.class);
        }
    }

    private RunLease begin(String run) throws ClusterFailure {
        return RunLease.acquire(
                cluster.client, FakeCluster.NAMESPACE, new RunName(run), "bob@laptop", LIMITS, Clock.systemUTC());
    }

    @Test
    void aRunWhoseLeaseIsRemovedEnds() {
        have("a", "b");
        cluster.neverEnds("a", "a");
        cluster.onJob(() -> cluster.client.leases().inNamespace(FakeCluster.NAMESPACE).list().getItems().stream()
                .forEach(lease -> cluster.client.resource(lease).delete()));

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("was removed by somebody else");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aStopWhileServersStartReportsTheNodesAndWhatIsMissing() throws ClusterFailure {
        have("a", "b");
        StringWriter printed = new StringWriter();
        try (ClusterComparison comparison = comparison(request(List.of(PodNetwork.POD), "tcp"))) {
            onServers = comparison::stop;

            ClusterResult result = comparison.run();

            new MatrixSummary(new PrintWriter(printed), 80, Emphasis.NONE, false).print(result.matrix());
            assertThat(result.isWhole()).isFalse();
            assertThat(result.matrix().missingCount()).isEqualTo(4);
        }
        assertThat(printed.toString()).contains("2 nodes, 0 of 4 results", "stopped before its end", "a → b");
        assertThat(cluster.measured()).isEmpty();
    }

    @Test
    void aStopEndsItSoonWithWhatWasMeasuredAndRemovesEverything() throws ClusterFailure {
        have("a", "b", "c", "d");
        try (ClusterComparison comparison = comparison(request(List.of(PodNetwork.POD), "tcp"))) {
            cluster.onJob(() -> Map.of(true, (Runnable) comparison::stop)
                    .getOrDefault(cluster.jobs().size() > 5, () -> {})
                    .run());

            ClusterResult result = comparison.run();

            assertThat(result.matrix().complete()).isFalse();
            assertThat(result.matrix().missingCount()).isPositive();
            assertThat(result.isWhole()).isFalse();
        }
        assertThat(cluster.client
                        .leases()
                        .inNamespace(FakeCluster.NAMESPACE)
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.client
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(FakeCluster.NAMESPACE)
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void aNamedNodeThatTheClusterDoesNotHaveIsSaidBeforeAnythingIsCreated() {
        have("a");

        assertThatThrownBy(() -> run(request(new NodeChoice(List.of("a", "z"), ""), List.of(PodNetwork.POD), "tcp")))
                .hasMessage("the cluster has no node 'z'");
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void aSelectorThatMatchesNothingIsSaid() {
        have("a");

        assertThatThrownBy(() -> run(request(new NodeChoice(List.of(), "pool=fast"), List.of(PodNetwork.POD), "tcp")))
                .hasMessage("no node matches the selector 'pool=fast'");
    }

    @Test
    void aWatchThatBreaksIsTakenUpAgain() throws Exception {
        have("a", "b", "c");
        try (CuttableRelay relay = new CuttableRelay(cluster.server.getPort());
                KubernetesClient throughRelay = Connections.open(new ConfigBuilder(Config.empty())
                        .withMasterUrl(relay.url())
                        .build());
                ClusterComparison comparison = new ClusterComparison(
                        throughRelay, request(List.of(PodNetwork.POD), "tcp"), listener, LIMITS, Clock.systemUTC())) {
            cluster.onJob(relay::cut);

            ClusterResult result = comparison.run();

            assertThat(result.isWhole()).isTrue();
            assertThat(results).hasSize(9);
        }
        assertThat(cluster.leftovers()).isEmpty();
    }

    @Test
    void anApiServerThatIsAwayForSecondsCostsNothing() throws Exception {
        have("a", "b");
        try (CuttableRelay relay = new CuttableRelay(cluster.server.getPort());
                KubernetesClient throughRelay = Connections.open(new ConfigBuilder(Config.empty())
                        .withMasterUrl(relay.url())
                        .build());
                ClusterComparison comparison = new ClusterComparison(
                        throughRelay, request(List.of(PodNetwork.POD), "tcp"), listener, LIMITS, Clock.systemUTC())) {
            cluster.onJob(firstTime(() -> relay.refuse(60)));

            assertThat(comparison.run().isWhole()).isTrue();
        }
        assertThat(results).extracting(PairResult::failure).containsOnly(Optional.empty());
        assertThat(cluster.leftovers()).isEmpty();
    }

    /** Of the server, of a Job, of its log, of its removal, and of that of the rest. */
    @Test
    void whatTheApiServerCannotDoForAMomentIsAskedForAgain() throws ClusterFailure {
        have("a");
        cluster.server
                .expect()
                .post()
                .withPath(DAEMON_SETS)
                .andReturn(503, "no leader")
                .times(2);
        cluster.server
                .expect()
                .post()
                .withPath(JOBS)
                .andReturn(503, "no leader")
                .times(2);
        cluster.onJob(this::beAwayForTheLastJob);
        try (KubernetesClient impatient = impatientClient();
                ClusterComparison comparison = new ClusterComparison(
                        impatient, request(List.of(PodNetwork.POD), "tcp"), listener, LIMITS, Clock.systemUTC())) {

            assertThat(comparison.run().isWhole()).isTrue();
        }
        assertThat(results).extracting(PairResult::failure).containsExactly(Optional.empty());
        assertThat(cluster.leftovers()).isEmpty();
        assertThat(told)
                .extracting(each -> each.replaceFirst(": the API server said 503, .*", ""))
                .containsExactly(
                        "waiting: cannot create the DaemonSet of the servers",
                        "waiting: a → a, same node, pod network: cannot create its Job",
                        "waiting: a → a, same node, pod network: cannot read its log");
    }

    /** As of a quota that other controllers write to. */
    @Test
    void whatConflictsWithOtherWritersIsNotThereAndIsCreatedAgain() throws ClusterFailure {
        have("a");
        conflictOnce(DAEMON_SETS);
        conflictOnce(JOBS);

        assertThat(run(request(List.of(PodNetwork.POD), "tcp")).isWhole()).isTrue();
    }

    private void conflictOnce(String path) {
        cluster.server
                .expect()
                .post()
                .withPath(path)
                .andReturn(
                        409,
                        new StatusBuilder()
                                .withCode(409)
                                .withReason("Conflict")
                                .withMessage("the object has been modified")
                                .build())
                .once();
    }

    /** Its log is asked for during more time than a log may take to be written. */
    private void beAwayForTheLastJob() {
        Job job = cluster.jobs().get(cluster.jobs().size() - 1);
        cluster.server
                .expect()
                .get()
                .withPath(FakeCluster.logPath(job))
                .andReturn(503, "no leader")
                .times(20);
        cluster.server
                .expect()
                .delete()
                .withPath(JOBS + "/" + job.getMetadata().getName())
                .andReturn(503, "no leader")
                .times(2);
        cluster.server
                .expect()
                .delete()
                .withPath(DAEMON_SETS + "/" + daemonSet())
                .andReturn(503, "no leader")
                .times(2);
    }

    private String daemonSet() {
        return cluster.client.apps().daemonSets().inNamespace(FakeCluster.NAMESPACE).list().getItems().stream()
                .map(set -> set.getMetadata().getName())
                .findFirst()
                .orElseThrow();
    }

    /** That of the first is not answered: its kubelet is silent, and the API server waits for it. */
    @Test
    void aLogThatIsNotAnsweredDoesNotKeepTheOtherPairsOfItsRound() throws ClusterFailure {
        have("a", "b");
        cluster.onJob(firstTime(() -> cluster.server
                .expect()
                .get()
                .withPath(FakeCluster.logPath(cluster.jobs().get(0)))
                .andReturn(302, "")
                .withHeader("Location", "http://127.0.0.1:1/") // nobody listens there
                .always()));
        try (KubernetesClient impatient = impatientClient();
                ClusterComparison comparison = new ClusterComparison(
                        impatient, request(List.of(PodNetwork.POD), "tcp"), listener, LIMITS, Clock.systemUTC())) {
            onResult = comparison::stop;

            comparison.run();
        }
        assertThat(results)
                .singleElement()
                .satisfies(each -> assertThat(each.failure()).isEmpty())
                .satisfies(each ->
                        assertThat(each.pair()).isNotEqualTo(cluster.measured().get(0)));
    }

    /** Takes the first answer to a request, or that there is none. */
    private KubernetesClient impatientClient() {
        return cluster.server.createClient(builder ->
                builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    }

    @Test
    void whatMayNotBeRemovedDoesNotKeepTheRest() throws ClusterFailure {
        have("a");
        cluster.onJob(() -> cluster.server
                .expect()
                .delete()
                .withPath(DAEMON_SETS + "/" + daemonSet())
                .andReturn(403, forbidden("User \"eve\" cannot delete resource \"daemonsets\""))
                .always());

        run(request(List.of(PodNetwork.POD), "tcp"));

        assertThat(told)
                .singleElement()
                .asString()
                .contains("cannot remove what belongs to this run: User \"eve\"", "kubectl --namespace measuring");
        assertThat(cluster.leftovers()).extracting(HasMetadata::getKind).containsOnly("DaemonSet", "Pod");
    }

    @Test
    void anApiServerThatIsNotReachedIsSaid() throws Exception {
        have("a");
        String url;
        try (CuttableRelay relay = new CuttableRelay(cluster.server.getPort())) {
            url = relay.url();
        }
        try (KubernetesClient nowhere = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(Config.empty())
                                .withMasterUrl(url)
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build();
                ClusterComparison comparison = new ClusterComparison(
                        nowhere, request(List.of(PodNetwork.POD), "tcp"), listener, LIMITS, Clock.systemUTC())) {
            assertThatThrownBy(comparison::run)
                    .isInstanceOf(ClusterFailure.class)
                    .hasMessageStartingWith("cannot list the nodes: the API server is not reached (")
                    .hasMessageEndingWith("); check the kubeconfig and the network");
        }
    }

    @Test
    void whoMayNotListNodesIsToldWhatElseWorks() {
        have("a");
        refuse("/api/v1/nodes", "nodes is forbidden: User \"eve\" cannot list resource \"nodes\"");

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .hasMessageContaining("User \"eve\" cannot list resource \"nodes\"")
                .hasMessageContaining("name them with --nodes");
    }

    @Test
    void whoMayNotCreateALeaseIsToldWhichRightsAreNeeded() {
        have("a");
        cluster.server
                .expect()
                .post()
                .withPath(LEASES)
                .andReturn(403, forbidden("leases is forbidden: User \"eve\" cannot create resource \"leases\""))
                .always();

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .hasMessageStartingWith("cannot create the Lease ipc-demo-")
                .hasMessageContaining("cannot create resource")
                .hasMessageContaining("docs/deploy/cluster-rbac.yaml has the rights that are needed");
    }

    @Test
    void whoMayNotListLeasesIsToldWhichRightsAreNeeded() {
        have("a");
        refuse(LEASES_OF_RUNS, "leases is forbidden: User \"eve\" cannot list resource \"leases\"");

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .hasMessageContaining("cannot list resource")
                .hasMessageContaining("docs/deploy/cluster-rbac.yaml has the rights that are needed");
    }

    /** A quota and a missing right are refused with the same code and reason. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipc-demo-x | ask for less with --cpu and --memory",
                " | docs/deploy/cluster-rbac.yaml has the rights"
            })
    void whatAdmissionRefusesIsToldFromAMissingRightByTheStatus(String name, String advice) {
        have("a");
        cluster.server
                .expect()
                .post()
                .withPath(LEASES)
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withReason("Forbidden")
                                .withMessage("said in other words")
                                .withNewDetails()
                                .withKind("leases")
                                .withName(name)
                                .endDetails()
                                .build())
                .always();

        assertThatThrownBy(() -> run(request(List.of(PodNetwork.POD), "tcp")))
                .hasMessageContaining("said in other words")
                .hasMessageContaining(advice);
    }

    private void refuse(String path, String message) {
        cluster.server
                .expect()
                .get()
                .withPath(path)
                .andReturn(403, forbidden(message))
                .always();
    }

    private static Status forbidden(String message) {
        return new StatusBuilder()
                .withCode(403)
                .withReason("Forbidden")
                .withMessage(message)
                .build();
    }

    @Test
    void aRunAsksForNothingThatTheManifestDoesNotGrant() throws Exception {
        have("a", "b");
        Set<String> granted = Rights.granted(Path.of("../docs/deploy/cluster-rbac.yaml"));

        try (KubernetesClient client = cluster.server.createClient(builder ->
                        builder.editOrNewConfig().withUserAgent("the-run").endConfig());
                ClusterComparison comparison = new ClusterComparison(
                        client, request(List.of(PodNetwork.POD), "tcp", "unix"), listener, LIMITS, Clock.systemUTC())) {
            assertThat(comparison.run().isWhole()).isTrue();
        }

        assertThat(Rights.used(cluster.server, "the-run"))
                .contains("list pods", "watch pods", "get pods/log", "create jobs", "create daemonsets")
                .isSubsetOf(granted);
    }
}
