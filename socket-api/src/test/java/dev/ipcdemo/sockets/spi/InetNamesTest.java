package dev.ipcdemo.sockets.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InetNamesTest {

    /**
     * The examples and rules of RFC 5952: no leading zeros, the longest run of zeros is shortened, or the first of
     * equally long ones.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:db8:0:1:1:1:1:1",
                "2001:db8::1:0:0:1",
                "2001:0:0:1::1",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:0",
                "0:2:3:4:5:6:7:8",
                "fe80::1",
                "1::8",
                "1:0:3:0:5:0:7:0",
                "::3:4:5:6:7:8",
                "1:2:3:4:5:6::"
            })
    void writesIpv6AsRfc5952(String text) throws IOException {
        assertThat(InetNames.text(InetAddress.getByName(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:0DB8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"
    })
    void writesIpv6InOneWay(String text, String canonical) throws IOException {
        assertThat(InetNames.text(InetAddress.getByName(text))).isEqualTo(canonical);
    }

    @Test
    void writesTheScope() throws IOException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(InetNames.text(Inet6Address.getByAddress("", bytes, 7))).isEqualTo("fe80::1%7");
    }

    @Test
    void writesIpv4AsItIs() throws IOException {
        assertThat(InetNames.text(InetAddress.getByName("127.0.0.1"))).isEqualTo("127.0.0.1");
    }

    @Test
    void resolvesANameToAllItsAddressesWithThePort() throws SocketFailure {
        assertThat(InetNames.resolve(Endpoint.parse("tcp://127.0.0.1:http"), "tcp"))
                .containsExactly(new InetSocketAddress("127.0.0.1", 80));
        assertThat(InetNames.resolve(Endpoint.parse("tcp://localhost:1"), "tcp"))
                .isNotEmpty()
                .allSatisfy(address ->
                        assertThat(((InetSocketAddress) address).getPort()).isEqualTo(1));
    }

    @Test
    void noHostIsAnyInterface() throws SocketFailure {
        InetSocketAddress any = (InetSocketAddress)
                InetNames.resolve(Endpoint.parse("udp://:7"), "udp").get(0);

        assertThat(any.getAddress().isAnyLocalAddress()).isTrue();
        assertThat(any.getPort()).isEqualTo(7);
    }

    @Test
    void noNameIsAnyPortOfLoopback() throws SocketFailure {
        InetSocketAddress any = (InetSocketAddress)
                InetNames.resolve(Endpoint.parse("udp:"), "udp").get(0);

        assertThat(any.getAddress().isLoopbackAddress()).isTrue();
        assertThat(any.getPort()).isZero();
    }

    @Test
    void whoSendsToAnyInterfaceMeansLoopback() throws IOException {
        for (String any : new String[] {"::", "0.0.0.0"}) {
            InetSocketAddress destination =
                    (InetSocketAddress) InetNames.destination(new InetSocketAddress(InetAddress.getByName(any), 7));
            assertThat(destination.getAddress().isLoopbackAddress()).isTrue();
            assertThat(destination.getPort()).isEqualTo(7);
        }
        SocketAddress other = new InetSocketAddress("192.0.2.1", 7);
        assertThat(InetNames.destination(other)).isSameAs(other);
    }

    /** The same error means one thing for an address of this host, and another for a peer's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen | NOT_LOCAL | no interface of this host has this address",
                "bind | NOT_LOCAL | no interface of this host has this address",
                "connect | NOT_LOCAL | this host has no address to reach it from, such as without IPv6, or no free port",
                "sendto | NOT_LOCAL | this host has no address to reach it from, such as without IPv6, or no free port",
                "listen | PERMISSION | ports below 1024 are privileged",
                "bind | PERMISSION | ports below 1024 are privileged",
                "connect | PERMISSION | a broadcast address, which needs SO_BROADCAST, or a firewall",
                "sendto | PERMISSION | a broadcast address, which needs SO_BROADCAST, or a firewall",
                "connect | REFUSED | nobody is listening there",
                "bind | IN_USE | another socket has this port; port 0 picks a free one"
            })
    void explainsWhatTheErrorMeansForTheCall(String operation, FailureKind kind, String explanation) {
        assertThat(InetNames.explain(operation, Endpoint.parse("udp://127.255.255.255:7000"), kind))
                .isEqualTo(explanation);
    }

    @Test
    void anAddressIsAnEndpointWithNumbers() throws IOException {
        SocketAddress address = new InetSocketAddress(InetAddress.getByAddress("a.name", new byte[] {127, 0, 0, 1}), 7);

        assertThat(InetNames.endpoint("tcp", address)).hasToString("tcp://127.0.0.1:7");
        assertThat(InetNames.endpoint("tcp", new InetSocketAddress("::1", 7))).hasToString("tcp://[::1]:7");
        assertThat(InetNames.endpoint("tcp", InetSocketAddress.createUnresolved("a.name", 7)))
                .hasToString("tcp:");
    }
}
