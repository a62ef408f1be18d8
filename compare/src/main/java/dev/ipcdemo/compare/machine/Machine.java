package dev.ipcdemo.compare.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What about a machine may be the reason why the same program is faster or slower on it: how its CPUs are clocked, shared and
 * limited, and how its kernel is set.
 */
public final class Machine {

    private static final String CPU = "sys/devices/system/cpu/";
    private static final String NET = "proc/sys/net/";

    /** The settings of sockets that decide what is measured here. */
    private static final List<String> SYSCTLS = List.of(
            "core/rmem_default",
            "core/rmem_max",
            "core/wmem_default",
            "core/wmem_max",
            "core/somaxconn",
            "core/busy_poll",
            "core/busy_read",
            "ipv4/tcp_congestion_control",
            "ipv4/tcp_rmem",
            "ipv4/tcp_wmem",
            "ipv4/tcp_autocorking",
            "ipv4/tcp_timestamps",
            "unix/max_dgram_qlen");

    private final KernelFiles files;
    private final Map<String, String> facts = new LinkedHashMap<>();

    private Machine(KernelFiles files) {
        this.files = files;
    }

    /**
     * Collects what the kernel tells.
     *
     * @param files where it tells it
     * @return facts by name, for people; what is not told is not there
     */
    public static Map<String, String> facts(KernelFiles files) {
        Machine machine = new Machine(files);
        machine.tellOfClocks();
        machine.tellOfCpus();
        machine.tellOfVirtualization();
        machine.tellOfLimits();
        machine.tellOfSockets();
        return machine.facts;
    }

    private void put(String name, Optional<String> fact) {
        fact.filter(text -> !text.isBlank()).ifPresent(text -> facts.put(name, text));
    }

    private void tellOfClocks() {
        put("CPU governor", ofAllCpus("scaling_governor", text -> text));
        put("CPU frequency driver", ofAllCpus("scaling_driver", text -> text));
        put("CPU frequency limits", range("scaling_min_freq", "scaling_max_freq"));
        put(
                "turbo",
                files.line(CPU + "intel_pstate/no_turbo")
                        .map(no -> no.equals("1") ? "off" : "on")
                        .or(() -> files.line(CPU + "cpufreq/boost").map(on -> on.equals("1") ? "on" : "off")));
        put("idle driver", files.line(CPU + "cpuidle/current_driver"));
        put("clock source", files.line("sys/devices/system/clocksource/clocksource0/current_clocksource"));
    }

    /** What the CPUs say, each value once. */
    private Optional<String> ofAllCpus(String file, UnaryOperator<String> words) {
        return Optional.of(new Topology(files)
                .online().stream()
                        .flatMap(cpu -> files.line(CPU + "cpu" + cpu + "/cpufreq/" + file).stream())
                        .map(words)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private Optional<String> range(String lowest, String highest) {
        return ofAllCpus(lowest, Machine::megahertz)
                .filter(low -> !low.isEmpty())
                .flatMap(low -> ofAllCpus(highest, Machine::megahertz).map(high -> low + " to " + high));
    }

    private static String megahertz(String kilohertz) {
        return kilohertz.replaceFirst("\\d{3}$", "") + " MHz";
    }

    private void tellOfCpus() {
        put("SMT", files.line(CPU + "smt/control"));
        put("isolated CPUs", files.line(CPU + "isolated"));
        put("CPUs without ticks", files.line(CPU + "nohz_full").filter(list -> !list.contains("null")));
        Topology topology = new Topology(files);
        if (topology.nodes().size() > 1) {
            put(
                    "NUMA nodes",
                    Optional.of(topology.nodes().stream()
                            .map(node -> node + ": cpus "
                                    + files.line("sys/devices/system/node/node" + node + "/cpulist")
                                            .orElse("none"))
                            .collect(Collectors.joining("; "))));
        }
        put("mitigations", mitigations("Mitigation"));
        put("vulnerable", mitigations("Vulnerable"));
        put(
                "transparent huge pages",
                files.line("sys/kernel/mm/transparent_hugepage/enabled").map(Machine::chosen));
    }

    private Optional<String> mitigations(String word) {
        return Optional.of(files.names(CPU + "vulnerabilities").stream()
                .filter(name -> files.line(CPU + "vulnerabilities/" + name)
                        .filter(text -> text.startsWith(word))
                        .isPresent())
                .collect(Collectors.joining(", ")));
    }

    /** Of several words, the one in brackets. */
    private static String chosen(String words) {
        return words.replaceFirst(".*\\[(\\S+)].*", "$1");
    }

    private void tellOfVirtualization() {
        boolean isVirtual = files.lines("proc/cpuinfo").stream()
                .anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
        Optional<String> product = Optional.of(Stream.of("sys_vendor", "product_name")
                        .flatMap(name -> files.line("sys/class/dmi/id/" + name).stream())
                        .collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
        if (isVirtual) {
            put(
                    "hypervisor",
                    files.line("sys/hypervisor/type").or(() -> product).or(() -> Optional.of("unnamed")));
            put("CPU time stolen since boot", stolen());
        }
    }

    private Optional<String> stolen() {
        CpuTimes all = CpuTimes.ofAll(files);
        return all.total() == 0
                ? Optional.empty()
                : Optional.of(String.format(java.util.Locale.ROOT, "%.2f %%", 100.0 * all.steal() / all.total()));
    }

    private void tellOfLimits() {
        ControlGroup group = ControlGroup.of(files);
        put("control group", Optional.of(String.join("; ", group.limits())));
        put(
                "CPUs that may be used",
                files.lines("proc/self/status").stream()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst());
    }

    private void tellOfSockets() {
        List<String> settings = new ArrayList<>();
        for (String name : SYSCTLS) {
            files.line(NET + name)
                    .ifPresent(value -> settings.add(name.replace('/', '.') + " " + value.replaceAll("\\s+", " ")));
        }
        put("network settings", Optional.of(String.join("; ", settings)));
    }
}
