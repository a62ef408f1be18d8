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

/** A fast sender and a receiver that takes its time: either the sender is made to wait, or something is lost. */
public final class LossDemo implements Demo {

    private static final int MANY = 2000;
    private static final int SIZE_BYTES = 1000;
    private static final String LAST = "end";
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** Small buffers are full soon; and who is made to wait shall say so instead of waiting for ever. */
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
            stage.tell(Boolean.toString(burst.madeToWait()));
            stage.hear(); // the receiver has taken what was there
            if (burst.madeToWait()) {
                sendPatiently(connection, message);
            }
            sendPatiently(connection, fill(message, LAST));
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
                stage.hear(); // somebody is there
                receive(stage, socket::recvFrom);
            }
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), OPTIONS)) {
            stage.tell(listener.localEndpoint().toString());
            stage.hear(); // somebody is there, so that accept need not wait either
            try (Connection connection = listener.accept()) {
                connection.recvBufferBytes();
                receive(stage, connection::recvFully);
            }
        }
    }

    /** A receive, by whichever verb. */
    @FunctionalInterface
    private interface Receive {
        void into(ByteBuffer buffer) throws SocketFailure;
    }

    private static void receive(Stage stage, Receive receive) throws Exception {
        int sent = Integer.parseInt(stage.hear());
        boolean madeToWait = Boolean.parseBoolean(stage.hear());
        Received received = new Received(receive);
        stage.together("receive until nothing comes for " + LIMIT.toMillis() + " ms", received::untilSilence);
        stage.tell("go on");
        stage.together("receive until the end", received::untilEnd);
        int lost = sent - received.count;
        stage.claim(received.inOrder, "What arrived is numbered in the order in which it was sent.");
        if (madeToWait) {
            stage.claim(lost == 0, "The sender was made to wait, and nothing was lost.");
            stage.conclude(
                    "The receiver was slow, and it was the sender who felt it: when the buffers between the two are"
                            + " full, send waits. That is back-pressure, and the reason why nothing is lost here.");
            stage.conclude("It also means that a peer that stops receiving can hold up who sends to it, for ever if no"
                    + " limit is set.");
        } else {
            stage.claim(
                    lost > 0,
                    String.format(
                            Locale.ROOT,
                            "Every send succeeded and none waited, and yet %,d of %,d datagrams are lost.",
                            lost,
                            sent));
            stage.conclude("The receiver's buffer was full after " + received.count + " datagrams, and the kernel threw"
                    + " the others away. Nobody was told: only the numbers in the messages show it.");
            stage.conclude("So UDP loses on one host too, without any network. Who cannot bear that asks for larger"
                    + " buffers, numbers and repeats what is lost, or takes another transport.");
        }
    }

    /** What has arrived, by number. */
    private static final class Received {

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE_BYTES);
        private final Receive receive;
        private int count;
        private int previous = -1;
        private boolean inOrder = true;

        Received(Receive receive) {
            this.receive = receive;
        }

        /** One message; false if it was the last. On a stream it may come in pieces, with a timeout in between. */
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
                throw new IllegalStateException("the end came before it was asked for");
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
