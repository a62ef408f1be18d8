package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.Candidates;
import dev.ipcdemo.cli.option.KnownWord;
import dev.ipcdemo.cli.option.SizeConverter;
import dev.ipcdemo.cli.terminal.ClusterProgress;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.cluster.ClusterComparison;
import dev.ipcdemo.cluster.ClusterFailure;
import dev.ipcdemo.cluster.ClusterResult;
import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.NodeChoice;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.cluster.request.PodOptions;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.matrix.MatrixJson;
import dev.ipcdemo.compare.report.matrix.MatrixMarkdown;
import dev.ipcdemo.compare.report.matrix.MatrixPage;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipc-demo cluster}. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measure between the nodes of a Kubernetes cluster.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo cluster compare --namespace measuring",
            "  ipc-demo cluster compare --help",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"},
        subcommands = ClusterCommand.Compare.class)
final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ClusterCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** {@code ipc-demo cluster compare}. */
    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Measure each ordered pair of nodes, and each node with itself, and print the matrix.",
                "",
                "Servers run as a DaemonSet, and a Job for each pair runs 'ipc-demo compare' on the one node with the"
                        + " server on the other. Pairs that share no node are measured at once. At the end everything is"
                        + " removed, also after Ctrl-C; what a killed run left behind is removed by the next one. The"
                        + " cluster is that of the kubeconfig, and docs/deploy/cluster-rbac.yaml has the rights that are"
                        + " needed.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  ipc-demo cluster compare --namespace measuring",
                "  ipc-demo cluster compare --namespace measuring --nodes a,b,c",
                "  ipc-demo cluster compare --namespace measuring --selector pool=fast \\",
                "      --network pod,host --transport tcp,udp,unix --json matrix.json"
            },
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:all pairs were measured",
                "1:a pair failed, a node had no server, the run was stopped, the cluster refused something, or a file could"
                        + " not be written",
                "2:wrong usage"
            })
    static final class Compare implements Callable<Integer> {

        @ArgGroup(validate = false, heading = "%nWhere:%n")
        private Where where = new Where();

        @ArgGroup(validate = false, heading = "%nWhat to measure for each pair:%n")
        private What what = new What();

        @ArgGroup(validate = false, heading = "%nThe pods:%n")
        private Pods pods = new Pods();

        @ArgGroup(validate = false, heading = "%nWhat to print and write:%n")
        private Output output = new Output();

        @Spec
        private CommandSpec spec;

        private OutputFiles files; // from the beginning of the call on
        private volatile Optional<ClusterComparison> running = Optional.empty();
        private volatile boolean stopped;

        /** Made by picocli. */
        Compare() {}

        /** Where. */
        static final class Where {
            @Option(
                    names = "--namespace",
                    paramLabel = "NAME",
                    description = "The namespace in which the pods run. Must be given.")
            Optional<String> namespace = Optional.empty();

            @Option(
                    names = "--nodes",
                    split = ",",
                    paramLabel = "NODE",
                    description = "The nodes (default: all that are ready and take the pods).")
            List<String> nodes = List.of();

            @Option(
                    names = "--selector",
                    paramLabel = "LABELS",
                    description = "Nodes with these labels, such as pool=fast,zone!=b.")
            String selector = "";

            @Option(
                    names = "--context",
                    paramLabel = "NAME",
                    description = "The context of the kubeconfig (default: its current one).")
            Optional<String> context = Optional.empty();
        }

        /** What to measure for each pair. */
        static final class What {
            @Option(
                    names = "--network",
                    split = ",",
                    paramLabel = "NETWORK",
                    description = "pod: the pods' own network; host: that of the nodes, which a namespace may not allow"
                            + " (default: pod).")
            List<PodNetwork> networks = List.of(PodNetwork.POD);

            @Option(
                    names = "--transport",
                    split = ",",
                    paramLabel = "SCHEME",
                    completionCandidates = Candidates.Schemes.class,
                    converter = KnownWord.Scheme.class,
                    description = "Transports; those of AF_UNIX are measured within each node (default: tcp,unix).")
            List<String> transports = List.of("tcp", "unix");

            @Option(
                    names = "--pattern",
                    split = ",",
                    paramLabel = "PATTERN",
                    completionCandidates = Candidates.Patterns.class,
                    converter = KnownWord.PatternWord.class,
                    description = "round-trip, rate, throughput, connect, fan-in, or all (default: round-trip).")
            List<String> patterns = List.of("round-trip");

            @Option(
                    names = "--size",
                    split = ",",
                    paramLabel = "BYTES",
                    converter = SizeConverter.class,
                    description = "Message sizes, such as 1,64,16K (default: 64).")
            List<Integer> sizes = List.of(64);

            @Option(
                    names = "--rounds",
                    paramLabel = "N",
                    description = "How often each row of a pair is measured (default: as with --quick of compare).")
            Optional<Integer> rounds = Optional.empty();

            @Option(
                    names = "--duration",
                    paramLabel = "TIME",
                    description = "How long each row is measured in each round, such as 200ms.")
            Optional<Duration> duration = Optional.empty();

            @Option(
                    names = "--most-pairs",
                    paramLabel = "N",
                    description =
                            "If there are more pairs of different nodes, measure a sample in which each node is equally"
                                    + " often (default: 20000).")
            long mostPairs = 20_000;

            @Option(
                    names = "--at-once",
                    paramLabel = "N",
                    description = "How many pairs are measured at once at most (default: 100).")
            int atOnce = 100;

            @Option(
                    names = "--pair-timeout",
                    paramLabel = "TIME",
                    description = "How long the measurement of one pair may take (default: 10m).")
            Duration pairTimeout = Duration.ofMinutes(10);
        }

        /** The pods. */
        static final class Pods {
            @Option(
                    names = "--image",
                    paramLabel = "NAME",
                    description =
                            "What 'ipc-demo image' makes, by a name that the nodes know (default: ipc-demo:local).")
            String image = "ipc-demo:local";

            @Option(
                    names = "--image-pull-policy",
                    paramLabel = "POLICY",
                    description = "Always, IfNotPresent or Never (default: IfNotPresent).")
            String pullPolicy = "IfNotPresent";

            @Option(
                    names = "--tolerate",
                    split = ",",
                    paramLabel = "TAINT",
                    description =
                            "Measure on nodes with this taint, too: KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT.")
            List<String> tolerations = List.of();

            @Option(
                    names = "--cpu",
                    paramLabel = "AMOUNT",
                    description = "CPU that each container requests, which is no limit (default: 500m).")
            String cpu = "500m";

            @Option(
                    names = "--memory",
                    paramLabel = "AMOUNT",
                    description = "Memory that each container requests, and its limit (default: 512Mi).")
            String memory = "512Mi";

            @Option(
                    names = "--port",
                    paramLabel = "PORT",
                    description =
                            "Where the servers listen: the first transport there, each further one behind it; with"
                                    + " network host, on the nodes (default: 7000).")
            int port = 7_000;
        }

        /** What to print and write. */
        static final class Output {
            @Option(names = "--details", description = "Print more of each list, and the heat maps of p99 and loss.")
            boolean details;

            @Option(
                    names = "--json",
                    paramLabel = "FILE",
                    description =
                            "Write the matrix as JSON; FILE may be -, for standard output, and nothing else is there.")
            Optional<Path> json = Optional.empty();

            @Option(names = "--html", paramLabel = "FILE", description = "Write a page for any browser.")
            Optional<Path> html = Optional.empty();

            @Option(names = "--open", description = "Open the page of --html in the browser.")
            boolean open;

            @Option(names = "--markdown", paramLabel = "FILE", description = "Write a summary, as for a CI job.")
            Optional<Path> markdown = Optional.empty();
        }

        @Override
        public Integer call() throws ClusterFailure {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            files = new OutputFiles(out);
            files.add("--json", output.json);
            files.add("--markdown", output.markdown);
            files.add("--html", output.html);
            if (output.open
                    && output.html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--open needs --html, which says where the page is written");
            }
            files.obstacle(Map.of()).ifPresent(why -> {
                throw new ParameterException(spec.commandLine(), why);
            });
            ClusterRequest request = request();
            Interruption interruption = Interruption.stopping(this::stop);
            try (ClusterComparison comparison =
                    ClusterComparison.open(where.context, request, new ClusterProgress(err))) {
                running = Optional.of(comparison);
                return stopped ? 1 : run(comparison);
            } catch (NoClassDefFoundError e) {
                throw new ClusterFailure(
                        "the client of Kubernetes is not in this image: run cluster compare where ipc-demo was built",
                        e);
            } finally {
                interruption.close(); // not before, because the JVM would end without the removal
            }
        }

        /** Called by another thread, when Ctrl-C or SIGTERM ends the JVM. */
        private void stop() {
            stopped = true;
            running.ifPresent(ClusterComparison::stop);
        }

        private ClusterRequest request() {
            // which the Jobs would refuse, one after the other
            CompareRules.requireLength(spec.commandLine(), what.rounds, what.duration);
            CompareRules.requireDistinct(spec.commandLine(), "--pattern", what.patterns);
            CompareRules.requireDistinct(spec.commandLine(), "--size", what.sizes);
            what.transports.stream().map(Transports::byScheme).forEach(this::requireSomethingToMeasureOf);
            try {
                return new ClusterRequest(
                        where.namespace.orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--namespace is missing, which says where the pods run")),
                        new NodeChoice(where.nodes, where.selector),
                        what.networks,
                        what.transports,
                        compareOptions(),
                        new PodOptions(pods.image, pods.pullPolicy, pods.tolerations, pods.cpu, pods.memory),
                        pods.port,
                        what.mostPairs,
                        what.atOnce,
                        what.pairTimeout);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }

        private void requireSomethingToMeasureOf(Transport transport) {
            if (!transport.type().isConnected() && what.patterns.equals(List.of(Pattern.CONNECT.toString()))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "pattern connect measures connections, and " + transport.scheme()
                                + " has none: leave it out of --transport, or add another --pattern");
            }
            OptionalInt maxBytes = transport.maxMessageBytes(transport.domains().first());
            if (maxBytes.isPresent() && what.sizes.stream().allMatch(size -> size > maxBytes.getAsInt())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "a message of " + transport.scheme() + " has at most " + maxBytes.getAsInt()
                                + " bytes: leave it out of --transport, or add a smaller --size");
            }
        }

        private List<String> compareOptions() {
            List<String> options = new ArrayList<>(List.of("--quick", "--pattern", String.join(",", what.patterns)));
            options.add("--size");
            options.add(what.sizes.stream().map(String::valueOf).collect(Collectors.joining(",")));
            what.rounds.ifPresent(rounds -> options.addAll(List.of("--rounds", rounds.toString())));
            what.duration.ifPresent(each -> options.addAll(List.of("--duration", each.toMillis() + "ms")));
            return options;
        }

        private int run(ClusterComparison comparison) throws ClusterFailure {
            try {
                ClusterResult result = comparison.run();
                return report(result.matrix()) && result.isWhole() ? 0 : 1;
            } catch (ClusterFailure e) {
                MatrixReport soFar = comparison.resultSoFar().matrix();
                if (!soFar.matrices().isEmpty()) {
                    report(soFar);
                }
                throw e;
            }
        }

        /** Whether all files could be written. */
        private boolean report(MatrixReport matrix) {
            PrintWriter err = spec.commandLine().getErr();
            PrintWriter people =
                    files.isOutputTaken() ? err : spec.commandLine().getOut();
            new MatrixPrinter(people, output.details).print(matrix);
            people.flush();
            boolean isWritten = files.write("--json", () -> MatrixJson.write(matrix), err);
            isWritten &= files.write("--markdown", () -> MatrixMarkdown.write(matrix), err);
            boolean hasPage = files.write("--html", () -> MatrixPage.write(matrix), err);
            if (output.open && hasPage) {
                Opener.open(output.html.orElseThrow(), err);
            }
            return isWritten && hasPage;
        }
    }
}
