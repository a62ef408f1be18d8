package dev.ipcdemo.relay.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.UnixNames;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TargetCheckTest {

    @TempDir
    private Path directory;

    private static void check(String own, String target) {
        Endpoint to = Endpoint.parse(target);
        Endpoint from = Endpoint.parse(own);
        TargetCheck.requireOther(Transports.byScheme(from.scheme()), from, Transports.byScheme(to.scheme()), to);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:7001,tcp://127.0.0.1:7001",
        "tcp://127.0.0.1:7001,tcp://127.0.0.1:07001",
        "tcp://127.0.0.1:7001,tcp://localhost:7001",
        "tcp://127.0.0.1:7001,tcp://0.0.0.0:7001",
        "tcp://127.0.0.1:7001,tcp://:7001",
        "tcp://127.0.0.1:7001,tcp://[::ffff:127.0.0.1]:7001",
        "tcp://127.0.0.1:7,tcp://127.0.0.1:echo",
        "tcp://[::1]:7001,tcp://[0:0:0:0:0:0:0:1]:7001",
        "tcp://0.0.0.0:7001,tcp://127.0.0.2:7001",
        "tcp://0.0.0.0:7001,tcp://localhost:7001",
        "tcp://[::]:7001,tcp://[::1]:7001",
        "tcp://[::]:7001,tcp://127.0.0.1:7001",
        "udp://127.0.0.1:7001,udp://localhost:7001",
        "udp://[::]:7001,udp://127.0.0.1:7001",
        "junix:@name,junix:@name"
    })
    void refusesTheRelaysOwnNameUnderAnother(String own, String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(own, target))
                .withMessageStartingWith("'" + target + "' is the relay itself, which listens at " + own + ": ");
    }

    @Test
    void refusesAnAddressOfThisHostWhenItListensAtAllOfThem() throws SocketException {
        String address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check("tcp://0.0.0.0:7001", "tcp://" + address + ":7001"))
                .withMessageContaining("is the relay itself");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:7001,tcp://127.0.0.1:7002",
        "tcp://127.0.0.1:7001,tcp://127.0.0.2:7001",
        "tcp://127.0.0.2:7001,tcp://localhost:7001",
        "tcp://127.0.0.1:7001,tcp://192.0.2.1:7001",
        "tcp://0.0.0.0:7001,tcp://192.0.2.1:7001",
        "tcp://0.0.0.0:7001,tcp://[::1]:7001",
        "tcp://127.0.0.1:7001,tcp://no-such-host.invalid:7001",
        "tcp://127.0.0.1:7001,udp://127.0.0.1:7001",
        "junix:@name,junix:@another",
        "junix:@name,unix:name"
    })
    void takesAnother(String own, String target) {
        assertThatCode(() -> check(own, target)).doesNotThrowAnyException();
    }

    private static void open(String listen, String target) throws SocketFailure {
        Relay.open(Endpoint.parse(listen), Endpoint.parse(target), Faults.NONE).close();
    }

    @ParameterizedTest
    @CsvSource({"unix,unix", "unix,junix", "junix,unix", "unixgram,unixgram", "unixpacket,unixpacket"})
    void refusesALinkToItsOwnSocketFile(String listen, String target) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("s"));
        for (String name : List.of(directory + "/s", directory + "/./s", "" + link)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> open(listen + ":" + directory + "/s", target + ":" + name))
                    .withMessageStartingWith("'" + target + ":" + name + "' is the relay itself");
            assertThat(directory.resolve("s")).doesNotExist();
        }
    }

    @Test
    void takesAnotherSocketFile() {
        assertThatCode(() -> open("unix:" + directory + "/s", "unix:" + directory + "/other"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void refusesAPathThatIsTooLong(String scheme) {
        String longest = "/tmp/" + "x".repeat(UnixNames.MAX_PATH_BYTES - 5);
        assertThatCode(() -> open(scheme + ":", scheme + ":" + longest)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(scheme + ":", scheme + ":" + longest + "x"))
                .withMessage("resolve " + scheme + ":" + longest + "x: name too long (it has "
                        + (UnixNames.MAX_PATH_BYTES + 1) + " bytes, and at most " + UnixNames.MAX_PATH_BYTES
                        + " fit; a relative path may be shorter)");
    }

    @ParameterizedTest
    @CsvSource({"unix,unix:@name", "unix,unix://localhost:1", "tcp,tcp:/tmp/s"})
    void refusesANameThatTheTransportDoesNotHave(String listen, String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(listen + ":", target))
                .withMessageContaining(target);
    }
}
