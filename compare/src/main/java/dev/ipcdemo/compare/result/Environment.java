package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is measured on. Whatever cannot be found out is {@code unknown}.
 *
 * @param kernel the system's name and version
 * @param cpu the processor's model, and whether it is a virtual machine's
 * @param cpus how many of them this process may use
 * @param jdk the Java runtime's name and version
 * @param libraries what makes the system calls beside the JDK
 * @param jvmOptions what the measuring JVMs are started with
 * @param loadBefore how many processes of the machine, inside and outside of a container, wanted to run in the last minute
 *     before; -1 where it cannot be told
 * @param cpuQuota the CPU time that this process's control group may use, that of so many CPUs; absent without a limit
 * @param machineCpus how many CPUs the machine has, which its load is of; absent where that cannot be told, and in older
 *     reports
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Environment(
        String kernel,
        String cpu,
        int cpus,
        String jdk,
        List<String> libraries,
        List<String> jvmOptions,
        double loadBefore,
        Optional<Double> cpuQuota,
        Optional<Integer> machineCpus) {

    /** For each CPU. */
    private static final double MOST_LOAD = 0.5;

    private static final String UNKNOWN = "unknown";

    /**
     * Looks around.
     *
     * @param jvmOptions what we start the measuring JVMs with; what the user chose is added, and takes precedence
     * @return this host and JVM, now
     */
    public static Environment here(List<String> jvmOptions) {
        Set<String> libraries = new TreeSet<>();
        for (Transport transport : Transports.all()) {
            if (transport.availability().isAvailable()
                    && !transport.implementation().equals("JDK")) {
                libraries.add(transport.implementation());
            }
        }
        return new Environment(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                runtime(),
                List.copyOf(libraries),
                List.copyOf(jvmOptions),
                load(),
                ControlGroup.here().cpuQuota().filter(quota -> quota < allowed()),
                Optional.of(Topology.HERE.online().size()).filter(count -> count > 0));
    }

    /** How many CPUs this process may run on, however little time it gets there; the JVM counts fewer if that is little. */
    private static int allowed() {
        return Math.max(Topology.HERE.allowed().size(), Runtime.getRuntime().availableProcessors());
    }

    /**
     * What this JVM is.
     *
     * @return its name and version
     */
    public static String runtime() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    /**
     * The same host with another Java runtime.
     *
     * @param runtime what {@link #runtime} says there
     * @return an environment
     */
    public Environment withJdk(String runtime) {
        return new Environment(kernel, cpu, cpus, runtime, libraries, jvmOptions, loadBefore, cpuQuota, machineCpus);
    }

    /**
     * All that stays the same from one run to the next, for people.
     *
     * @return one line
     */
    public String line() {
        return kernel + ", " + processors() + ", " + jdk + (libraries.isEmpty() ? "" : ", ")
                + String.join(", ", libraries)
                + (jvmOptions.isEmpty() ? "" : ", java " + String.join(" ", jvmOptions));
    }

    /**
     * The CPUs, or the share of their time, that this process may use.
     *
     * @return such as {@code 2 × AMD EPYC} or {@code half a CPU of AMD EPYC}
     */
    public String processors() {
        return cpuQuota.map(quota -> share(quota) + " of " + cpu).orElse(cpus + " × " + cpu);
    }

    private static String share(double quota) {
        if (quota == 0.5) {
            return "half a CPU";
        }
        String figure = String.format(Locale.ROOT, "%.2f", quota).replaceFirst("\\.?0+$", "");
        if (quota < 1) {
            return figure + " of a CPU";
        }
        return "the time of " + figure + (quota == 1 ? " CPU" : " CPUs");
    }

    /**
     * Whether so many processes want to run on the machine that they have to wait for each other.
     *
     * @return whether times will be longer than on a machine that has nothing else to do
     */
    @JsonIgnore
    public boolean isBusy() {
        return loadBefore > MOST_LOAD * loadCpus();
    }

    /**
     * How many CPUs the load is of.
     *
     * @return those of the machine; those that this process may use where that is not known
     */
    public int loadCpus() {
        return machineCpus.orElse(cpus);
    }

    /**
     * The kernel in what {@link #line} wrote on another host.
     *
     * @param line perhaps from a peer of another version
     * @return what stands before the first comma; empty if there is none
     */
    static Optional<String> kernelIn(String line) {
        int end = line.indexOf(',');
        return end < 0 ? Optional.empty() : Optional.of(line.substring(0, end));
    }

    private static String processor() {
        List<String> lines = lines(Path.of("/proc/cpuinfo"));
        String model = lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN + " " + System.getProperty("os.arch"));
        boolean isVirtual = lines.stream().anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
        return model + (isVirtual ? " (virtual machine)" : "");
    }

    /**
     * How busy the machine has been.
     *
     * @return how many processes wanted to run in the last minute; -1 where it cannot be told
     */
    public static double load() {
        String words = lines(Path.of("/proc/loadavg")).stream().collect(Collectors.joining());
        return words.isEmpty() ? -1 : Double.parseDouble(words.split(" ")[0]);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
