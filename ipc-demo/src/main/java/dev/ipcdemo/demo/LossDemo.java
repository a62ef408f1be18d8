package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/** A fast sender and a slow receiver: either the sender has to wait, or something is lost. */
public final class LossDemo implements Demo {

    private static final int MANY = 2000;
    private static final int SIZE_BYTES = 1000;
    private static final String LAST = "end";
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** Small buffers fill up quickly; a sender that has to wait fails at its limit instead of blocking. */
    private static final Options OPTIONS = Options.DEFAULT
            .with(Options.SEND_BUFFER_BYTES, 16_384)
            .with(Options.RECV_BUFFER_BYTES, 16_384)
            .with(Options.SEND_TIMEOUT, LIMIT)
            .with(Options.RECV_TIMEOUT, LIMIT);

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
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection connection = stage.transport().connect(server, OPTIONS)) {
            stage.tell("connected");
            connection.sendBufferBytes();
            ByteBuffer message = ByteBuffer.allocateDirect(SIZE_BYTES);
            Burst burst = stage.together(
                    String.format(Locale.ROOT, "send %,d messages of %,d bytes", MANY, SIZE_BYTES),
                    () -> send(connection, message));
            stage.tell(Integer.toString(burst.sent()));
            stage.tell(Boolean.toString(burst.hadToWait()));
            stage.hear(); // the receiver has received what was there
            if (burst.hadToWait()) {
                sendPatiently(connection, message);
            }
            sendPatiently(connection, fill(message, LAST));
        }
    }

    /**
     * The result of sending without a pause.
     *
     * @param sent how many messages were sent, or at least begun
     * @param hadToWait whether there was no room for the last of them in time
     */
    private record Burst(int sent, boolean hadToWait) {
        @Override
        public String toString() {
            return hadToWait
                    ? sent - 1 + ", then no room for " + LIMIT.toMillis() + " ms"
                    : String.format(Locale.ROOT, "%,d without waiting", sent);
        }
    }

    private static Burst send(Connection connection, ByteBuffer message) throws SocketFailure {
        for (int number = 0; number < MANY; number++) {
            try {
                connection.sendFully(fill(message, Integer.toString(number)));
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
                return new Burst(number + 1, true);
            }
        }
        return new Burst(MANY, false);
    }

    private static ByteBuffer fill(ByteBuffer message, String number) {
        String text = number + " ";
        message.clear().put(Text.bytes(text + ".".repeat(SIZE_BYTES - text.length())));
        return message.flip();
    }

    /** The limit was only to show that the sender waits; now reaching it means to try again. */
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
                stage.hear(); // the client is there
                receive(stage, socket::recvFrom);
            }
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), OPTIONS)) {
            stage.tell(listener.localEndpoint().toString());
            stage.hear(); // the client is there, so accept will not wait either
            try (Connection connection = listener.accept()) {
                connection.recvBufferBytes();
                receive(stage, connection::recvFully);
            }
        }
    }

    /** The receive of either role. */
    @FunctionalInterface
    private interface Receive {
        void into(ByteBuffer buffer) throws SocketFailure;
    }

    private static void receive(Stage stage, Receive receive) throws Exception {
        int sent = Integer.parseInt(stage.hear());
        boolean hadToWait = Boolean.parseBoolean(stage.hear());
        Received received = new Received(receive);
        stage.together("receive until nothing arrives for " + LIMIT.toMillis() + " ms", received::untilSilence);
        stage.tell("go on");
        stage.together("receive until the end", received::untilEnd);
        int lost = sent - received.count;
        stage.claim(received.inOrder, "What arrived, arrived in the order in which it was sent.");
        if (hadToWait) {
            stage.claim(lost == 0, "The sender had to wait, and nothing was lost.");
            stage.conclude(
                    "A slow receiver slows its sender down: when the buffers between the two are full, send waits. This is"
                            + " called back-pressure, and it is why nothing is lost here.");
            stage.conclude(
                    "It also means that a peer that stops reading blocks its sender, forever unless you set a timeout.");
        } else {
            stage.claim(
                    lost > 0,
                    String.format(
                            Locale.ROOT,
                            "Every send succeeded at once, and yet %,d of %,d datagrams were lost.",
                            lost,
                            sent));
            stage.conclude(
                    "The receiver's buffer was full after " + received.count + " datagrams, and the kernel dropped"
                            + " the others. Neither side was told: only the numbers in the messages show it.");
            stage.conclude(
                    "So UDP loses datagrams even on one host, without a network. If you cannot accept that, use larger"
                            + " buffers, number the messages and send lost ones again, or use another transport.");
        }
    }

    /** The messages that have arrived. */
    private static final class Received {

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE_BYTES);
        private final Receive receive;
        private int count;
        private int previous = -1;
        private boolean inOrder = true;

        Received(Receive receive) {
            this.receive = receive;
        }

        /** Receives a message; false if it was the last. On a stream it may arrive in parts, with a timeout in between. */
        private boolean next() throws SocketFailure {
            receive.into(buffer);
            String text = Text.received(buffer);
            buffer.clear();
            if (text.startsWith(LAST)) {
                return false;
            }
            int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
            inOrder &= number > previous;
            previous = number;
            count++;
            return true;
        }

        String untilSilence() throws SocketFailure {
            try {
                while (next()) {}
                throw new IllegalStateException("the last message arrived before the client was told to go on");
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
                return count + " received";
            }
        }

        String untilEnd() throws SocketFailure {
            int before = count;
            boolean goesOn = true;
            while (goesOn) {
                try {
                    goesOn = next();
                } catch (SocketFailure e) {
                    if (e.kind() != FailureKind.TIMEOUT) {
                        throw e;
                    }
                }
            }
            return count - before + " more received";
        }
    }
}
