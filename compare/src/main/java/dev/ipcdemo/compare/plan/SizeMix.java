package dev.ipcdemo.compare.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the sizes of messages in one direction are taken from, where not all are the same: sizes with weights, such as
 * {@code 64:80+1K:15+64K:5}, or a file of sizes.
 *
 * <p>The size of a message depends on the mix and the message's number only, so it is the same in every row, every round and
 * on both sides. Sizes with weights are drawn like cards: a deck has each size as often as its weight says, is shuffled with
 * a fixed seed, and is shuffled anew when it is used up. So even a short run has the sizes in nearly the proportion that was
 * asked for. The sizes of a file are those of the messages in turn.
 *
 * <p>Mixes with the same text are equal; the text of a file's mix holds a hash of the sizes. Safe for use by many threads.
 */
public final class SizeMix {

    /** All messages have one size, which is not this class's business. */
    public static final SizeMix NONE = new SizeMix("", new int[0], false);

    /** The largest message that can be asked for. */
    public static final int LARGEST_BYTES = 16 << 20;

    /** With more, a list belongs in a file. A peer is told the list in its greeting, which is short. */
    private static final int MOST_WEIGHTED = 16;

    /** More cards than that are not dealt in a short run. */
    private static final int MOST_CARDS = 10_000;

    /** What is sent to a measuring JVM with each request to connect or to serve. */
    private static final int MOST_IN_A_FILE = 1 << 18;

    /** So many sizes are drawn before the first comes again. */
    private static final int DRAWN = 1 << 14;

    /** Different, so that requests and replies of the same mix are drawn independently. */
    private static final long SEED_OF_REQUESTS = 0x5EED_0001L;

    private static final long SEED_OF_REPLIES = 0x5EED_0002L;

    /** In the text of a file's mix, what stands between its name and the hash. */
    private static final String HASH_MARK = "#";

    private static final Pattern WEIGHTED = Pattern.compile("(\\d{1,9})([kKmM]?)(?:i?[bB])?:(\\d{1,5})");

    private final String text;
    private final int[] cards;
    private final boolean isDrawn;
    private MessageSizes requests; // this and the next: made when needed, guarded by this
    private MessageSizes replies;

    private SizeMix(String text, int[] cards, boolean isDrawn) {
        this.text = text;
        this.cards = cards;
        this.isDrawn = isDrawn;
    }

