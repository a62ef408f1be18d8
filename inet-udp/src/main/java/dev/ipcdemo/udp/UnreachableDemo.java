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

/** Nobody is at the port: a connected UDP socket is told so, and one that is not connected never learns. */
public final class UnreachableDemo implements Demo {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** Called by {@link java.util.ServiceLoader}. */
    public UnreachableDemo() {}

    @Override
    public String name() {
        return "unreachable";
    }

    @Override
    public String summary() {
        return "sending to a port where nobody is: who gets to know, and when";
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
        stage.note("nobody is at this port any more");
        stage.tell(left);
    }

    @Override
    public void client(Stage stage) throws Exception {
        PacketTransport packets = stage.packets();
        SocketAddress nobody = packets.resolve(Endpoint.parse(stage.hear())).get(0);
        Options options = Options.DEFAULT.with(Options.RECV_TIMEOUT, PATIENCE);
        try (PacketSocket socket = packets.bind(packets.clientAddress(nobody), options)) {
            socket.sendTo(hello(), nobody);
            stage.claimFailure(
                    FailureKind.TIMEOUT,
                    () -> socket.recvFrom(ByteBuffer.allocate(64)),
                    "A socket that is not connected sends to nobody without an error, and hears nothing.");
        }
        try (PacketSocket socket = packets.bind(packets.clientAddress(nobody), Options.DEFAULT);
                Connection connection = socket.connect(nobody)) {
            connection.send(hello());
            stage.claimFailure(
                    FailureKind.REFUSED,
                    () -> connection.recv(ByteBuffer.allocate(64)),
                    "A connected one sends without an error too, and the next call reports that nobody is there.");
        }
        stage.conclude("The peer's kernel answers a datagram for an unused port with ICMP \"port unreachable\". Only a"
                + " connected socket can be told, because only it has one peer that the news can be about.");
        stage.conclude(
                "It comes late, and from another host perhaps not at all: firewalls drop it. A UDP client needs a"
                        + " timeout in any case.");
    }

    private static ByteBuffer hello() {
        return StandardCharsets.US_ASCII.encode("hello");
    }
}
