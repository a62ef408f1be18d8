package dev.ipcdemo.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a row says where the kernel refuses io_uring(7), as in most containers. */
@Tag("once")
@Timeout(300)
class IoUringTest {

    private static final List<String> ROWS = List.of("netty:io_uring", "netty:io_uring-unix", "netty:epoll");

    /** Prints why rows cannot be measured. */
    static final class Reasons {

        private Reasons() {}

        public static void main(String[] rows) {
            Stream.of(rows).map(row -> row + ": " + refusal(row)).forEach(System.out::println);
        }

        private static String refusal(String row) {
            return Carriers.byName(row)
                    .refusal(Cell.of(Pattern.ROUND_TRIP, row, Scope.IN_PROCESS))
                    .orElse("measured");
        }
    }

    /** What a program prints with a kernel that does not permit io_uring_setup(2): strace says so in its place. */
    private static String withoutIoUring(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-o",
                "/dev/null",
                "-e",
                "trace=io_uring_setup",
                "-e",
                "inject=io_uring_setup:error=EPERM"));
        all.addAll(command);
        Process process = new ProcessBuilder(all).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static boolean canTrace() {
        try {
            return withoutIoUring(List.of("echo", "traced")).equals("traced\n");
        } catch (IOException e) {
            return false; // strace is not installed
        }
    }

    @Test
    void isNotMeasuredForTheReasonThatTheKernelGives() throws IOException {
        assumeTrue(canTrace(), "strace is missing, or may not trace here");
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Reasons.class.getName()));
        java.addAll(ROWS);
        assertThat(withoutIoUring(java).lines())
                .containsExactly(
                        "netty:io_uring: Netty's transport is not available: failed to create io_uring ring fd:"
                                + " Operation not permitted",
                        "netty:io_uring-unix: Netty's transport is not available: failed to create io_uring ring fd:"
                                + " Operation not permitted",
                        "netty:epoll: measured");
    }
}
