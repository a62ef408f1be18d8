package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;

/** A buffer smaller than the message: a stream keeps the rest, a message socket loses it. */
public final class TruncationDemo implements Demo {

    private static final String FIRST = "the quick brown fox";
    private static final String SECOND = "the lazy dog";
    private static final int TOO_SMALL = 9;

    /** Called by {@link java.util.ServiceLoader}. */
    public TruncationDemo() {}

    @Override
    public String name() {
        return "truncation";
    }

    @Override
    public String summary() {
        return "a buffer smaller than the message: is the rest kept?";
    }

    @Override
    public void server(Stage stage) throws SocketFailure {
        if (stage.transport() instanceof PacketTransport packets) {
            try (PacketSocket socket = packets.bind(stage.anywhere(), Options.DEFAULT)) {
                stage.tell(socket.localEndpoint().toString());
                receiveMessages(stage, socket::recvFrom);
            }
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                if (connection.keepsMessageBoundaries()) {
                    receiveMessages(stage, connection::recv);
                } else {
                    receiveStream(stage, connection);
                }
            }
        }
    }

    private static void receiveStream(Stage stage, Connection connection) throws SocketFailure {
        ByteBuffer small = ByteBuffer.allocate(TOO_SMALL);
        connection.recvFully(small);
        ByteBuffer rest = ByteBuffer.allocate(FIRST.length() - TOO_SMALL + SECOND.length());
        connection.recvFully(rest);
        stage.claim(
                Text.received(small).equals(FIRST.substring(0, TOO_SMALL)),
                "The small buffer got the first " + TOO_SMALL + " bytes.");
        stage.claim(
                Text.received(rest).equals(FIRST.substring(TOO_SMALL) + SECOND),
                "The stream kept the rest: the next receive continued where this one had ended.");
        stage.conclude(
                "On a stream no buffer is too small: a receive takes what fits, and leaves the rest for the next. The size"
                        + " of the buffer affects speed, not correctness.");
    }

    /** The receive of either role. */
    private interface Receive {
        Object into(ByteBuffer buffer) throws SocketFailure;
    }

    private static void receiveMessages(Stage stage, Receive receive) throws SocketFailure {
        ByteBuffer small = ByteBuffer.allocate(TOO_SMALL);
        receive.into(small);
        ByteBuffer oneMore = ByteBuffer.allocate(SECOND.length() + 1);
        receive.into(oneMore);
        stage.claim(
                Text.received(small).equals(FIRST.substring(0, TOO_SMALL)),
                "The small buffer got the first " + TOO_SMALL + " bytes of " + FIRST.length()
                        + ", and the call returned as if that were all.");
        stage.claim(
                Text.received(oneMore).equals(SECOND),
                "The next receive got the next message; the rest of the first is lost.");
        stage.claim(
                oneMore.hasRemaining(),
                "A buffer one byte larger than the largest message was not filled, so the message is complete.");
        stage.conclude("The kernel knows that it cut the message off, and tells a C program that asks (recvmsg sets"
                + " MSG_TRUNC), but neither the JDK nor junixsocket passes that on. So use a buffer one byte larger than the"
                + " largest message, and treat a full buffer as a truncated message.");
    }

    @Override
    public void client(Stage stage) throws SocketFailure {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection connection = stage.transport().connect(server, Options.DEFAULT)) {
            connection.sendFully(Text.bytes(FIRST));
            connection.sendFully(Text.bytes(SECOND));
        }
    }
}
