package dev.ipcdemo.compare.result;

import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 * @param loadBefore how many processes wanted to run in the last minute before; -1 where it cannot be told
 */
public record Environment(
        String kernel,
        String cpu,
        int cpus,
        String jdk,
        List<String> libraries,
        List<String> jvmOptions,
        double loadBefore) {

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
                load());
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
        return new Environment(kernel, cpu, cpus, runtime, libraries, jvmOptions, loadBefore);
    }

    /**
     * All that stays the same from one run to the next, for people.
     *
     * @return one line
     */
    public String line() {
        return kernel + ", " + cpus + " × " + cpu + ", " + jdk + (libraries.isEmpty() ? "" : ", ")
                + String.join(", ", libraries)
                + (jvmOptions.isEmpty() ? "" : ", java " + String.join(" ", jvmOptions));
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

    private static double load() {
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
