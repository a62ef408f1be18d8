package dev.ipcdemo.compare.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which CPUs there are, which of them are hardware threads of one core, and to which NUMA node each belongs.
 *
 * @param files where the kernel tells it
 */
public record Topology(KernelFiles files) {

    private static final String NODES = "sys/devices/system/node";
    private static final Pattern RANGE = Pattern.compile("\\d{1,5}(-\\d{1,5})?");

    /** The one of this host. */
    public static final Topology HERE = new Topology(KernelFiles.HERE);

    /**
     * Reads a list of CPUs as the kernel writes it.
     *
     * @param text such as {@code 0-3,8}
     * @return the CPUs in the order of the text
     * @throws IllegalArgumentException if it is no such list
     */
    public static List<Integer> parse(String text) {
        List<Integer> cpus = new ArrayList<>();
        for (String part : text.strip().split(",")) {
            if (!RANGE.matcher(part).matches()) {
                throw new IllegalArgumentException("'" + text + "' is not a list of CPUs: write one like 2,3 or 0-3");
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first) {
                throw new IllegalArgumentException("'" + text + "' counts backwards: write " + last + "-" + first);
            }
            IntStream.rangeClosed(first, last).forEach(cpus::add);
        }
        return List.copyOf(cpus);
    }

    private static List<Integer> parseIfAny(Optional<String> text) {
        return text.map(Topology::parse).orElse(List.of());
    }

    /**
     * The CPUs that the kernel runs on.
     *
     * @return their numbers; none where that cannot be told
     */
    public List<Integer> online() {
        return parseIfAny(files.line("sys/devices/system/cpu/online"));
    }

    /**
     * The CPUs that this process may use.
     *
     * @return their numbers; none where that cannot be told
     */
    public List<Integer> allowed() {
        return parseIfAny(files.lines("proc/self/status").stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .findFirst());
    }

    /**
     * The NUMA nodes.
     *
     * @return their numbers, fewest first; none where that cannot be told
     */
    public List<Integer> nodes() {
        return parseIfAny(files.line(NODES + "/online"));
    }

    /**
     * The CPUs of a NUMA node.
     *
     * @param node its number
     * @return their numbers; none if there is no such node
     */
    public List<Integer> cpusOf(int node) {
        return parseIfAny(files.line(NODES + "/node" + node + "/cpulist"));
    }

    /**
     * The hardware threads of a CPU's core.
     *
     * @param cpu its number
     * @return the numbers of all of them, this one's too; this one alone where that cannot be told
     */
    public List<Integer> siblings(int cpu) {
        List<Integer> siblings =
                parseIfAny(files.line("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list"));
        return siblings.isEmpty() ? List.of(cpu) : siblings;
    }

    /**
     * How CPUs are related, where that makes a difference to what is measured between them.
     *
     * @param cpus at least one
     * @return such as {@code cpus 2 and 3 are two threads of one core}; nothing if there is nothing to say
     */
    public List<String> relations(List<Integer> cpus) {
        List<String> said = new ArrayList<>();
        for (int cpu : cpus) {
            List<Integer> siblings = siblings(cpu);
            List<Integer> others = siblings.stream()
                    .filter(other -> other != cpu && cpus.contains(other))
                    .toList();
            if (!others.isEmpty() && others.stream().allMatch(other -> other > cpu)) {
                said.add("cpus "
                        + words(Stream.concat(Stream.of(cpu), others.stream()).toList()) + " are threads of one core");
            } else if (others.isEmpty() && siblings.size() > 1) {
                said.add("cpu " + cpu + " shares its core with "
                        + words(siblings.stream().filter(other -> other != cpu).toList()));
            }
        }
        if (nodes().size() > 1) {
            nodes().stream()
                    .filter(node -> cpus.stream().anyMatch(cpusOf(node)::contains))
                    .forEach(node -> said.add("on NUMA node " + node + ": "
                            + words(cpus.stream().filter(cpusOf(node)::contains).toList())));
        }
        return said;
    }

    private static String words(List<Integer> cpus) {
        List<String> numbers = cpus.stream().map(String::valueOf).toList();
        int last = numbers.size() - 1;
        return last == 0 ? numbers.get(0) : String.join(", ", numbers.subList(0, last)) + " and " + numbers.get(last);
    }
}
