package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.Candidates;
import dev.ipcdemo.cli.option.GateConverter;
import dev.ipcdemo.cli.option.ImageNameConverter;
import dev.ipcdemo.cli.option.KnownWord;
import dev.ipcdemo.cli.option.PercentConverter;
import dev.ipcdemo.cli.option.RateBoundConverter;
import dev.ipcdemo.cli.option.SizeChoice;
import dev.ipcdemo.cli.option.SizeConverter;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code ipc-demo compare}, in the groups in which its help shows them. */
final class CompareOptions {

    private CompareOptions() {}

    /** The kinds of threads. */
    enum ThreadKind {
        PLATFORM,
        VIRTUAL,
        EVENT_LOOP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What to measure. */
    static final class What {
        @Option(
                names = "--profile",
                paramLabel = "FILE",
                description = "Take options from a file, one a line as KEY: VALUE, such as 'size: 64, 1K' (YAML, or"
                        + " properties). Options of the command line take precedence.")
        Optional<Path> profile = Optional.empty();

        @Option(
                names = "--transport",
                split = ",",
                paramLabel = "SCHEME",
                completionCandidates = Candidates.Rows.class,
                converter = KnownWord.Row.class,
                description =
                        "Transports (each with its bare channel), single rows (tcp6, raw:tcp, pipe, shm), or all (default:"
                                + " all).")
        List<String> transports = List.of(Plan.ALL);

        @Option(
                names = "--with",
                split = ",",
                paramLabel = "MODULE",
                completionCandidates = Candidates.Modules.class,
                converter = KnownWord.Module.class,
                description =
                        "frameworks: also what one would use instead of a socket (TLS, Netty, ...), each beside the"
                                + " socket that it uses. Its jars are fetched the first time; a row's name in --transport does"
                                + " the same.")
        List<String> modules = List.of();

        @Option(
                names = "--pattern",
                split = ",",
                paramLabel = "PATTERN",
                completionCandidates = Candidates.Patterns.class,
                converter = KnownWord.PatternWord.class,
                description = "round-trip, rate, throughput, connect, fan-in, or all (default: round-trip).")
        List<String> patterns = List.of("round-trip");

        @Option(
                names = {"--size", "--request"},
                split = ",",
                paramLabel = "BYTES",
                converter = SizeChoice.Converter.class,
                description =
                        "Message sizes, such as 1,64,16K (default: 64,1K,16K,64K; with --quick: 64). Where replies"
                                + " have other sizes, those of the requests. 64:80+1K:20 is a mix: 80 messages of 64 bytes to"
                                + " 20 of 1 KiB, in an order that is the same for all rows.")
        List<SizeChoice> sizes = List.of();

        @Option(
                names = "--reply",
                split = ",",
                paramLabel = "BYTES",
                converter = SizeChoice.Converter.class,
                description = "Sizes of the replies, for all patterns but throughput (default: that of the request).")
        List<SizeChoice> replies = List.of();

        @Option(
                names = "--request-sizes",
                paramLabel = "FILE",
                description =
                        "Take the message sizes from a file, one a line, such as those that a program has been seen"
                                + " to send. For all patterns but connect.")
        Optional<Path> requestSizes = Optional.empty();

        @Option(
                names = "--reply-sizes",
                paramLabel = "FILE",
                description =
                        "Take the sizes of the replies from a file; its lines belong to those of --request-sizes.")
        Optional<Path> replySizes = Optional.empty();

        @Option(
                names = "--depth",
                split = ",",
                paramLabel = "N",
                description =
                        "Requests under way at once, for pattern round-trip: 1,8 shows what pipelining buys (default:"
                                + " 1).")
        List<Integer> depths = List.of();

        @Option(
                names = "--scope",
                split = ",",
                paramLabel = "SCOPE",
                completionCandidates = Candidates.Scopes.class,
                description = "in-process, inter-process, or cross-host: between two containers (default: in-process,"
                        + " inter-process).")
        List<Scope> scopes = List.of();

        @Option(
                names = "--peer",
                split = ",",
                paramLabel = "ENDPOINT",
                description = "Measure cross-host with servers that were started elsewhere by 'ipc-demo serve ENDPOINT"
                        + " --service measure'. Several of one transport are rows beside each other. Without --scope, nothing"
                        + " else is measured.")
        List<Endpoint> peers = List.of();

        @Option(
                names = "--peer-wait",
                paramLabel = "TIME",
                description =
                        "Keep trying for this long while a peer cannot be reached: refused, no socket file, unknown host,"
                                + " no route, or timed out (default: one try).")
        Duration peerWait = Duration.ZERO;

