package dev.ipcdemo.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PeerAddressTest {

    private static final byte[] LINK_LOCAL = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static PeerAddress onLink(int scope, int port) throws UnknownHostException {
        return PeerAddress.of(new InetSocketAddress(Inet6Address.getByAddress(null, LINK_LOCAL, scope), port));
    }

    @Test
    void tellsTwoLinksApart() throws UnknownHostException {
        assertThat(onLink(1, 7)).isNotEqualTo(onLink(2, 7));
        assertThat(onLink(1, 7)).isNotEqualTo(onLink(1, 8));
        assertThat(onLink(1, 7)).isEqualTo(onLink(1, 7)).hasSameHashCodeAs(onLink(1, 7));
    }

    @Test
    void ofAnyOtherAddressIsTheAddress() throws UnknownHostException {
        InetSocketAddress ipv4 = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 7);
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/s");
        assertThat(PeerAddress.of(ipv4)).isEqualTo(new PeerAddress(ipv4, 0));
        assertThat(PeerAddress.of(path)).isEqualTo(new PeerAddress(path, 0));
    }
}
