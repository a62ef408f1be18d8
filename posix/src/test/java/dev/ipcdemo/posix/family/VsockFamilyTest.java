package dev.ipcdemo.posix.family;

import static dev.ipcdemo.posix.Constants.AF_VSOCK;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SO_VM_SOCKETS_CONNECT_TIMEOUT;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be known of AF_VSOCK without a second machine. */
class VsockFamilyTest {

    private static final VsockFamily FAMILY = new VsockFamily("posix+vsock", SocketType.SOCK_STREAM);

    private static SocketAddress resolve(String text) throws IOException {
        return FAMILY.resolve(Endpoint.parse(text)).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"posix+vsock://1:7000", "posix+vsock://2:1", "posix+vsock://:65535", "posix+vsock://4294967294:9"
            })
    void anAddressIsWhatItWasWrittenAs(String text) throws IOException {
        SocketAddress address = resolve(text);

        assertThat(FAMILY.endpointOf(address)).hasToString(text);
        SocketAddressBuffer form = FAMILY.encode(address, FAMILY.domainOf(address));
        assertThat(FAMILY.decode(form)).isEqualTo(address).hasSameHashCodeAs(address);
    }

    @Test
    void aPortMayBeOneThatOnlyTheKernelPicks() {
        assertThat(FAMILY.endpointOf(new VsockAddress(3, -1))).hasToString("posix+vsock://3:4294967295");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"posix+vsock://localhost:7000", "posix+vsock://1:echo", "posix+vsock:/tmp/a", "posix+vsock:@a"})
    void otherNamesAreRefused(String text) {
        fails(
                NOT_SUPPORTED,
                "resolve " + text
                        + ": not supported (write posix+vsock://CID:PORT, with numbers: 2 is the host of a virtual"
                        + " machine, 1 this machine)",
                () -> resolve(text));
    }

    @Test
    void aServerOnAnyMachineIsReachedOnThisOne() throws IOException {
        assertThat(FAMILY.destination(resolve("posix+vsock://:7"))).isEqualTo(resolve("posix+vsock://1:7"));
        assertThat(FAMILY.destination(resolve("posix+vsock://2:7"))).isEqualTo(resolve("posix+vsock://2:7"));
    }

    @Test
    void aPortIsPickedThatCanBeWritten() throws IOException {
        SocketAddress picked =
                FAMILY.claim(resolve("posix+vsock:"), "listen", Options.DEFAULT).address();

        assertThat(((VsockAddress) picked).port()).isBetween(1_024, 65_535);
    }

    @Test
    void addressesOfOthersAreRefused() {
        assertThatThrownBy(() -> FAMILY.encode(PacketSocket.UNNAMED, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"PT0.1S, 0, 110000", "PT20S, 20, 10000", "PT0.0000001S, 0, 10000"})
    void connectingMayTakeAsLongAsTheOptionsSay(Duration timeout, long seconds, long micros) throws IOException {
        int socket = Kernel.socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assumeTrue(socket >= 0, "the kernel has no AF_VSOCK");
        try (Arena arena = Arena.ofConfined()) {
            FAMILY.configure(socket, AF_VSOCK, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, timeout));

            MemorySegment time = arena.allocate(Layouts.TIMEVAL);
            Posix.getsockopt(socket, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT, time);
            assertThat(time.get(JAVA_LONG, 0)).isEqualTo(seconds);
            // Rounded up to a tick of the kernel's.
            assertThat(time.get(JAVA_LONG, Layouts.offset(Layouts.TIMEVAL, "tv_usec")))
                    .isBetween(micros, micros + 10_000);
        } finally {
            Kernel.close(socket);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connect, RESET, nobody is listening there",
        "listen, IN_USE, another socket has this port; port 0 picks one",
        "listen, PERMISSION, ports below 1024 are privileged"
    })
    void failuresAreExplained(String operation, FailureKind kind, String explanation) {
        assertThat(FAMILY.explain(operation, Endpoint.parse("posix+vsock://1:7"), kind))
                .isEqualTo(explanation);
    }
}