    /**
     * Reads sizes with weights.
     *
     * @param text such as {@code 64:80+1K:15+64K:5}: sizes in bytes, KiB (K) or MiB (M), each with a whole number that says
     *     how often it comes compared with the others
     * @return the mix
     * @throws IllegalArgumentException if it cannot be read; the message says what can
     */
    public static SizeMix parse(String text) {
        List<Integer> sizes = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (String part : text.split("\\+", -1)) {
            Matcher weighted = WEIGHTED.matcher(part);
            if (!weighted.matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a list of sizes with weights; write SIZE:WEIGHT"
                                + " with + between them, such as 64:80+1K:15+64K:5");
            }
            int size = bytes(weighted.group(1), weighted.group(2));
            if (!seen.add(size)) {
                throw new IllegalArgumentException("'" + text + "' has the size " + name(size) + " twice");
            }
            sizes.add(size);
            weights.add(weight(weighted.group(3)));
        }
        if (sizes.size() > MOST_WEIGHTED) {
            throw new IllegalArgumentException(
                    "'" + text + "' has more than " + MOST_WEIGHTED
                            + " sizes: write them into a file, each as often as it is to come (--request-sizes, --reply-sizes)");
        }
        return weighted(sizes, weights);
    }

    private static int bytes(String digits, String unit) {
        int shift = unit.isEmpty() ? 0 : unit.equalsIgnoreCase("k") ? 10 : 20;
        long bytes = Long.parseLong(digits) << shift;
        if (bytes < 1 || bytes > LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "'" + digits + unit + "' is not a size that can be used: the largest is 16M, and the smallest 1");
        }
        return (int) bytes;
    }

    private static int weight(String digits) {
        int weight = Integer.parseInt(digits);
        if (weight == 0) {
            throw new IllegalArgumentException("a weight is at least 1: leave out the sizes that do not come");
        }
        return weight;
    }

    private static SizeMix weighted(List<Integer> sizes, List<Integer> weights) {
        int unit = weights.stream().reduce(0, SizeMix::greatestCommonDivisor);
        int count = weights.stream().mapToInt(weight -> weight / unit).sum();
        if (count > MOST_CARDS) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "the weights add up to more than %,d: write smaller ones", MOST_CARDS));
        }
        int[] cards = new int[count];
        List<String> words = new ArrayList<>();
        int dealt = 0;
        for (int i = 0; i < sizes.size(); i++) {
            int end = dealt + weights.get(i) / unit;
            Arrays.fill(cards, dealt, end, sizes.get(i));
            dealt = end;
            words.add(name(sizes.get(i)) + ":" + weights.get(i));
        }
        return new SizeMix(String.join("+", words), cards, true);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static String name(int bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "M";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "K" : String.valueOf(bytes);
    }

    /**
     * The sizes of a file.
     *
     * @param name the file's name
     * @param sizes what it holds, in its order
     * @return the mix
     * @throws IllegalArgumentException if there are none, too many, or one that cannot be used
     */
    public static SizeMix ofFile(String name, List<Integer> sizes) {
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException(name + " holds no sizes");
        }
        if (sizes.size() > MOST_IN_A_FILE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s holds %,d sizes, and at most %,d are taken", name, sizes.size(), MOST_IN_A_FILE));
        }
        int[] cards = sizes.stream().mapToInt(Integer::intValue).toArray();
        Arrays.stream(cards)
                .filter(size -> size < 1 || size > LARGEST_BYTES)
                .findFirst()
                .ifPresent(size -> {
                    throw new IllegalArgumentException(
                            name + " holds the size " + size + ": the largest is 16M, and the smallest 1");
                });
        return new SizeMix(name + HASH_MARK + hash(cards), cards, false);
    }

    /** Tells apart files that people have, not those of somebody who wants them to be mistaken for each other. */
    private static String hash(int[] sizes) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, of each size as four bytes
        for (int size : sizes) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                hash = (hash ^ size >>> shift & 0xff) * 0x100000001b3L;
            }
        }
        return String.format("%016x", hash);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text the text of a mix
     * @return the mix; that of a file has no sizes, because they are not in its text
     * @throws IllegalArgumentException if it is no such text
     */
    static SizeMix named(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        return text.contains(HASH_MARK) ? new SizeMix(text, new int[0], false) : parse(text);
    }

    /**
     * Whether all messages have one size.
     *
     * @return whether this is {@link #NONE}
     */
    public boolean isNone() {
        return text.isEmpty();
    }

    /**
     * Whether the sizes are those of a file.
     *
     * @return false for sizes with weights, and for none
     */
    public boolean isOfFile() {
        return !isNone() && !isDrawn;
    }

    /** False for {@link #NONE}, and for the mix of a file that was read from a report. */
    boolean hasSizes() {
        return cards.length > 0;
    }

    /**
     * The mean size of many messages.
     *
     * @return in bytes, rounded
     */
    public int meanBytes() {
        return (int) Math.round(Arrays.stream(cards).average().orElse(0));
    }

    /**
     * The sizes of requests that have this mix.
     *
     * @return that of each
     * @throws IllegalStateException if the sizes are not known, because the mix was read from a report
     */
    public synchronized MessageSizes requests() {
        if (requests == null) {
            requests = sizes(SEED_OF_REQUESTS);
        }
        return requests;
    }

    /**
     * The sizes of replies that have this mix.
     *
     * @return that of each
     * @throws IllegalStateException if the sizes are not known, because the mix was read from a report
     */
    public synchronized MessageSizes replies() {
        if (replies == null) {
            replies = sizes(SEED_OF_REPLIES);
        }
        return replies;
    }

    private MessageSizes sizes(long seed) {
        if (!hasSizes()) {
            throw new IllegalStateException("a report does not hold the sizes of " + text);
        }
        return MessageSizes.inTurn(isDrawn ? drawn(new Random(seed)) : cards);
    }

    /** One shuffled deck after the other; the last is cut off. */
    private int[] drawn(Random random) {
        int[] drawn = new int[DRAWN];
        int[] deck = cards.clone();
        for (int at = 0; at < DRAWN; at += deck.length) {
            for (int i = deck.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int card = deck[i];
                deck[i] = deck[other];
                deck[other] = card;
            }
            System.arraycopy(deck, 0, drawn, at, Math.min(deck.length, DRAWN - at));
        }
        return drawn;
    }

    /**
     * Says what the sizes are, for a report.
     *
     * @return such as {@code 1,000 sizes from 64 B to 64 KiB, mean 3,482 B, of which half are at most 128 B}
     */
    public String summary() {
        int[] sorted = cards.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%,d sizes from ", sorted.length)
                + Cell.MESSAGE_BYTES.text(sorted[0]) + " to " + Cell.MESSAGE_BYTES.text(sorted[sorted.length - 1])
                + ", mean " + Cell.MESSAGE_BYTES.text(meanBytes())
                + Arrays.stream(new int[] {50, 90, 99})
                        .mapToObj(percent -> ", p" + percent + " "
                                + Cell.MESSAGE_BYTES.text(sorted[(int) ((sorted.length - 1L) * percent / 100)]))
                        .collect(Collectors.joining())
                + ", hash " + text.substring(text.lastIndexOf(HASH_MARK) + 1);
    }

    /**
     * Says what the weights mean, for those who have not written them.
     *
     * @return such as {@code 80 messages of 64 B to 15 of 1 KiB, in the same order for every row}
     * @throws IllegalStateException if this is no list of sizes with weights
     */
    public String meaning() {
        if (isNone() || isOfFile()) {
            throw new IllegalStateException("'" + text + "' has no weights");
        }
        return Arrays.stream(text.split("\\+"))
                .map(WEIGHTED::matcher)
                .filter(Matcher::matches)
                .map(part -> part.group(3) + " of " + Cell.MESSAGE_BYTES.text(bytes(part.group(1), part.group(2))))
                .collect(Collectors.joining(" to ", "", ", in the same order for every row"))
                .replaceFirst(" of ", " messages of ");
    }

    /** Writes the mix, and the sizes of a file. */
    void write(DataOutput out) throws IOException {
        out.writeUTF(text);
        out.writeInt(isDrawn ? 0 : cards.length);
        for (int i = 0; !isDrawn && i < cards.length; i++) {
            out.writeInt(cards[i]);
        }
    }

    /** Reads what {@link #write} wrote. */
    static SizeMix read(DataInput in) throws IOException {
        String text = in.readUTF();
        int count = in.readInt();
        if (count < 0 || count > MOST_IN_A_FILE) {
            throw new IOException("a file of sizes does not hold " + count);
        }
        if (count == 0) {
            return named(text);
        }
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = in.readInt();
        }
        return new SizeMix(text, sizes, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SizeMix mix && mix.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The mix as it is given and as reports have it: sizes with weights, a file's name with its hash, or nothing. */
    @Override
    public String toString() {
        return text;
    }
}
