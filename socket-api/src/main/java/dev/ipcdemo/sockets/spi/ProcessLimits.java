package dev.ipcdemo.sockets.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The resource limits of this process, for messages that say that a resource has run out. Only on Linux; elsewhere they
 * are unknown.
 */
public final class ProcessLimits {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path CONTROL_GROUP_THREADS = Path.of("/sys/fs/cgroup/pids.max");

    /** Read in advance: when there are no descriptors left, no file can be read. */
    private static final String OPEN_FILES = openFiles(lines(LIMITS));

    private ProcessLimits() {}

    /** Reads the limits that cannot be read when they are needed. */
    public static void read() {
        // initializing the class has read them
    }

    /**
     * The limit of open files, as a clause that follows another.
     *
     * @return such as {@code ", ulimit -n 64"}, or empty
     */
    public static String openFiles() {
        return OPEN_FILES;
    }

    /**
     * The limit of threads, as a clause that follows another.
     *
     * @return such as {@code ", ulimit -u 30"}, or empty
     */
    public static String threads() {
        return threads(lines(LIMITS), lines(CONTROL_GROUP_THREADS));
    }

    static String openFiles(List<String> limits) {
        OptionalLong files = soft(limits, "Max open files");
        return files.isPresent() ? ", ulimit -n " + files.getAsLong() : "";
    }

    /** The smaller of the user's limit and the control group's, each of which may be "unlimited" or "max". */
    static String threads(List<String> limits, List<String> controlGroup) {
        OptionalLong ofUser = soft(limits, "Max processes");
        OptionalLong ofGroup = number(controlGroup.isEmpty() ? "" : controlGroup.get(0));
        if (ofGroup.isPresent() && ofGroup.getAsLong() < ofUser.orElse(Long.MAX_VALUE)) {
            return ", pids.max " + ofGroup.getAsLong() + " of the control group";
        }
        return ofUser.isPresent() ? ", ulimit -u " + ofUser.getAsLong() : "";
    }

    private static OptionalLong soft(List<String> limits, String name) {
        return limits.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
                .map(ProcessLimits::number)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