        @Option(
                names = "--rate",
                split = ",",
                paramLabel = "N",
                description = "Messages per second to send, for pattern rate (default: 200,2000,10000).")
        List<Integer> rates = List.of();

        @Option(
                names = "--clients",
                split = ",",
                paramLabel = "N",
                description =
                        "Number of clients, for pattern fan-in, up to 10000; from 1000 on, the report also has the memory that"
                                + " a connection takes (default: 4).")
        List<Integer> clients = List.of();

        @Option(
                names = "--batch",
                split = ",",
                paramLabel = "N",
                description =
                        "Messages a system call, for pattern throughput, where a transport has such calls (posix+udp,"
                                + " posix+unixgram, posix+unixpacket): beside one a call, to see what a batch buys (default: 1).")
        List<Integer> batches = List.of();

        @Option(
                names = "--streams",
                split = ",",
                paramLabel = "N",
                description =
                        "Connections that carry messages at once, for pattern throughput: 1,4 shows what more of them"
                                + " carry (default: 1).")
        List<Integer> streams = List.of();

        @Option(
                names = "--bidirectional",
                description = "Let both sides send and receive at once over one connection, for pattern throughput.")
        boolean bidirectional;

        @Option(
                names = "--find-rate",
                paramLabel = "BOUND",
                converter = RateBoundConverter.class,
                description = "Instead of measuring: find the highest rate that each row sustains under a bound on its"
                        + " latency, such as 'p99 < 200us'. A reply that is lost counts as slower than any bound."
                        + " Takes some 3 seconds for each row and round.")
        Optional<RateBound> findRate = Optional.empty();
    }

    /** How to measure it. */
    static final class How {
        @Option(
                names = "--wait",
                split = ",",
                paramLabel = "HOW",
                description = "block: the kernel wakes a side that waits; spin: both sides poll (default: block).")
        List<Wait> waits = List.of(Wait.BLOCK);

        @Option(
                names = "--cpus",
                split = ",",
                paramLabel = "WHERE",
                completionCandidates = Candidates.Placements.class,
                description =
                        "same: both sides on one CPU; split: each on its own; free: wherever the scheduler puts them (default:"
                                + " same). Also the CPUs themselves: 2,3 (the client's, then the server's), 0-3, or node0 for"
                                + " those of a NUMA node; one is for both sides, of several each side has its own.")
        List<String> cpus = List.of("same");

        @Option(
                names = "--threads",
                paramLabel = "KIND",
                description = "platform, virtual, or event-loop: in fan-in, one server thread with a selector for all"
                        + " connections (default: platform).")
        ThreadKind threads = ThreadKind.PLATFORM;

        @Option(
                names = "--no-delay",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "TCP_NODELAY (default: on).")
        boolean noDelay = true;

        @Option(
                names = "--send-buffer",
                paramLabel = "BYTES",
                converter = SizeConverter.class,
                description = "SO_SNDBUF.")
        int sendBufferBytes;

        @Option(
                names = "--recv-buffer",
                paramLabel = "BYTES",
                converter = SizeConverter.class,
                description = "SO_RCVBUF.")
        int recvBufferBytes;

        @Option(
                names = "--socket-option",
                split = ",",
                paramLabel = "KEY=VALUE",
                description =
                        "Socket options of TCP and UDP, such as congestion=reno,dscp=EF: congestion=NAME, dscp=0-63 or a name,"
                                + " max-segment=BYTES, quick-ack=true|false, busy-poll=TIME, reuse-port=true|false,"
                                + " keep-alive-idle=TIME, keep-alive-interval=TIME, keep-alive-probes=N, user-timeout=TIME"
                                + " (such as 50us). Shown is what the sockets then say they have. The JDK cannot set all of"
                                + " them; posix+tcp can.")
        List<String> socketOptions = List.of();

        @Option(
                names = "--stall",
                paramLabel = "MILLIS",
                description = "Make the server pause for this long once a second, to see which patterns show it. Each"
                        + " row then takes at least three seconds in each round.")
        long stallMillis;

        @Option(
                names = "--java",
                paramLabel = "DIR",
                description = "The Java runtime of the measuring JVMs (default: the one that runs this command).")
        Optional<Path> java = Optional.empty();

        @Option(
                names = "--jvm-args",
                paramLabel = "OPTIONS",
                description = "Options for the measuring JVMs, separated by spaces: --jvm-args='-XX:+UseZGC -Xmx1g'.")
        String jvmArgs = "";

