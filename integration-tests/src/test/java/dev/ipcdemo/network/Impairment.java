package dev.ipcdemo.network;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a wire does to the frames that it carries in one direction. As for {@code netem}, a probability is drawn for each
 * frame.
 *
 * @param delay how long each frame is on its way
 * @param jitter how much more or less than {@code delay}, evenly spread; frames stay in order
 * @param loss the share of frames that are lost, from 0 to 1
 * @param duplication the share of frames that arrive twice
 * @param reordering the share of frames that are overtaken by those of the next milliseconds
 * @param bytesPerSecond how much the wire carries; 0 for as much as it can
 * @param burstBytes how much it carries at once after it was idle: the size of the token bucket
 * @param queueBytes how much waits where the rate is exceeded; the rest is lost
 * @param largestBytes the largest IP packet that gets through; a larger one is lost without a word; 0 for any
 * @param isCut whether nothing gets through at all
 */
record Impairment(
        Duration delay,
        Duration jitter,
        double loss,
        double duplication,
        double reordering,
        long bytesPerSecond,
        int burstBytes,
        int queueBytes,
        int largestBytes,
        boolean isCut)
        implements Serializable {

    /** A wire that carries everything at once. */
    static final Impairment NONE =
            new Impairment(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0, false);

    /** Nothing arrives. */
    static final Impairment CUT = NONE.cut();

    static Impairment delay(Duration delay) {
        return NONE.withDelay(delay);
    }

    static Impairment loss(double share) {
        return NONE.withLoss(share);
    }

    Impairment withDelay(Duration value) {
        return new Impairment(
                value,
                jitter,
                loss,
                duplication,
                reordering,
                bytesPerSecond,
                burstBytes,
                queueBytes,
                largestBytes,
                isCut);
    }

    Impairment withJitter(Duration value) {
        return new Impairment(
                delay,
                value,
                loss,
                duplication,
                reordering,
                bytesPerSecond,
                burstBytes,
                queueBytes,
                largestBytes,
                isCut);
    }

    Impairment withLoss(double share) {
        return new Impairment(
                delay,
                jitter,
                share,
                duplication,
                reordering,
                bytesPerSecond,
                burstBytes,
                queueBytes,
                largestBytes,
                isCut);
    }

    Impairment withDuplication(double share) {
        return new Impairment(
                delay, jitter, loss, share, reordering, bytesPerSecond, burstBytes, queueBytes, largestBytes, isCut);
    }

    Impairment withReordering(double share) {
        return new Impairment(
                delay, jitter, loss, duplication, share, bytesPerSecond, burstBytes, queueBytes, largestBytes, isCut);
    }

    /** A token bucket, and a queue before it. */
    Impairment withRate(long bytesEachSecond, int burst, int queue) {
        return new Impairment(
                delay, jitter, loss, duplication, reordering, bytesEachSecond, burst, queue, largestBytes, isCut);
    }

    /** A path whose MTU is smaller than both ends know, and that does not tell them: a black hole. */
    Impairment withLargest(int bytes) {
        return new Impairment(
                delay, jitter, loss, duplication, reordering, bytesPerSecond, burstBytes, queueBytes, bytes, isCut);
    }

    Impairment cut() {
        return new Impairment(
                delay,
                jitter,
                loss,
                duplication,
                reordering,
                bytesPerSecond,
                burstBytes,
                queueBytes,
                largestBytes,
                true);
    }
}
