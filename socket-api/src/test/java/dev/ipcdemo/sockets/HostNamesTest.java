package dev.ipcdemo.sockets;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.0.0.01",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "017700000001",
                "127.0.0.1.",
                "256.0.0.1",
                "127.0.0.1.1",
                "0"
            })
    void refusesWhatProgramsReadDifferently(String address) {
        fails(
                FailureKind.UNKNOWN_HOST,
                "gethostbyname " + address
                        + ": unknown host (write an IPv4 address as four numbers from 0 to 255 without"
                        + " leading zeros, because programs read other forms differently)",
                () -> HostNames.lookup(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::ffff:0177.0.0.1 | it does not end in an IPv4 address of four numbers from 0 to 255 without leading zeros",
                "::ffff:127.1 | it does not end in an IPv4 address of four numbers from 0 to 255 without leading zeros",
                "1::2::3 | this is not an IPv6 address",
                "straße.invalid | IDNA 2003 and IDNA 2008 read this name differently: write it as an A-label, which"
                        + " begins with xn--",
                "\uff11\uff12\uff17.0.0.1 | write the digits of an address in ASCII: 127.0.0.1",
                "l\ufffdt | this is not an internationalized domain name"
            })
    void saysWhatIsWrongWithAnAddress(String address, String why) {
        fails(
                FailureKind.UNKNOWN_HOST,
                "gethostbyname " + address + ": unknown host (" + why + ")",
                () -> HostNames.lookup(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1%nosuch", "fe80::1%nosuch", "::1%"})
    void namesTheInterfacesWhereThereIsNoneOfThatName(String address) throws IOException {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getName();

        assertThatThrownBy(() -> HostNames.lookup(address))
                .isInstanceOf(SocketFailure.class)
                .hasMessageContaining("no interface is called '" + address.split("%", 2)[1] + "'; there are ")
                .hasMessageContaining(loopback);
    }

    @Test
    void anInternationalizedNameIsLookedUpAsDnsHasIt() {
        assertThat(AddressForms.toAscii("bücher.invalid")).isEqualTo("xn--bcher-kva.invalid");
        assertThat(HostNames.failure(
                        "bücher.invalid",
                        "xn--bcher-kva.invalid",
                        new UnknownHostException("xn--bcher-kva.invalid: Name or service not known")))
                .hasMessage("gethostbyname bücher.invalid: unknown host (no address is known for this name; in DNS it"
                        + " is xn--bcher-kva.invalid)");
    }

    @ParameterizedTest
    @CsvSource({
        "Temporary failure in name resolution, LOOKUP_FAILED",
        "Non-recoverable failure in name resolution, LOOKUP_FAILED",
        "System error, LOOKUP_FAILED",
        "Name or service not known, UNKNOWN_HOST",
        "No address associated with hostname, UNKNOWN_HOST",
        "'nodename nor servname provided, or not known', UNKNOWN_HOST"
    })
    void tellsAnAnswerFromNoAnswer(String reason, FailureKind kind) {
        String host = reason.replaceAll("\\W", "-") + ".invalid";
        SocketFailure first = HostNames.failure(host, host, new UnknownHostException(host + ": " + reason));
        SocketFailure again = HostNames.failure(host, host, new UnknownHostException(host));

        assertThat(first.kind()).isEqualTo(kind);
        assertThat(again).as("the JDK remembers that it failed, and not why").hasMessage(first.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", "1.example", "0xcafe.example", "dead.beef"})
    void otherNamesMayHaveDigits(String name) {
        assertThat(AddressForms.fault(name)).isEmpty();
    }

    @Test
    void keepsTheWordsOfTheResolver() {
        assertThat(HostNames.failure("a.invalid", "a.invalid", new UnknownHostException("a.invalid: System error")))
                .hasMessage("gethostbyname a.invalid: lookup failed (System error)");
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
