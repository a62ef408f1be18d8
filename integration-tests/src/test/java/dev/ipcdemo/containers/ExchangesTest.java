package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What works between two containers. */
@Tag("containers")
final class ExchangesTest {

    @RegisterExtension
    static final Lab LAB = new Lab();

    @ParameterizedTest
    @CsvSource(textBlock = Lab.EVERY_TRANSPORT)
    void echoesOverEachTransport(String at, String to) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + at);
        client.does("connect " + to);
        assertThat(client.does("ask hello")).isEqualTo("hello");
        assertThat(client.does("ask again")).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void echoesOverIpv4ByAddress(String scheme) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + scheme + "://0.0.0.0:7000");
        client.does("connect " + scheme + "://" + server.container().address(LAB.network()) + ":7000");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void echoesOverIpv6(String scheme) throws IOException {
        assumeTrue(LAB.network().hasIpv6(), "the engine has no IPv6");
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + scheme + "://:7000");
        String address = server.ipv6Address(LAB.network());
        client.does("connect " + scheme + "://[" + address + "]:7000");
        assertThat(client.does("ask hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(textBlock = Lab.CONNECTIONS)
    void transfers256MebibytesThereAndBackUnharmed(String at, String to) throws IOException {
        Host server = LAB.host("server");
        Host client = LAB.host("client");
        server.does("serve " + at);
        client.does("connect " + to);
        assertThat(client.does("transfer 256")).isEqualTo(256 * 1024 * 1024 + " bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void containersOfTwoJdksUnderstandEachOther(boolean otherIsServer) throws IOException {
        Optional<Path> found = Lab.otherJdk();
        assumeTrue(found.isPresent(), "this host has no other JDK that an image can be made from");
        Host here = LAB.host("here");
        Host other = LAB.host("other", found.get());
        assertThat(here.does("java")).isNotEqualTo(other.does("java"));
        Host server = otherIsServer ? other : here;
        Host client = otherIsServer ? here : other;
        String name = otherIsServer ? "other" : "here";
        for (String scheme : new String[] {"tcp", "udp"}) {
            server.does("serve " + scheme + "://:7000");
            client.does("connect " + scheme + "://" + name + ":7000");
            assertThat(client.does("ask hello")).isEqualTo("hello");
        }
        for (String scheme : new String[] {"unix", "junix", "unixgram", "unixpacket"}) {
            server.does("serve " + scheme + ":/shared/" + scheme);
            client.does("connect " + scheme + ":/shared/" + scheme);
            assertThat(client.does("ask hello")).isEqualTo("hello");
        }
    }

    /** Which TLS needs. Before Java 22 they are in a module of their own. */
    @Test
    void aContainerOfTheOtherJdkHasEllipticCurves() throws IOException {
        Optional<Path> found = Lab.otherJdk();
        assumeTrue(found.isPresent(), "this host has no other JDK that an image can be made from");
        assertThat(LAB.host("other", found.get()).does("key EC")).isEqualTo("X.509");
    }

    @Test
    void aClientWaitsForAServerThatDoesNotListenYet() throws IOException {
        Host server = LAB.host("server");
        Terminal client = LAB.terminal("client", "connect", "tcp://server:7000", "--wait", "60s");
        client.type("hello").awaitLine("waiting: connect tcp://");
        server.does("serve tcp://:7000");
        client.awaitLine("hello");
        assertThat(client.lines()).hasSize(2).endsWith("hello");
    }

    @Test
    void isConfinedAsFarAsItCanBe() throws IOException {
        Host host = LAB.host("host");
        assertThat(host.does("fill /")).startsWith("0 files, then: ").contains("Read-only file system");
        assertThat(host.does("status CapEff")).isEqualTo("0000000000000000");
        assertThat(host.does("status NoNewPrivs")).isEqualTo("1");
        assertThat(host.does("status Uid")).startsWith("65532");
    }
}
