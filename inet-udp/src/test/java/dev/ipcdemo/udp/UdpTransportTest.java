package dev.ipcdemo.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.contract.Content;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only UDP does. */
@Timeout(600)
class UdpTransportTest {

    private static final Endpoint LOOPBACK = Endpoint.parse("udp://127.0.0.1:0");

    private final UdpTransport udp = new UdpTransport();

    /** The ICMP message that says so belongs to no call; only a connected socket is told of it (udp(7)). */
    @Test
    void sendsToNobodyWithoutNoticing() throws IOException {
        PacketSocket gone = udp.bind(LOOPBACK, Options.DEFAULT);
        SocketAddress nobody = gone.localAddress();
        gone.close();
        try (PacketSocket socket = udp.bind(LOOPBACK, Options.DEFAULT.with(Options.BLOCKING, false))) {
            assertThat(socket.sendTo(Content.of("x"), nobody)).isEqualTo(1);
            assertThat(socket.sendTo(Content.of("x"), nobody)).isEqualTo(1);
            assertThat(socket.recvFrom(ByteBuffer.allocate(1))).isSameAs(PacketSocket.NO_DATAGRAM);
        }
    }

    @Test
    void saysWhyItHasNoBatches() throws IOException {
        assertThat(udp.batches().reason()).isEqualTo("one message a call: JDK has no sendmmsg(2)");
        try (PacketSocket server = udp.bind(LOOPBACK, Options.DEFAULT);
                Connection client = udp.connect(server.localAddress(), Options.DEFAULT)) {
            assertThat(client.sendBatch(8, 64)).isEmpty();
            assertThat(client.recvBatch(8, 64)).isEmpty();
        }
    }

    @Test
    void losesWhatDoesNotFitIntoTheReceiveBuffer() throws IOException {
        try (PacketSocket server = udp.bind(
                        LOOPBACK,
                        Options.DEFAULT
                                .with(Options.SEND_BUFFER_BYTES, 0)
                                .with(Options.RECV_BUFFER_BYTES, 4_096)
                                .with(Options.BLOCKING, false));
                PacketSocket client = udp.bind(LOOPBACK, Options.DEFAULT)) {
            int sent = 1_000;
            for (int i = 0; i < sent; i++) {
                assertThat(client.sendTo(Content.from(i, 1_000), server.localAddress()))
                        .isEqualTo(1_000);
            }

            int received = 0;
            while (server.recvFrom(ByteBuffer.allocate(1_000)) != PacketSocket.NO_DATAGRAM) {
                received++;
            }
            assertThat(received).isPositive().isLessThan(sent);
            assertThat(udp.isReliable()).isFalse();
        }
    }

    /** Whether they are carried, the contract asks. */
    @Test
    void knowsTheLargestDatagram() {
        assertThat(udp.maxMessageBytes(Domain.AF_INET)).hasValue(65_507);
        assertThat(udp.maxMessageBytes(Domain.AF_INET6)).hasValue(65_527);
    }

    @Test
    void aClientIsAtTheAddressFamilyOfItsPeer() {
        assertThat(udp.clientAddress(new InetSocketAddress("127.0.0.1", 7)))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 0));
        assertThat(udp.clientAddress(new InetSocketAddress("::1", 7))).isEqualTo(new InetSocketAddress("::1", 0));
        assertThat(udp.clientAddress(new InetSocketAddress("192.0.2.1", 7)))
                .isEqualTo(new InetSocketAddress("0.0.0.0", 0));
        assertThat(udp.clientAddress(new InetSocketAddress("2001:db8::1", 7)))
                .isEqualTo(new InetSocketAddress("::", 0));
    }

    @Test
    void saysThatAJvmHasNoIpv6() throws Exception {
        try (JavaProcess jvm = JavaProcess.start(Ipv6.class, List.of("-Djava.net.preferIPv4Stack=true"))) {
            assertThat(jvm.readLine()).isEqualTo("bind udp://[::1]:0: not supported (this host or JVM has no IPv6)");
            assertThat(jvm.readLine()).isEqualTo("bind udp://[::1]:0: not supported (this host or JVM has no IPv6)");
        }
    }

    static final class Ipv6 {
        public static void main(String[] args) throws IOException {
            UdpTransport udp = new UdpTransport();
            try (PacketSocket socket = udp.bind(Endpoint.parse("udp://[::1]:0"), Options.DEFAULT)) {
                System.out.println("is bound to " + socket.localEndpoint());
            } catch (SocketFailure e) {
                System.out.println(e.getMessage());
            }
            try (Connection connection = udp.connect(Endpoint.parse("udp://[::1]:7"), Options.DEFAULT)) {
                System.out.println("is connected to " + connection.peerEndpoint());
            } catch (SocketFailure e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