        @Option(
                names = "--image-base",
                paramLabel = "IMAGE",
                converter = ImageNameConverter.Existing.class,
                description =
                        "For cross-host: build the containers' image from this one, which must have java on its path,"
                                + " instead of from this host's JDK.")
        Optional<String> imageBase = Optional.empty();
    }

    /** How long. */
    static final class HowLong {
        @Option(names = "--quick", description = "About 15 seconds: for a first look.")
        boolean isQuick;

        @Option(names = "--thorough", description = "As long as reliable figures take: minutes or hours.")
        boolean isThorough;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                description = "How often each row is measured (default: 7; with --quick 5, with --thorough 11).")
        Optional<Integer> rounds = Optional.empty();

        @Option(
                names = "--duration",
                paramLabel = "TIME",
                description =
                        "How long each row is measured in each round, such as 200ms (default: what --quick and others"
                                + " leave for it).")
        Optional<Duration> duration = Optional.empty();

        @Option(
                names = "--warm-up",
                paramLabel = "TIME",
                description =
                        "How long each row is warmed up before it is measured (default: half as long as it is measured).")
        Optional<Duration> warmUp = Optional.empty();
    }

    /** What to compare it with, and when to fail. */
    static final class Against {
        @Option(
                names = "--ab",
                arity = "2",
                paramLabel = "WAY",
                description = {
                    "Compare two ways of running, A and B, in the same rounds. A way is as-is, or what is different about"
                            + " it, as KEY=VALUE with commas between several: java=DIR (a Java runtime), jvm-args=OPTIONS,"
                            + " build=DIR (another checkout of this project, built, or a directory of its jars),"
                            + " no-delay=true|false, send-buffer=BYTES, recv-buffer=BYTES,"
                            + " threads=platform|virtual|event-loop, and those of --socket-option."
                })
        List<String> ab = List.of();

        @Option(
                names = "--baseline",
                paramLabel = "FILE",
                description = "Compare with an older --json; exit with 3 if a row is slower beyond doubt.")
        Optional<Path> baseline = Optional.empty();

        @Option(
                names = "--fail-above",
                paramLabel = "PERCENT",
                converter = PercentConverter.class,
                description =
                        "How much slower a row may be beyond doubt. With --baseline: than there (default: 5, by which two runs of"
                                + " one build may differ). With --ab: exit with 3 if a row of B is slower than A by more than"
                                + " that (default: never).")
        Optional<Double> failAbove = Optional.empty();

        @Option(
                names = "--fail-if",
                paramLabel = "CONDITION",
                converter = GateConverter.class,
                description = "Exit with 3 if this holds beyond doubt, such as 'unix p99 > 50us', 'udp loss > 1%%',"
                        + " 'tcp p50 > 1.1 x baseline' (or x A, x raw). May be given several times.")
        List<Gate> failIf = List.of();
    }

    /** What to print and write. */
    static final class Output {
        @Option(
                names = "--details",
                description =
                        "Print all that was measured, and every remark on it; without it, the answer on one screen.")
        boolean details;

        @Option(
                names = "--quiet",
                description = "Print neither progress nor figures for people: only failures, and the file that is -.")
        boolean quiet;

        @Option(
                names = "--interval",
                paramLabel = "TIME",
                description = "Print what has been measured after each such time, with the figures until then.")
        Optional<Duration> interval = Optional.empty();

        @Option(
                names = "--json",
                paramLabel = "FILE",
                description =
                        "Write the report as JSON; FILE may be -, as of the other options that write one: standard output,"
                                + " and nothing else is.")
        Optional<Path> json = Optional.empty();

        @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows as CSV.")
        Optional<Path> csv = Optional.empty();

        @Option(names = "--html", paramLabel = "FILE", description = "Write a page for any browser.")
        Optional<Path> html = Optional.empty();

        @Option(names = "--open", description = "Open the page of --html in the browser.")
        boolean open;

        @Option(names = "--markdown", paramLabel = "FILE", description = "Write a summary, as for a CI job.")
        Optional<Path> markdown = Optional.empty();

        @Option(
                names = "--hlog",
                paramLabel = "FILE",
                description =
                        "Write the latencies as a log of HdrHistogram, for its tools: a line with a tag for each row.")
        Optional<Path> hlog = Optional.empty();

        @Option(names = "--schema", description = "Print the JSON Schema of --json, and exit.")
        boolean schema;
    }
}
