package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAddressesTest {

    @ParameterizedTest
    @CsvSource({"AF_INET, 127.0.0.1, 0.0.0.0", "AF_INET6, ::1, ::"})
    void knowsLoopbackAndWildcardOfADomain(Domain domain, String loopback, String wildcard) throws Exception {
        assertThat(LocalAddresses.loopback(domain)).isEqualTo(InetAddress.getByName(loopback));
        assertThat(LocalAddresses.wildcard(domain)).isEqualTo(InetAddress.getByName(wildcard));
    }

    @Test
    void hasNoAddressesOfHostsInAnotherDomain() {
        assertThatThrownBy(() -> LocalAddresses.loopback(Domain.AF_UNIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AF_UNIX has no host addresses");
        assertThatThrownBy(() -> LocalAddresses.wildcard(Domain.AF_UNIX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LocalAddresses.reachable(Domain.AF_UNIX)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhetherAnInterfaceHasAnIpv6Address() throws Exception {
        boolean listed = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(Inet6Address.class::isInstance);

        assertThat(LocalAddresses.hasIpv6()).isEqualTo(listed);
    }
}
