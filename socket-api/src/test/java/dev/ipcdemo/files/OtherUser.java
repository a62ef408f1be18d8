package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An unprivileged user of this host, and what he does. */
final class OtherUser {

    private static final String UID = "65534";

    private OtherUser() {}

    /** Skips a test that cannot act as somebody else. */
    static void assumePossible(Path own) throws IOException {
        assumeTrue(
                Files.getAttribute(own, "unix:uid").equals(0),
                "only root can act as another user, and this is somebody else");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "setpriv"))),
                "setpriv (util-linux), which makes root another user, is not installed");
    }

    /** Starts a shell script in a directory. */
    static Process start(Path directory, String script) throws IOException {
        return new ProcessBuilder(
                        List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups", "sh", "-c", script))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Runs a shell script in a directory. */
    static void run(Path directory, String script) throws Exception {
        Process process = start(directory, "set -e; " + script);
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
