package dev.ipcdemo.compare;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.CongestionControls;
import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.JvmSource;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.threads.Threads;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be compared. A plan is a value: each method that changes something returns another plan.
 *
 * <pre>{@code
 * Plan plan = Plan.of("tcp", "unix")
 *         .with(Cell.SCOPE, Scope.IN_PROCESS)
 *         .with(Cell.MESSAGE_BYTES, 64, 4096)
 *         .within(Budget.QUICK);
 * }</pre>
 *
 * <p>Every combination of the values is measured. What is not named has its default: 64-byte messages (four sizes if there
 * is time for them), round trips, in-process and inter-process, sides that block on one CPU.
 */
public final class Plan {

    /** The word for all rows. */
    public static final String ALL = "all";

    /** The word for all rows of the module {@code frameworks}, whose jars have to be on the class path. */
    public static final String FRAMEWORKS = "frameworks";

    private static final Map<Dimension<?>, List<?>> DEFAULTS = Map.of(
            Cell.PATTERN, List.of(Pattern.ROUND_TRIP),
            Cell.WAIT, List.of(Wait.BLOCK),
            Cell.CPUS, List.of(Cpus.SAME),
            Cell.RATE_PER_SECOND, List.of(200, 2_000, 10_000),
            Cell.CLIENTS, List.of(4));

    private final List<String> rows;
    private final Map<Dimension<?>, List<?>> values;
    private final Way way;
    private final List<Way> compared;
    private final Budget budget;
    private final List<Endpoint> peers;
    private final Optional<String> imageBase;

    private Plan(
            List<String> rows,
            Map<Dimension<?>, List<?>> values,
            Way way,
            List<Way> compared,
            Budget budget,
            List<Endpoint> peers,
            Optional<String> imageBase) {
        this.rows = rows;
        this.values = values;
        this.way = way;
        this.compared = compared;
        this.budget = budget;
        this.peers = peers;
        this.imageBase = imageBase;
    }

    /**
     * Plans to compare transports.
     *
     * @param transports schemes, each of which stands for the transport, its bare channel and its IPv6 variant if it has
     *     them; names of single rows; {@link #FRAMEWORKS}; or {@link #ALL}. A framework's row comes with the one beneath it.
     * @return a plan with defaults for everything else
     * @throws IllegalArgumentException if there is no such row; the message lists those that there are
     */
    public static Plan of(String... transports) {
        return of(List.of(transports));
    }

    /**
     * Plans to compare transports.
     *
     * @param transports as {@link #of(String...)} takes them
     * @return a plan with defaults for everything else
     * @throws IllegalArgumentException if there is no such row; the message lists those that there are
     */
    public static Plan of(List<String> transports) {
        transports.forEach(Plan::requireKnown);
        List<Carrier> chosen = Carriers.all().stream()
                .filter(carrier ->
                        transports.stream().anyMatch(word -> word.equals(ALL) || Rows.isChosenBy(word, carrier)))
                .toList();
        List<String> rows = Carriers.all().stream()
                .filter(carrier -> chosen.contains(carrier)
                        || chosen.stream().anyMatch(above -> above.over().equals(Optional.of(carrier.name()))))
                .map(Carrier::name)
                .toList();
        return new Plan(rows, Map.of(), Way.DEFAULT, List.of(), Budget.NORMAL, List.of(), Optional.empty());
    }

    private static void requireKnown(String word) {
        if (word.equals(FRAMEWORKS) && Carriers.frameworks().isEmpty()) {
            throw new IllegalArgumentException(
                    "the jars of the module frameworks are not on the class path: 'bin/ipc-demo compare --with frameworks'"
                            + " builds them and puts them there");
        }
        if (Carriers.namesOfFrameworks().contains(word)) {
            Carriers.byName(word);
        } else if (!word.equals(ALL) && !word.equals(FRAMEWORKS) && !rowNames().contains(word)) {
            throw new IllegalArgumentException(
                    "there is no row '" + word + "'; choose from " + String.join(", ", rowNames()) + ", " + ALL);
        }
    }

