package dev.ipcdemo.compare.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process on this machine may have of what many connections take.
 *
 * @param files where the kernel tells it
 */
public record ResourceLimits(KernelFiles files) {

    /** Of this process, and of those that it starts. */
    public static final ResourceLimits HERE = new ResourceLimits(KernelFiles.HERE);

    /** What a JVM has open beside connections: jars, selectors, what it talks to us with. */
    private static final int OTHER_DESCRIPTORS = 200;

    /** What a JVM has running beside those that serve. */
    private static final int OTHER_THREADS = 100;

    /**
     * Whether a JVM cannot have so many connections open.
     *
     * @param connections how many ends of connections
     * @return a sentence that says what to do; empty if it can, or nobody tells
     */
    public Optional<String> tooFewDescriptors(int connections) {
        long needed = connections + OTHER_DESCRIPTORS;
        return mostDescriptors()
                .filter(most -> most < needed)
                .map(most -> words(
                        "%,d ends of connections in one process take about %,d descriptors, and it may have %,d: raise the"
                                + " limit (ulimit -n %d, LimitNOFILE= of a service, --ulimit nofile=%d of a container)",
                        connections, needed, most, needed, needed));
    }

    /** The hard limit, to which a JVM raises its own as it starts. */
    private Optional<Long> mostDescriptors() {
        return limit("Max open files");
    }

    /** The hard limit of those in proc_pid_limits(5); empty if there is none. */
    private Optional<Long> limit(String name) {
        return files.lines("proc/self/limits").stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().split(" +")[1])
                .flatMap(ResourceLimits::number)
                .findFirst();
    }

    private static Stream<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Stream.of(Long.valueOf(text)) : Stream.empty();
    }

    /**
     * Whether a JVM cannot have so many platform threads.
     *
     * @param threads how many are to serve
     * @return a sentence that says what to do; empty if it can, or nobody tells
     */
    public Optional<String> tooFewThreads(int threads) {
        long needed = threads + OTHER_THREADS;
        Stream<Long> ofKernel =
                files.line("proc/sys/kernel/threads-max").stream().flatMap(ResourceLimits::number);
        Stream<Long> ofGroup = ControlGroup.of(files).mostThreads().stream().flatMap(ResourceLimits::number);
        return Stream.concat(ofKernel, ofGroup)
                .min(Long::compare)
                .filter(most -> most < needed)
                .map(most -> words(
                        "a platform thread for each of %,d connections is more than the %,d threads that may run here (pids.max"
                                + " of the control group, kernel.threads-max): raise that, or use --threads event-loop or"
                                + " virtual",
                        threads, most));
    }

    /**
     * Whether a client's host cannot have so many connections to one port of TCP.
     *
     * @param connections how many
     * @return a sentence that says what to do; empty if it can, or nobody tells
     */
    public Optional<String> tooFewPorts(int connections) {
        return files.line("proc/sys/net/ipv4/ip_local_port_range")
                .map(range -> range.split("\\s+"))
                .map(range -> Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1)
                .filter(ports -> ports < connections)
                .map(ports -> words(
                        "%,d connections to one port take as many ports of the client, and there are %,d: widen"
                                + " net.ipv4.ip_local_port_range",
                        connections, ports));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
