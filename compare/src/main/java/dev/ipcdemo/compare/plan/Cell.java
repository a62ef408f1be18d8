package dev.ipcdemo.compare.plan;

import dev.ipcdemo.compare.plan.Dimension.Unit;
import dev.ipcdemo.demo.spi.Scope;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is measured: an exchange over a carrier, and how. Cells of two reports that are equal are the same row.
 *
 * <p>This is the only place that lists the dimensions of the comparison: a component for the value, and a constant that
 * describes it. What reads, writes or shows cells goes through {@link #DIMENSIONS}.
 *
 * @param pattern what the sides exchange
 * @param row the carrier's name, such as {@code tcp} or {@code raw:tcp}
 * @param scope how far apart the sides are
 * @param messageBytes the size of a message
 * @param waiting how both sides wait
 * @param cpus where they run
 * @param ratePerSecond how many messages are offered each second; 0 for a pattern that has no rate
 * @param clients how many clients there are; 1 except for fan-in
 * @param batch how many messages a side hands to the kernel in one call, or takes from it; 1 except for throughput
 * @param replyBytes the size of a reply that has another size than its request; 0 if it has the same
 * @param depth how many requests are under way at once; 1 except for round trips
 * @param streams how many connections carry messages at once; 1 except for throughput
 * @param requestMix what the sizes of messages are taken from if they differ; messageBytes is their mean then
 * @param replyMix what the sizes of replies are taken from if they differ; replyBytes is their mean then
 * @param directions which sides send; one-way except for throughput
 * @param peer the endpoint of the server, where a row is measured with several; else empty
 * @param node the cluster's node that this server runs on; empty where that is not known
 * @param pod its pod; empty where that is not known
 * @param variant which of two ways of running; NONE unless two are compared
 */
public record Cell(
        Pattern pattern,
        String row,
        Scope scope,
        int messageBytes,
        Wait waiting,
        Cpus cpus,
        int ratePerSecond,
        int clients,
        int batch,
        int replyBytes,
        int depth,
        int streams,
        SizeMix requestMix,
        SizeMix replyMix,
        Directions directions,
        String peer,
        String node,
        String pod,
        Variant variant) {

    /** What the sides exchange. */
    public static final Dimension<Pattern> PATTERN = Dimension.of(
                    "pattern", "Pattern", Pattern.class, Unit.WORD, Cell::pattern)
            .explained("The exchange.");

    /** The carrier's name. */
    public static final Dimension<String> ROW = Dimension.of("row", "Row", String.class, Unit.WORD, Cell::row)
            .explained(
                    "What carried the messages: a transport's scheme (with 6 for IPv6), raw: and a scheme for its bare"
                            + " channel, pipe or shm.");

    /** How far apart the sides are. */
    public static final Dimension<Scope> SCOPE = Dimension.of("scope", "Scope", Scope.class, Unit.WORD, Cell::scope)
            .explained("Two threads of one JVM, two JVMs, or two hosts, of which elsewhere tells more.");

    /** The size of a message. */
    public static final Dimension<Integer> MESSAGE_BYTES =
            Dimension.of("messageBytes", "Size", Integer.class, Unit.BYTES, Cell::messageBytes);

    /** How both sides wait. */
    public static final Dimension<Wait> WAIT = Dimension.of("waiting", "Wait", Wait.class, Unit.WORD, Cell::waiting)
            .explained("How a side waits for a message. shm always polls.")
            .inJson("wait")
            .comparedWith(Wait.BLOCK);

    /** Where the sides run. */
    public static final Dimension<Cpus> CPUS = Dimension.of("cpus", "CPUs", Cpus.class, Unit.WORD, Cell::cpus)
            .explained("The placement that was asked for; clientPlace and serverPlace say what came of it.")
            .said("cpus %s")
            .comparedWith(Cpus.SAME);

    /** How many messages are offered each second. */
    public static final Dimension<Integer> RATE_PER_SECOND = Dimension.of(
                    "ratePerSecond", "Rate", Integer.class, Unit.NUMBER, Cell::ratePerSecond)
            .explained("The offered rate; 0 for a pattern without one.")
            .said("%s/s")
            .absentAs(0)
            .onlyFor(Pattern::offersRate);

    /** How many clients there are. */
    public static final Dimension<Integer> CLIENTS = Dimension.of(
                    "clients", "Clients", Integer.class, Unit.NUMBER, Cell::clients)
            .said("%s clients")
            .absentAs(1)
            .onlyFor(Pattern::hasManyClients);

    /** How many messages a side hands to the kernel in one call, or takes from it. */
    public static final Dimension<Integer> BATCH = Dimension.of(
                    "batch", "Batch", Integer.class, Unit.NUMBER, Cell::batch)
            .explained("How many messages one system call may carry; calls says which.")
            .said("batch %s")
            .absentAs(1)
            .onlyFor(Pattern::countsAtServer)
            .comparedWith(1);

    /** The size of a reply that has another size than its request. */
    public static final Dimension<Integer> REPLY_BYTES = Dimension.of(
                    "replyBytes", "Reply", Integer.class, Unit.BYTES, Cell::replyBytes)
            .explained("The size of a reply; 0 if it has that of its request, which is messageBytes.")
            .said("reply %s")
            .absentAs(0)
            .onlyFor(Pattern::hasReplies);

    /** How many requests are under way at once. */
    public static final Dimension<Integer> DEPTH = Dimension.of(
                    "depth", "Depth", Integer.class, Unit.NUMBER, Cell::depth)
            .explained("How many requests are under way at once.")
            .said("depth %s")
            .absentAs(1)
            .onlyFor(pattern -> pattern == Pattern.ROUND_TRIP);

    /** How many connections carry the messages of one direction. */
    public static final Dimension<Integer> STREAMS = Dimension.of(
                    "streams", "Streams", Integer.class, Unit.NUMBER, Cell::streams)
            .explained("How many connections carry messages at once, each with threads of its own.")
            .said("%s streams")
            .absentAs(1)
            .onlyFor(Pattern::countsAtServer)
            .comparedWith(1);

    /** What the sizes of messages are taken from, if they differ. */
    public static final Dimension<SizeMix> REQUEST_MIX = Dimension.of(
                    "requestMix", "Request sizes", SizeMix.class, Unit.WORD, Cell::requestMix)
            .explained("Where messages have several sizes, of which messageBytes is the mean: each with its weight, or"
                    + " the name and the hash of a file of sizes, which conditions describe; else empty.")
            .inJson("requestSizes")
            .said("the mean of %s")
            .absentAs(SizeMix.NONE)
            .onlyFor(pattern -> pattern != Pattern.CONNECT);

    /** What the sizes of replies are taken from, if they differ. */
    public static final Dimension<SizeMix> REPLY_MIX = Dimension.of(
                    "replyMix", "Reply sizes", SizeMix.class, Unit.WORD, Cell::replyMix)
            .explained("The same for replies, of whose sizes replyBytes is the mean; empty if they have one size, or"
                    + " those of their requests.")
            .inJson("replySizes")
            .said("the mean of %s")
            .absentAs(SizeMix.NONE)
            .onlyFor(pattern -> pattern != Pattern.CONNECT && pattern.hasReplies());

    /** Which sides send. */
    public static final Dimension<Directions> DIRECTIONS = Dimension.of(
                    "directions", "Directions", Directions.class, Unit.WORD, Cell::directions)
            .explained(
                    "Whether the client sends, or both sides do at once; receivedPerSecond has each direction's rate.")
            .absentAs(Directions.ONE_WAY)
            .onlyFor(Pattern::countsAtServer);

    /** The endpoint of the server. */
    public static final Dimension<String> PEER = Dimension.of("peer", "Peer", String.class, Unit.WORD, Cell::peer)
            .explained("The endpoint of the server, where the row is measured with several; else empty.")
            .said("") // it names the row
            .absentAs("");

    /** The node that the server runs on. */
    public static final Dimension<String> NODE = Dimension.of("node", "Node", String.class, Unit.WORD, Cell::node)
            .explained("The cluster's node that this server runs on; empty if unknown.")
            .said("node %s")
            .absentAs("");

    /** The pod that the server runs in. */
    public static final Dimension<String> POD = Dimension.of("pod", "Pod", String.class, Unit.WORD, Cell::pod)
            .explained("The pod that this server runs in; empty if unknown.")
            .said("pod %s")
            .absentAs("");

    /** Which of two ways of running. */
    public static final Dimension<Variant> VARIANT = Dimension.of(
                    "variant", "Variant", Variant.class, Unit.WORD, Cell::variant)
            .explained("Which of the two ways of running that --ab compares; none without it.")
            .absentAs(Variant.NONE);

    /** All dimensions, in the order in which a cell is put into words. */
    public static final List<Dimension<?>> DIMENSIONS = List.of(
            ROW,
            PATTERN,
            MESSAGE_BYTES,
            REQUEST_MIX,
            REPLY_BYTES,
            REPLY_MIX,
            SCOPE,
            WAIT,
            CPUS,
            RATE_PER_SECOND,
            CLIENTS,
            BATCH,
            DEPTH,
            STREAMS,
            DIRECTIONS,
            PEER,
            NODE,
            POD,
            VARIANT);

    /** All dimensions, in the order of this record's components, which is that of JSON, CSV and the page's table. */
    public static final List<Dimension<?>> COLUMNS = Arrays.stream(Cell.class.getRecordComponents())
            .map(RecordComponent::getName)
            .<Dimension<?>>map(Cell::describing)
            .toList();

    /** Looked up once: a report of many rows makes a million cells. */
    private static final Constructor<Cell> CONSTRUCTOR = constructor();

    /** The dimensions that tell the rows of a group from each other. */
    public static final Set<Dimension<?>> NAMING = Set.of(ROW, PEER, NODE, POD);

    /** So many connections take up some megabytes. */
    private static final int MANY_CLIENTS = 1_000;

    /** The row, and its peer, of what stands for all rows that have everything else in common. */
    private static final String NAMELESS = "";

    /**
     * Of several sizes, the cell has the mean. A reply of the size of its request is not told from one whose size was not
     * named.
     *
     * @param pattern what the sides exchange
     * @param row the carrier's name
     * @param scope how far apart the sides are
     * @param messageBytes the size of a message
     * @param waiting how both sides wait
     * @param cpus where they run
     * @param ratePerSecond how many messages are offered each second
     * @param clients how many clients there are
     * @param batch how many messages a system call carries
     * @param replyBytes the size of a reply
     * @param depth how many requests are under way at once
     * @param streams how many connections carry messages at once
     * @param requestMix what the sizes of messages are taken from if they differ
     * @param replyMix what the sizes of replies are taken from if they differ
     * @param directions which sides send
     * @param peer the endpoint of the server
     * @param node the cluster's node that this server runs on
     * @param pod its pod
     * @param variant which of two ways of running
     */
    public Cell {
        messageBytes = requestMix.hasSizes() ? requestMix.meanBytes() : messageBytes;
        replyBytes = replyMix.hasSizes() ? replyMix.meanBytes() : replyBytes;
        replyBytes = requestMix.isNone() && replyMix.isNone() && replyBytes == messageBytes ? 0 : replyBytes;
    }

    private static Dimension<?> describing(String component) {
        return DIMENSIONS.stream()
                .filter(dimension -> dimension.component().equals(component))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Cell." + component + " has no Dimension"));
    }

    /**
     * A cell of 64-byte messages, with sides that block on one CPU; {@link #with} changes that.
     *
     * @param pattern what the sides exchange
     * @param row the carrier's name
     * @param scope how far apart the sides are
     * @return a cell
     */
    public static Cell of(Pattern pattern, String row, Scope scope) {
        Map<Dimension<?>, Object> values =
                Map.of(PATTERN, pattern, ROW, row, SCOPE, scope, MESSAGE_BYTES, 64, WAIT, Wait.BLOCK, CPUS, Cpus.SAME);
        return of(dimension -> values.containsKey(dimension)
                ? values.get(dimension)
                : dimension.absent().orElseThrow());
    }

    /**
     * Makes a cell of a value for each dimension.
     *
     * @param value gives the value of a dimension
     * @return a cell
     */
    public static Cell of(Function<Dimension<?>, ?> value) {
        try {
            return CONSTRUCTOR.newInstance(COLUMNS.stream().map(value).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record has a constructor for its components", e);
        }
    }

    private static Constructor<Cell> constructor() {
        Class<?>[] types = Arrays.stream(Cell.class.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Cell.class.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has a constructor for its components", e);
        }
    }

    /**
     * The sizes of the messages that a client sends.
     *
     * @return the size of each
     */
    public MessageSizes requestSizes() {
        return requestMix.isNone() ? MessageSizes.ofOne(messageBytes) : requestMix.requests();
    }

    /**
     * The sizes of the messages that a server sends back.
     *
     * @return the size of each
     */
    public MessageSizes replySizes() {
        if (!replyMix.isNone()) {
            return replyMix.replies();
        }
        return replyBytes == 0 ? requestSizes() : MessageSizes.ofOne(replyBytes);
    }

    /**
     * How many connections a server has at once.
     *
     * @return one for each client and stream
     */
    public int connections() {
        return clients * streams;
    }

    /**
     * Whether it has so many connections that the memory for each can be told from whatever else changes meanwhile.
     *
     * @return false also if the server shares a process with the clients
     */
    public boolean tellsMemory() {
        return clients >= MANY_CLIENTS && scope != Scope.IN_PROCESS;
    }

    /**
     * The largest message that either side sends.
     *
     * @return its size
     */
    public int largestBytes() {
        return Math.max(requestSizes().largest(), replySizes().largest());
    }

    /**
     * The same with another value of a dimension.
     *
     * @param dimension which
     * @param value the value
     * @param <T> the type of its values
     * @return a cell
     */
    public <T> Cell with(Dimension<T> dimension, T value) {
        return of(each -> each == dimension ? value : each.of(this));
    }

    /**
     * What this has in common with the cells it is compared with: everything but the row and who serves it.
     *
     * @return the same for all of them
     */
    public Cell group() {
        return of(dimension -> NAMING.contains(dimension) ? NAMELESS : dimension.of(this));
    }

    /**
     * The same whoever serves it.
     *
     * @return as if it were measured with one peer only, or with none
     */
    public Cell ofAnyPeer() {
        return with(PEER, NAMELESS).with(NODE, NAMELESS).with(POD, NAMELESS);
    }

    /**
     * What its row is called among those of its group.
     *
     * @return the carrier's name; where there are several peers, the peer's endpoint, which begins with it
     */
    public String name() {
        return peer.isEmpty() ? row : peer;
    }

    /**
     * This in words, such as {@code tcp, round-trip, 64 B, in-process, block, cpus same}. A group has no row to name.
     *
     * @param without dimensions to leave out
     * @return a phrase for a table's head, or to begin a sentence with
     */
    public String words(Dimension<?>... without) {
        Set<Dimension<?>> unsaid = Set.of(without);
        return DIMENSIONS.stream()
                .filter(dimension -> !unsaid.contains(dimension) && dimension.isIn(this))
                .map(dimension -> dimension == ROW ? name() : dimension.wordsIn(this))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /**
     * Writes the values.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        for (Dimension<?> dimension : COLUMNS) {
            dimension.write(this, out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the cell
     * @throws IOException if there is none
     */
    public static Cell read(DataInput in) throws IOException {
        Map<Dimension<?>, Object> values = new HashMap<>();
        for (Dimension<?> dimension : COLUMNS) {
            values.put(dimension, dimension.read(in));
        }
        return of(values::get);
    }

    /** The cell in {@link #words}. */
    @Override
    public String toString() {
        return words();
    }
}
