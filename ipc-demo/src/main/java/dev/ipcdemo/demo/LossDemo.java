package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.Demo;
import dev.ipcdemo.sockets.spi.PacketTransport;
import dev.ipcdemo.sockets.spi.Stage;
import dev.ipcdemo.sockets.spi.StreamTransport;
import dev.ipcdemo.sockets.spi.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/** A fast sender and a receiver that takes its time: either the sender is made to wait, or something is lost. */
public final class LossDemo implements Demo {

    private static final int MANY = 2000;
    private static final int SIZE_BYTES = 1000;
    private static final int LAST = -1;
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** Small buffers are full soon; and who is made to wait shall say so instead of waiting for ever. */
    private static final Options OPTIONS =
            Options.DEFAULT.withBufferBytes(16_384, 16_384).withSendTimeout(LIMIT).withRecvTimeout(LIMIT);

    /** Called by {@link java.util.ServiceLoader}. */
    public LossDemo() {}

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String summary() {
        return "a fast sender, a slow receiver: who waits, and what is lost?";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport || transport instanceof PacketTransport;
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection connection = stage.transport() instanceof PacketTransport packets
                ? packets.connect(server, OPTIONS)
                : stage.streams().connect(server, OPTIONS)) {
            connection.sendBufferBytes();
            ByteBuffer message = ByteBuffer.allocateDirect(SIZE_BYTES);
            Burst burst = stage.together(
                    String.format(Locale.ROOT, "send %,d messages of %,d bytes", MANY, SIZE_BYTES),
                    () -> send(connection, message));
            stage.tell(Integer.toString(burst.sent()));
            stage.tell(Boolean.toString(burst.madeToWait()));
            stage.hear(); // the receiver has taken what was there
            if (burst.madeToWait()) {
                sendPatiently(connection, message);
            }
            sendPatiently(connection, message.clear().putInt(0, LAST));
        }
    }

    /**
     * What came of sending without a pause.
     *
     * @param sent how many messages were sent, or at least begun
     * @param madeToWait whether the last of them did not find room in time
     */
    private record Burst(int sent, boolean madeToWait) {
        @Override
        public String toString() {
            return madeToWait
                    ? sent - 1 + ", then no room for " + LIMIT.toMillis() + " ms"
                    : String.format(Locale.ROOT, "%,d without waiting", sent);
        }
    }

    private static Burst send(Connection connection, ByteBuffer message) throws SocketFailure {
        for (int number = 0; number < MANY; number++) {
            try {
                connection.sendFully(message.clear().putInt(0, number));
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
                return new Burst(number + 1, true);
            }
        }
        return new Burst(MANY, false);
    }

    /** The limit is for showing that one waits; from here on it means to try again. */
    private static void sendPatiently(Connection connection, ByteBuffer message) throws SocketFailure {
        while (message.hasRemaining()) {
            try {
                connection.sendFully(message);
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void server(Stage stage) throws Exception {
        if (stage.transport() instanceof PacketTransport packets) {
            try (PacketSocket socket = packets.bind(stage.anywhere(), OPTIONS)) {
                socket.recvBufferBytes();
                stage.tell(socket.localEndpoint().toString());
                receive(stage, socket::recvFrom);
            }
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), OPTIONS.withRecvTimeout(Duration.ZERO))) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                connection.recvBufferBytes();
                receive(stage, connection::recvFully);
            }
        }
    }
}