    /**
     * The names of all rows that can be measured with what is on the class path.
     *
     * @return in the order of a report
     */
    public static List<String> rowNames() {
        return Carriers.names();
    }

    /**
     * The names of the rows of the module {@code frameworks}, whether or not its jars are on the class path.
     *
     * @return in the order of a report
     */
    public static List<String> namesOfFrameworks() {
        return Carriers.namesOfFrameworks();
    }

    /**
     * The same with other values of a dimension.
     *
     * @param dimension which, such as {@link Cell#MESSAGE_BYTES}
     * @param wanted the values, at least one
     * @param <T> the type of the values
     * @return a plan
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads it
    public final <T> Plan with(Dimension<T> dimension, T... wanted) {
        return with(dimension, List.of(wanted));
    }

    /**
     * The same with other values of a dimension.
     *
     * @param dimension which, such as {@link Cell#MESSAGE_BYTES}
     * @param wanted the values; none for the default
     * @param <T> the type of the values
     * @return a plan
     * @throws IllegalArgumentException if the dimension is {@link Cell#ROW}, which {@link #of} has chosen, or
     *     {@link Cell#VARIANT}, which {@link #between} chooses
     */
    public <T> Plan with(Dimension<T> dimension, List<T> wanted) {
        if (Cell.NAMING.contains(dimension) || dimension == Cell.VARIANT) {
            throw new IllegalArgumentException(
                    "rows are chosen when a plan is made, and variants by the ways that are compared");
        }
        Map<Dimension<?>, List<?>> others = new HashMap<>(values);
        others.put(dimension, List.copyOf(wanted));
        return new Plan(rows, others, way, compared, budget, peers, imageBase);
    }

    /**
     * The same with other settings.
     *
     * @param other what all cells share
     * @return a plan
     */
    public Plan withSettings(Settings other) {
        return new Plan(rows, values, way.withSettings(other), compared, budget, peers, imageBase);
    }

    /**
     * The same in other JVMs, and with their settings.
     *
     * @param other how all cells are run
     * @return a plan
     */
    public Plan withWay(Way other) {
        return new Plan(rows, values, other, compared, budget, peers, imageBase);
    }

    /**
     * The same measured in two ways, in the same rounds, to compare these.
     *
     * @param a one way
     * @param b the other, which is judged by the first
     * @return a plan of twice as many cells
     */
    public Plan between(Way a, Way b) {
        return new Plan(rows, values, way, List.of(a, b), budget, peers, imageBase);
    }

    /**
     * The same in another time.
     *
     * @param other how long it may take
     * @return a plan
     */
    public Plan within(Budget other) {
        return new Plan(rows, values, way, compared, other, peers, imageBase);
    }

    /**
     * The same with servers that somebody started elsewhere. Cross-host is measured with them instead of between
     * containers, and is all that is measured unless scopes are named.
     *
     * @param servers endpoints of {@code ipc-demo serve --service measure}; where several have one scheme, each has a row
     *     of its own
     * @return a plan
     */
    public Plan withPeers(List<Endpoint> servers) {
        return new Plan(rows, values, way, compared, budget, List.copyOf(servers), imageBase);
    }

    /**
     * The same with containers from a given image, instead of one that is made of this host's JDK.
     *
     * @param image an image that has Java on its path
     * @return a plan
     */
    public Plan withImageBase(String image) {
        return new Plan(rows, values, way, compared, budget, peers, Optional.of(image));
    }

