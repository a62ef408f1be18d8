package dev.ipcdemo.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lines with which the README begins. */
@Timeout(600)
class FirstUseTest {

    private static void greet(String address) throws SocketFailure {
        Endpoint server = Endpoint.parse(address);
        try (Connection connection = Transports.byScheme(server.scheme()).connect(server, Options.DEFAULT)) {
            connection.sendFully(ByteBuffer.wrap("hello\n".getBytes(UTF_8)));
        }
    }

    @Test
    void sendsAGreeting() throws SocketFailure {
        Endpoint anyPort = Endpoint.parse("tcp://127.0.0.1:0");
        ByteBuffer received = ByteBuffer.allocate(6);
        try (Listener listener = Transports.stream("tcp").listen(anyPort, Options.DEFAULT)) {
            greet(listener.localEndpoint().toString());
            try (Connection connection = listener.accept()) {
                connection.recvFully(received);
            }
        }
        assertThat(new String(received.array(), UTF_8)).isEqualTo("hello\n");
    }
}
