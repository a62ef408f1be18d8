package dev.ipcdemo.udp;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import dev.ipcdemo.sockets.spi.nio.InetTransport;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A UDP socket whose calls are shown on a stage, for what a packet socket does not support: shared ports, more options,
 * and groups.
 */
final class ShownSocket implements Closeable {

    private static final Duration RECV_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_STRANGERS = 10;

    private final Stage stage;
    private final String label;
    private final DatagramChannel channel;

    private ShownSocket(Stage stage, String label, DatagramChannel channel) {
        this.stage = stage;
        this.label = label.isEmpty() ? "" : label + ": ";
        this.channel = channel;
    }

    /** Binds a socket to any free port. */
    static ShownSocket bind(Stage stage, InetAddress address) throws Exception {
        return bind(stage, "", new InetSocketAddress(address, 0), false);
    }

    /** Binds one of several sockets at the same port, which have different labels. */
    static ShownSocket bindShared(Stage stage, String label, InetAddress address, int port) throws Exception {
        return bind(stage, label, new InetSocketAddress(address, port), true);
    }

    private static ShownSocket bind(Stage stage, String label, InetSocketAddress address, boolean shared)
            throws Exception {
        return stage.act(
                "bind(" + text(address) + (shared ? ", SO_REUSEADDR" : "") + ")",
                () -> {
                    try (CloseOnFailure opening = new CloseOnFailure()) {
                        SystemCalls.note("socket", "bind");
                        DatagramChannel channel = opening.add(DatagramChannel.open(InetTransport.domainOf(address)));
                        if (shared) {
                            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                        }
                        return opening.succeed(new ShownSocket(stage, label, channel.bind(address)));
                    }
                },
                socket -> (label.isEmpty() ? "" : label + " at ") + text(socket.address()));
    }

    private InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return address().getPort();
    }

    <T> void set(SocketOption<T> option, T value, String shown) throws Exception {
        stage.act(
                label + "setsockopt(" + option + ", " + shown + ")", () -> channel.setOption(option, value), set -> "");
    }

    MembershipKey join(InetAddress group, NetworkInterface where) throws Exception {
        String option = group instanceof Inet6Address ? "IPV6_JOIN_GROUP" : "IP_ADD_MEMBERSHIP";
        return stage.act(
                label + "setsockopt(" + option + ", " + InetNames.text(group) + " on " + where.getName() + ")",
                () -> channel.join(group, where),
                joined -> "");
    }

    void leave(MembershipKey membership) throws IOException {
        InetAddress group = membership.group();
        String option = group instanceof Inet6Address ? "IPV6_LEAVE_GROUP" : "IP_DROP_MEMBERSHIP";
        stage.act(label + "setsockopt(" + option + ", " + InetNames.text(group) + ")", membership::drop);
    }

    void send(String text, InetSocketAddress to) throws Exception {
        stage.act(
                label + "sendto(\"" + text + "\", " + text(to) + ")",
                () -> channel.send(StandardCharsets.US_ASCII.encode(text), to),
                sent -> Integer.toString(sent));
    }

    /** A received datagram. */
    private record Received(String text, SocketAddress sender) {
        @Override
        public String toString() {
            return text.length() + " \"" + text + "\" from " + ShownSocket.text((InetSocketAddress) sender);
        }
    }

    /** Waits for a datagram; on the loopback interface it arrives at once, or not at all. */
    private Optional<String> receive() throws Exception {
        return stage.call(
                        label + "recvfrom(64)",
                        this::receiveInTime,
                        received -> received.map(Received::toString)
                                .orElse("nothing within " + RECV_TIMEOUT.toSeconds() + " s"))
                .map(Received::text);
    }

    /** Waits for a datagram, and passes over what strangers send to the port: they may take it for somebody who had it before. */
    boolean receives(String text) throws Exception {
        Optional<String> received = receive();
        for (int i = 0;
                i < MOST_STRANGERS && received.isPresent() && !received.get().equals(text);
                i++) {
            received = receive();
        }
        return received.equals(Optional.of(text));
    }

    private Optional<Received> receiveInTime() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        try {
            channel.socket().setSoTimeout((int) RECV_TIMEOUT.toMillis());
            channel.socket().receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
            return Optional.of(new Received(text, packet.getSocketAddress()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /** Receives a datagram if one has arrived. */
    Optional<String> poll() throws Exception {
        return stage.call(
                        label + "recvfrom(64, without waiting)",
                        this::receiveAtOnce,
                        received -> received.map(Received::toString).orElse("nothing"))
                .map(Received::text);
    }

    private Optional<Received> receiveAtOnce() throws IOException {
        channel.configureBlocking(false);
        try {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            SocketAddress sender = channel.receive(buffer);
            String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
            return sender == null ? Optional.empty() : Optional.of(new Received(text, sender));
        } finally {
            channel.configureBlocking(true);
        }
    }

    private static String text(InetSocketAddress address) {
        String host = InetNames.text(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    @Override
    public void close() throws IOException {
        stage.act("close(" + (label.isEmpty() ? "socket" : label.replace(": ", "")) + ")", channel::close);
    }
}