    /**
     * Everything that is to be measured: each row with each combination of values.
     *
     * @return in the order of the report
     */
    public List<Cell> cells() {
        Stream<Map<Dimension<?>, Object>> combinations = Stream.of(Map.of());
        for (Dimension<?> dimension : Cell.DIMENSIONS) {
            if (!Cell.NAMING.contains(dimension) && dimension != Cell.VARIANT) {
                combinations = combinations.flatMap(
                        chosen -> values(dimension, chosen).stream().map(value -> plus(chosen, dimension, value)));
            }
        }
        // Last, so that the rows of a group follow each other, and the two ways of a row.
        return combinations
                .flatMap(chosen -> values(Cell.ROW, chosen).stream().map(row -> plus(chosen, Cell.ROW, row)))
                .flatMap(chosen -> served(chosen).stream().map(peer -> plus(chosen, Cell.PEER, peer)))
                .flatMap(chosen -> variants().map(variant -> plus(chosen, Cell.VARIANT, variant)))
                .map(chosen -> Cell.of(dimension -> chosen.containsKey(dimension)
                        ? chosen.get(dimension)
                        : dimension.absent().orElseThrow()))
                .distinct() // with sizes from a mix, a cell has their mean, whatever other sizes there are
                .toList();
    }

    private static Map<Dimension<?>, Object> plus(
            Map<Dimension<?>, Object> chosen, Dimension<?> dimension, Object value) {
        Map<Dimension<?>, Object> more = new HashMap<>(chosen);
        more.put(dimension, value);
        return more;
    }

    private Stream<Variant> variants() {
        return compared.isEmpty() ? Stream.of(Variant.NONE) : Stream.of(Variant.A, Variant.B);
    }

    /** The values of a dimension, when those of the dimensions before it have been chosen. */
    private List<?> values(Dimension<?> dimension, Map<Dimension<?>, Object> chosen) {
        if (dimension == Cell.ROW) {
            return rowsIn((Scope) chosen.get(Cell.SCOPE));
        }
        if (dimension != Cell.PATTERN && !dimension.appliesTo((Pattern) chosen.get(Cell.PATTERN))) {
            return dimension.absent().stream().toList();
        }
        return wanted(dimension);
    }

    private List<?> wanted(Dimension<?> dimension) {
        List<?> wanted = values.getOrDefault(dimension, List.of());
        return wanted.isEmpty() ? defaults(dimension) : wanted;
    }

    private List<?> defaults(Dimension<?> dimension) {
        if (dimension == Cell.MESSAGE_BYTES) {
            return budget.messageBytes();
        }
        if (dimension == Cell.SCOPE) {
            return peers.isEmpty() ? List.of(Scope.IN_PROCESS, Scope.INTER_PROCESS) : List.of(Scope.CROSS_HOST);
        }
        return DEFAULTS.getOrDefault(dimension, dimension.absent().stream().toList());
    }

    /** The peers that a row is told apart by: none if there is only one of its scheme. */
    private List<String> served(Map<Dimension<?>, Object> chosen) {
        List<String> serving = peers.stream()
                .filter(peer -> chosen.get(Cell.SCOPE) == Scope.CROSS_HOST)
                .filter(peer -> peer.scheme().equals(chosen.get(Cell.ROW)))
                .map(Endpoint::toString)
                .toList();
        return serving.size() > 1 ? serving : List.of("");
    }

    /** With peers, only what they serve. */
    private List<String> rowsIn(Scope scope) {
        List<String> served = peers.stream().map(Endpoint::scheme).toList();
        return rows.stream()
                .filter(row -> scope != Scope.CROSS_HOST || peers.isEmpty() || served.contains(row))
                .toList();
    }

    /**
     * The scopes to measure.
     *
     * @return at least one
     */
    public List<Scope> scopes() {
        return wanted(Cell.SCOPE).stream().map(Scope.class::cast).toList();
    }

    /**
     * Whether two containers will be started for it.
     *
     * @return whether cross-host is to be measured without peers
     */
    public boolean needsContainers() {
        return scopes().contains(Scope.CROSS_HOST) && peers.isEmpty();
    }

