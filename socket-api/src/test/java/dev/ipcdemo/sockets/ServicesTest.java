package dev.ipcdemo.sockets;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {

    @TempDir
    private Path directory;

    private Path services(String text) throws IOException {
        return Files.writeString(directory.resolve("services"), text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "65535, 65535", "00080, 80"})
    void aNumberIsAPort(String text, int port) throws SocketFailure {
        assertThat(Services.port(text, "tcp")).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "99999", "100000", "99999999999999999999"})
    void aPortIsAtMost65535(String text) {
        fails(
                FailureKind.UNKNOWN_SERVICE,
                "getservbyname " + text + ": unknown service (a port is a number from 0 to 65535)",
                () -> Services.port(text, "tcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+7", "7 ", "0x50", "no-such-service", "٧"})
    void whatIsNoNumberIsAName(String text) {
        fails(
                FailureKind.UNKNOWN_SERVICE,
                "getservbyname " + text
                        + "/udp: unknown service (give a number from 0 to 65535, or a name from /etc/services)",
                () -> Services.port(text, "udp"));
    }

    @Test
    void knowsTheWellKnown() throws SocketFailure {
        assertThat(Services.port("echo", "tcp")).isEqualTo(7);
        assertThat(Services.port("http", "tcp")).isEqualTo(80);
    }

    @Test
    void readsNamesAliasesAndCommentsOfTheServicesFile() throws IOException {
        Path file = services("""
                # a comment
                mine            7001/tcp        my-alias other  # not-this
                mine            7002/udp

                echo\t\t7003/tcp
                """);

        assertThat(Services.lookup("mine", "tcp", file)).hasValue(7001);
        assertThat(Services.lookup("mine", "udp", file)).hasValue(7002);
        assertThat(Services.lookup("other", "tcp", file)).hasValue(7001);
        assertThat(Services.lookup("my-alias", "udp", file)).isEmpty();
        assertThat(Services.lookup("not-this", "tcp", file)).isEmpty();
        assertThat(Services.lookup("echo", "tcp", file))
                .as("the file comes first")
                .hasValue(7003);
        assertThat(Services.lookup("http", "tcp", file))
                .as("and then the well-known")
                .hasValue(80);
    }

    @Test
    void doesWithoutTheServicesFile() {
        Path missing = directory.resolve("missing");

        assertThat(Services.lookup("http", "tcp", missing)).hasValue(80);
        assertThat(Services.lookup("mine", "tcp", missing)).isEmpty();
    }

    @Test
    void aDamagedServicesFileListsNothing() throws IOException {
        Path damaged = directory.resolve("services");
        Files.write(damaged, new byte[] {'x', ' ', (byte) 0xff, (byte) 0xfe, '/', 't', 'c', 'p', '\n'});
        assertThat(Services.lookup("http", "tcp", damaged)).hasValue(80);

        assertThat(Services.lookup("mine", "tcp", services("mine many/tcp\n"))).isEmpty();
    }
}
