package dev.ipcdemo.compare.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which pairs of nodes are measured, and when: rounds of ordered pairs in which each node is in one pair at most, so that
 * no measurement shares a node with another. All pairs of a round may run at once.
 *
 * <p>It is the schedule of a round-robin tournament. Each two nodes meet in two successive rounds, once in either
 * direction, so that a difference between the directions is not one between morning and evening. N nodes take 2 (N − 1)
 * rounds if N is even and 2 N if it is odd.
 *
 * <p>{@link #atMost} measures a sample of the pairs and {@link #atOnce} limits how many run at once:
 *
 * <pre>{@code
 * PairSchedule schedule = PairSchedule.of(nodes).atMost(5_000, seed).atOnce(50);
 * for (int round = 0; round < schedule.rounds(); round++) {
 *     measureAtOnce(schedule.round(round));
 * }
 * }</pre>
 *
 * <p>Pairs within a node are apart, in {@link #sameNode}. A schedule holds the names of its nodes and a few numbers,
 * because rounds are computed when they are asked for. It is immutable.
 */
public final class PairSchedule {

    private final List<String> nodes;

    /** How many others each node meets. */
    private final int partners;

    private final int mostAtOnce;

    private PairSchedule(List<String> nodes, int partners, int mostAtOnce) {
        this.nodes = nodes;
        this.partners = partners;
        this.mostAtOnce = mostAtOnce;
    }

    /**
     * Schedules every ordered pair of different nodes.
     *
     * @param nodes their names, at least one
     * @return the schedule
     * @throws IllegalArgumentException if there is no node, or a name appears twice
     */
    public static PairSchedule of(List<String> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a schedule of pairs needs at least one node");
        }
        if (new HashSet<>(nodes).size() < nodes.size()) {
            throw new IllegalArgumentException("a node appears twice in " + nodes);
        }
        return new PairSchedule(List.copyOf(nodes), nodes.size() - 1, Integer.MAX_VALUE);
    }

    /**
     * Schedules a sample of the pairs if there are more than a bound. Each node is a client equally often, and a server as
     * often; a pair of the sample is measured in both directions; every pair is equally likely to be in it. The pairs of a
     * sample connect all nodes, unless each node meets one other only.
     *
     * @param pairs how many ordered pairs are measured at most; as many as the conditions above allow are
     * @param seed decides which; the same nodes and the same seed give the same sample
     * @return the schedule; this one if it has no more pairs
     * @throws IllegalArgumentException if the bound is below {@link #fewestPairs}
     */
    public PairSchedule atMost(long pairs, long seed) {
        if (pairs < fewestPairs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "at most %,d pairs cannot measure each of %,d nodes equally often in both directions: at least %,d are needed",
                    pairs,
                    nodes.size(),
                    fewestPairs()));
        }
        if (pairs >= pairs()) {
            return this;
        }
        List<String> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(seed));
        int most = (int) (pairs / nodes.size());
        // a graph of an odd number of nodes, each with the same number of edges, has an even number of edges at each
        return new PairSchedule(List.copyOf(shuffled), isOdd() ? most - most % 2 : most, mostAtOnce);
    }

    /**
     * The smallest sample in which each node is measured equally often and in both directions.
     *
     * @return how many ordered pairs it has
     */
    public long fewestPairs() {
        return (long) nodes.size() * Math.min(partners, isOdd() ? 2 : 1);
    }

    /**
     * Limits how many pairs a round has; there are more rounds then. For pairs that share a switch, and for whoever has to
     * start them.
     *
     * @param pairs how many run at once at most
     * @return the same pairs in smaller rounds
     * @throws IllegalArgumentException if the limit is below 1
     */
    public PairSchedule atOnce(int pairs) {
        if (pairs < 1) {
            throw new IllegalArgumentException("at least one pair is measured at once, not " + pairs);
        }
        return new PairSchedule(nodes, partners, pairs);
    }

    /**
     * How many ordered pairs are measured, those within a node not counted.
     *
     * @return such as 380 for all pairs of 20 nodes
     */
    public long pairs() {
        return (long) nodes.size() * partners;
    }

    /**
     * How many other nodes each node is measured with, in both directions.
     *
     * @return as often is a node client, and as often server
     */
    public int partners() {
        return partners;
    }

    /**
     * How many rounds there are, the one of pairs within a node not counted.
     *
     * @return such as 38 for all pairs of 20 nodes
     */
    public int rounds() {
        return 2 * (partners * parts(nodes.size() / 2) + (isOdd() ? parts(partners / 2) : 0));
    }

    /**
     * The pairs of a round. No node is in two of them.
     *
     * @param number which round, from 0; with the even one before it, an odd one has the same pairs in the other direction
     * @return at least one pair
     * @throws IndexOutOfBoundsException if there is no such round
     */
    public List<NodePair> round(int number) {
        if (number < 0 || number >= rounds()) {
            throw new IndexOutOfBoundsException("round " + number + " of " + rounds());
        }
        int partsOfEach = parts(nodes.size() / 2);
        int part = number / 2 % partsOfEach;
        return meetings(number / 2 / partsOfEach).stream()
                .skip((long) part * mostAtOnce)
                .limit(mostAtOnce)
                .map(pair -> number % 2 == 0 ? pair : pair.reversed())
                .toList();
    }

    /**
     * The pairs within a node. They share no node, so they can all run at once.
     *
     * @return one for each node
     */
    public List<NodePair> sameNode() {
        return nodes.stream().map(node -> new NodePair(node, node)).toList();
    }

    /**
     * How long the rounds take.
     *
     * @param ofPair how long a pair takes, from the start of its client to its result
     * @return the time of all rounds; a round of pairs within a node takes as long as a pair more
     */
    public Duration time(Duration ofPair) {
        return ofPair.multipliedBy(rounds());
    }

    /**
     * The circle method. All nodes stand on a circle, except the last one if their number is even. The nodes at equal
     * distances from a place of the circle meet each other, and the node at that place meets the last one. At another place,
     * no two nodes meet again. With an odd number of nodes, the node at the place meets nobody. To make up for that, places
     * on both sides of place 0 are taken, p and −p, and at the end the nodes at these two meet, across place 0.
     */
    private List<NodePair> meetings(int number) {
        int circle = isOdd() ? nodes.size() : nodes.size() - 1;
        if (!isOdd()) {
            List<NodePair> meetings = new ArrayList<>(across(number, circle / 2, circle));
            meetings.add(new NodePair(nodes.get(number), nodes.get(circle)));
            return meetings;
        }
        if (number == partners) {
            return across(0, partners / 2, circle);
        }
        int distance = number / 2 + 1;
        return across(number % 2 == 0 ? distance : circle - distance, circle / 2, circle);
    }

    private List<NodePair> across(int place, int farthest, int circle) {
        return IntStream.rangeClosed(1, farthest)
                .mapToObj(distance -> new NodePair(
                        nodes.get((place + distance) % circle), nodes.get((place - distance + circle) % circle)))
                .toList();
    }

    private int parts(int meetings) {
        return (int) (((long) meetings + mostAtOnce - 1) / mostAtOnce);
    }

    private boolean isOdd() {
        return nodes.size() % 2 == 1;
    }
}
