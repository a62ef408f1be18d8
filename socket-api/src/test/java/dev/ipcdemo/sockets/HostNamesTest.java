package dev.ipcdemo.sockets;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    @Test
    void tellsTheNameThatTheKernelKnows() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/uname")), "there is no uname to ask");
        Process uname = new ProcessBuilder("/bin/uname", "-n").start();
        String name = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(HostNames.local()).isEqualTo(name);
    }

    @Test
    void readsLiterals() throws IOException {
        assertThat(HostNames.lookup("127.0.0.1")).containsExactly(InetAddress.getByName("127.0.0.1"));
        assertThat(HostNames.lookup("::1")).containsExactly(InetAddress.getByName("::1"));
    }

    @Test
    void findsLocalhost() throws IOException {
        assertThat(HostNames.lookup("localhost")).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyNameIsNoHost(String name) {
        fails(
                FailureKind.UNKNOWN_HOST,
                "gethostbyname '': unknown host (the name is empty)",
                () -> HostNames.lookup(name));
    }

    /** The label is too long, so no name server is asked. */
    @Test
    void saysThatNoAddressIsKnown() {
        String name = "n".repeat(64) + ".invalid";

        SocketFailure failure = fails(
                FailureKind.UNKNOWN_HOST,
                "gethostbyname " + name + ": unknown host (no address is known for this name)",
                () -> HostNames.lookup(name));
        assertThat(failure).hasCauseInstanceOf(java.net.UnknownHostException.class);
    }
}
