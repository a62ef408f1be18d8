package dev.ipcdemo.relay;

import java.util.SplittableRandom;

/**
 * What chance has in store for one direction of one client. It depends on nothing but the seed, the client's number, and the
 * message's number or the byte's place in the stream.
 */
final class Chance {

    private static final int BLOCK_BYTES = 1024;

    /** The next of the fractional parts of the golden ratio: SplittableRandom's own, for seeds that differ in few bits. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final SplittableRandom ofMessages;
    private final SplittableRandom ofDelays;

    Chance(long seed, long client, Direction direction) {
        this.seed = (seed * GOLDEN + client) * GOLDEN + direction.ordinal();
        this.ofMessages = new SplittableRandom(this.seed);
        this.ofDelays = new SplittableRandom(~this.seed);
    }

    /** Where a client stands among all, from 0 to 1: if before the share that meets faults, it meets them. */
    static double rank(long seed, long client) {
        return new SplittableRandom(seed ^ client * GOLDEN).nextDouble();
    }

    /**
     * What happens to one message. Each number is from 0 to 1, and drawn whether or not it is needed, so that a change of
     * faults does not move the others.
     */
    record Draw(
            double loss, double duplicate, double reorder, double corrupt, double truncate, double place, int bit) {}

    Draw nextMessage() {
        return new Draw(
                ofMessages.nextDouble(),
                ofMessages.nextDouble(),
                ofMessages.nextDouble(),
                ofMessages.nextDouble(),
                ofMessages.nextDouble(),
                ofMessages.nextDouble(),
                1 << ofMessages.nextInt(Byte.SIZE));
    }

    /** From −1 to 1. */
    double nextJitter() {
        return 2 * ofDelays.nextDouble() - 1;
    }

    /** The place of the first byte that may be corrupted, at or after a place in the stream. */
    static long nextBlock(long place) {
        return (place + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** The bit that is changed of the first byte of a block; 0 if none is. */
    int corruption(long block, double probability) {
        SplittableRandom random = new SplittableRandom(seed + block * GOLDEN);
        return random.nextDouble() < probability ? 1 << random.nextInt(Byte.SIZE) : 0;
    }
}
