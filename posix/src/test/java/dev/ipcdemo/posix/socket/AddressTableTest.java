package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.AF_INET6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.posix.family.InetFamily;
import dev.ipcdemo.sockets.SocketType;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressTableTest {

    private final AddressTable table =
            new AddressTable(new InetFamily("posix+udp", SocketType.SOCK_DGRAM, 0), AF_INET6);

    /** All hosts of one network, which is the one at that interface. */
    private static InetSocketAddress allHostsAt(int networkInterface) throws IOException {
        byte[] address = InetAddress.getByName("ff02::1").getAddress();
        return new InetSocketAddress(Inet6Address.getByAddress("", address, networkInterface), 7);
    }

    private int interfaceOf(InetSocketAddress receiver) {
        return ((Inet6Address) table.receiver(receiver).inet().getAddress()).getScopeId();
    }

    @Test
    void tellsTheSameAddressAtTwoInterfacesApart() throws IOException {
        assertThat(interfaceOf(allHostsAt(1))).isEqualTo(1);
        assertThat(interfaceOf(allHostsAt(2))).isEqualTo(2);
        assertThat(interfaceOf(allHostsAt(1))).isEqualTo(1);
    }

    @Test
    void makesTheKernelsFormOnlyOnce() throws IOException {
        assertThat(table.receiver(allHostsAt(1))).isSameAs(table.receiver(allHostsAt(1)));
    }
}