    /**
     * Why it cannot be carried out anywhere.
     *
     * @return what does not go together; empty if all is well
     */
    Optional<String> contradiction() {
        if (!peers.isEmpty() && !scopes().contains(Scope.CROSS_HOST)) {
            return Optional.of("peers are for scope cross-host, which is not among the scopes");
        }
        if (peers.stream().distinct().count() < peers.size()) {
            return Optional.of("a peer is named twice");
        }
        if (needsContainers() && ways().values().stream().anyMatch(Way::namesAnotherJvm)) {
            return Optional.of("containers have the Java runtime and the classes of their image only");
        }
        return ways().values().stream()
                .flatMap(each -> contradiction(each).stream())
                .findFirst();
    }

    private Optional<String> contradiction(Way way) {
        Settings settings = way.settings();
        boolean pauses = !settings.stall().isZero();
        if (!peers.isEmpty() && pauses) {
            return Optional.of("the server of a peer does not pause");
        }
        if (!peers.isEmpty() && settings.eventLoop()) {
            return Optional.of("the server of a peer has a thread for each connection");
        }
        boolean areDefault = settings.sendBufferBytes() == 0 && settings.recvBufferBytes() == 0 && settings.noDelay();
        if (!peers.isEmpty() && !areDefault) {
            return Optional.of("the sockets of a peer have the system's buffer sizes and TCP_NODELAY on: leave out"
                    + " send-buffer, recv-buffer and no-delay");
        }
        if (pauses && settings.eventLoop()) {
            return Optional.of("a server that pauses has a thread for each connection");
        }
        if (pauses && wanted(Cell.BATCH).stream().anyMatch(batch -> !batch.equals(1))) {
            return Optional.of("a server that pauses takes no batches");
        }
        List<Integer> cpus = way.settings().cpuList();
        List<Integer> allowed = Topology.HERE.allowed();
        List<Integer> missing = cpus.stream()
                .filter(cpu -> !allowed.isEmpty() && !allowed.contains(cpu))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of("cpu " + missing.get(0) + " is not among those that this process may use: "
                    + allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        String congestion = way.settings().socketOptions().get(Options.CONGESTION);
        List<String> available = CongestionControls.available(KernelFiles.HERE);
        if (!congestion.isEmpty() && !available.isEmpty() && !available.contains(congestion)) {
            return Optional.of("congestion=" + congestion + ": this host has " + String.join(", ", available));
        }
        if (cpus.size() == 1 && wanted(Cell.CPUS).contains(Cpus.SPLIT)) {
            return Optional.of("cpus split needs two CPUs, and the list has one");
        }
        JvmSource source = new JvmSource(way.java(), way.build());
        return source.problem()
                .or(() -> way.settings().virtualThreads()
                                && source.featureVersion()
                                        .filter(version -> version < Threads.FIRST_JAVA_WITH_VIRTUAL)
                                        .isPresent()
                        ? Optional.of("virtual threads need Java 21 or later")
                        : Optional.empty());
    }

    /**
     * How the cells of each variant are run. If one of two ways names a Java runtime or a build, the JVMs of both are
     * started without the archive of classes that fits only the JVM and the build that run this comparison.
     */
    Map<Variant, Way> ways() {
        Map<Variant, Way> ways = new EnumMap<>(Variant.class);
        ways.put(Variant.NONE, way);
        if (!compared.isEmpty()) {
            boolean areOthers = compared.stream().anyMatch(Way::namesAnotherJvm);
            ways.put(Variant.A, areOthers ? withRuntime(compared.get(0)) : compared.get(0));
            ways.put(Variant.B, areOthers ? withRuntime(compared.get(1)) : compared.get(1));
        }
        return ways;
    }

    private static Way withRuntime(Way way) {
        return way.java().isPresent() ? way : way.withJava(Path.of(System.getProperty("java.home")));
    }

    Budget budget() {
        return budget;
    }

    List<Endpoint> peers() {
        return peers;
    }

    Optional<String> imageBase() {
        return imageBase;
    }
}
