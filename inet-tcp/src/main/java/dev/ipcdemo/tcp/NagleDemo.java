package dev.ipcdemo.tcp;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/** Two small writes and a read: with Nagle's algorithm, the second write waits for a delayed acknowledgement. */
public final class NagleDemo implements Demo {

    private static final int EXCHANGES = 3;

    /** A busy machine can delay any exchange, but hardly so many. */
    private static final int MOST_EXCHANGES = 20;

    /** Linux delays an acknowledgement by 40 ms or more; half of that distinguishes a delay from none. */
    private static final double DELAYED_MS = 20;

    /** Called by {@link java.util.ServiceLoader}. */
    public NagleDemo() {}

    @Override
    public String name() {
        return "nagle";
    }

    @Override
    public String summary() {
        return "two small writes, then a read: 40 ms without TCP_NODELAY";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof TcpTransport;
    }

    @Override
    public void server(Stage stage) throws Exception {
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            answer(stage, listener);
            answer(stage, listener);
        }
    }

    private static void answer(Stage stage, Listener listener) throws Exception {
        try (Connection connection = listener.accept()) {
            SocketChannel channel = ChannelBacked.channelOf(connection, SocketChannel.class);
            ByteBuffer message = ByteBuffer.allocate(2);
            delayAcknowledgements(stage, channel);
            while (connection.recv(message) >= 0) {
                if (!message.hasRemaining()) {
                    connection.sendFully(StandardCharsets.US_ASCII.encode("!"));
                    message.clear();
                    delayAcknowledgements(stage, channel);
                }
            }
        }
    }

    /**
     * A new connection acknowledges at once for a while, and sometimes returns to that, so the setting does not last.
     */
    private static void delayAcknowledgements(Stage stage, SocketChannel channel) throws Exception {
        if (isLinux(channel)) {
            stage.act(
                    "setsockopt(TCP_QUICKACK, off)",
                    () -> channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, false),
                    set -> "");
        }
    }

    private static boolean isLinux(SocketChannel channel) {
        return channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        stage.note("TCP_NODELAY off, which is the system's default");
        double medianMs = ask(stage, server, false, Double.MAX_VALUE).get(EXCHANGES / 2);
        stage.note("TCP_NODELAY on");
        double fastestMs = ask(stage, server, true, medianMs).get(0);
        String waited = String.format(
                Locale.ROOT,
                "Without TCP_NODELAY the median exchange took %.1f ms, with it the fastest took %.1f ms",
                medianMs,
                fastestMs);
        try (SocketChannel any = SocketChannel.open()) {
            if (isLinux(any)) {
                stage.claim(medianMs >= DELAYED_MS && fastestMs < medianMs, waited + ".");
            } else {
                stage.note(waited + "; the delay of an acknowledgement depends on the system");
            }
        }
        stage.conclude("Nagle's algorithm holds back a small segment while an earlier one has not been"
                + " acknowledged, and the receiver delays its acknowledgement until it can be sent with an"
                + " answer: each waits for the other.");
        stage.conclude("Write a message with one call, or set TCP_NODELAY, which ipc-demo does by default.");
    }

    /**
     * The durations of some exchanges, sorted. If all of them take as long as {@code boundMs}, there are more, until one takes
     * less.
     */
    private static List<Double> ask(Stage stage, Endpoint server, boolean noDelay, double boundMs) throws IOException {
        List<Double> tookMs = new ArrayList<>();
        try (Connection connection = stage.streams().connect(server, Options.DEFAULT.with(Options.NO_DELAY, noDelay))) {
            while (tookMs.size() < EXCHANGES || tookMs.size() < MOST_EXCHANGES && Collections.min(tookMs) >= boundMs) {
                long startNs = System.nanoTime();
                connection.sendFully(StandardCharsets.US_ASCII.encode("a"));
                connection.sendFully(StandardCharsets.US_ASCII.encode("b"));
                connection.recvFully(ByteBuffer.allocate(1));
                tookMs.add((System.nanoTime() - startNs) / 1e6);
            }
        }
        Collections.sort(tookMs);
        return tookMs;
    }
}
