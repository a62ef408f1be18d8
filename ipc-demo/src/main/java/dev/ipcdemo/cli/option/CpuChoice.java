package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Cpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the sides run, as {@code --cpus} says it.
 *
 * @param placements how the sides are placed, at least one
 * @param list the CPUs that they are placed on; empty for a choice among all
 */
public record CpuChoice(List<Cpus> placements, List<Integer> list) {

    private static final String NODE = "node";

    /**
     * Reads words such as {@code same}, numbers such as {@code 3}, ranges such as {@code 0-3}, and NUMA nodes such as {@code
     * node1}.
     *
     * @param words at least one; without a placement, one CPU is for both sides, and of several each side has its own
     * @param topology says which CPUs a node has
     * @return the choice
     * @throws IllegalArgumentException if a word is none of these; the message says what is
     */
    public static CpuChoice parse(List<String> words, Topology topology) {
        List<Cpus> placements = new ArrayList<>();
        List<Integer> list = new ArrayList<>();
        for (String word : words) {
            placement(word).ifPresentOrElse(placements::add, () -> list.addAll(cpus(word, topology)));
        }
        if (placements.isEmpty()) {
            placements.add(list.size() == 1 ? Cpus.SAME : Cpus.SPLIT);
        }
        return new CpuChoice(List.copyOf(placements), List.copyOf(list));
    }

    private static Optional<Cpus> placement(String word) {
        return Stream.of(Cpus.values())
                .filter(each -> each.toString().equalsIgnoreCase(word))
                .findFirst();
    }

    private static List<Integer> cpus(String word, Topology topology) {
        if (word.matches(NODE + "\\d{1,4}")) {
            List<Integer> cpus = topology.cpusOf(Integer.parseInt(word.substring(NODE.length())));
            if (cpus.isEmpty()) {
                throw new IllegalArgumentException("there is no NUMA " + word + " here: "
                        + (topology.nodes().isEmpty() ? "none is known" : "the nodes are " + topology.nodes()));
            }
            return cpus;
        }
        if (word.matches("[\\d-]+")) {
            return Topology.parse(word);
        }
        throw new IllegalArgumentException(
                Choice.refusal("placement", word, List.of(Cpus.values())) + ", or name CPUs: 2,3 or 0-3 or node0");
    }
}
