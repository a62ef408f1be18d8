package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tool says to a user who may not do everything. */
@Timeout(600)
class OtherUserTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void needsAnotherUser() throws Exception {
        assumeTrue(Program.isInstalled("setpriv"), "setpriv is not installed");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Program reader = asAnotherUser("test", "-x", Program.launcher().toString())) {
            assumeTrue(reader.exitStatus() == 0, "this user cannot act as another one who may run bin/ipc-demo");
        }
    }

    private Program asAnotherUser(String... command) {
        return Program.start(
                directory,
                Map.of("IPC_DEMO_NO_BUILD", "1"),
                Stream.concat(
                                Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                                Arrays.stream(command))
                        .toArray(String[]::new));
    }

    @Test
    void aSocketFileOfAnotherUserIsNotCalledLive() throws Exception {
        Path path = directory.resolve("s");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        String owner = Files.getOwner(path).getName();

        try (Program serve = asAnotherUser(Program.launcher().toString(), "serve", "unix:" + path)) {
            assertThat(serve.exitStatus()).isEqualTo(1);
            assertThat(serve.err())
                    .isEqualTo("ipc-demo: listen unix:" + path + ": in use (a socket file of user " + owner
                            + " is there, and whether a server has it can only be told by a user who may connect)\n");
        }
    }

    @Test
    void aFileThatMayNotBeWrittenIsNamed() throws Exception {
        try (Program compare = asAnotherUser(
                Program.launcher().toString(),
                "compare",
                "--quick",
                "--json",
                directory.resolve("j").toString())) {
            assertThat(compare.exitStatus()).isEqualTo(2);
            assertThat(compare.err()).contains("--json: " + directory + ": permission denied");
        }
    }
}
