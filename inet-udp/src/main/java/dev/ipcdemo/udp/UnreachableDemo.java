package dev.ipcdemo.udp;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Nobody is at the port: a connected UDP socket is told so, an unconnected one is not. */
public final class UnreachableDemo implements Demo {

    private static final Duration RECV_TIMEOUT = Duration.ofMillis(200);

    /** Called by {@link java.util.ServiceLoader}. */
    public UnreachableDemo() {}

    @Override
    public String name() {
        return "unreachable";
    }

    @Override
    public String summary() {
        return "sending to a port where nobody is: who is told, and when";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof UdpTransport;
    }

    @Override
    public void server(Stage stage) throws IOException {
        String left;
        try (PacketSocket socket = stage.packets().bind(stage.anywhere(), Options.DEFAULT)) {
            left = socket.localEndpoint().toString();
        }
        stage.note("nobody is at this port now");
        stage.tell(left);
    }

    @Override
    public void client(Stage stage) throws Exception {
        PacketTransport packets = stage.packets();
        SocketAddress nobody = packets.resolve(Endpoint.parse(stage.hear())).get(0);
        Options options = Options.DEFAULT.with(Options.RECV_TIMEOUT, RECV_TIMEOUT);
        try (PacketSocket socket = packets.bind(packets.clientAddress(nobody), options)) {
            socket.sendTo(hello(), nobody);
            stage.claimFailure(
                    FailureKind.TIMEOUT,
                    () -> socket.recvFrom(ByteBuffer.allocate(64)),
                    "An unconnected socket sends to nobody without an error, and hears nothing.");
        }
        try (PacketSocket socket = packets.bind(packets.clientAddress(nobody), Options.DEFAULT);
                Connection connection = socket.connect(nobody)) {
            connection.send(hello());
            stage.claimFailure(
                    FailureKind.REFUSED,
                    () -> connection.recv(ByteBuffer.allocate(64)),
                    "A connected socket also sends without an error, but the next call reports that nobody is there.");
        }
        stage.conclude("The peer's kernel answers a datagram for an unused port with ICMP \"port unreachable\"."
                + " Only a connected socket can be told, because it has exactly one peer that the message"
                + " can be about.");
        stage.conclude("The message comes late, and from another host perhaps not at all, because firewalls"
                + " drop it. A UDP client needs a timeout in any case.");
    }

    private static ByteBuffer hello() {
        return StandardCharsets.US_ASCII.encode("hello");
    }
}
