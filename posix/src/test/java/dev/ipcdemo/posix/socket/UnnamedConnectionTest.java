package dev.ipcdemo.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.posix.family.InetFamily;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.Sandbox;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection is accepted, and then asking for its name fails. */
@Timeout(600)
class UnnamedConnectionTest {

    private final AtomicBoolean namesFail = new AtomicBoolean();

    /** TCP, until nothing can be named any more. */
    private SocketFamily family() {
        InetFamily tcp = new InetFamily("posix+tcp", SocketType.SOCK_STREAM, 0);
        return (SocketFamily) Proxy.newProxyInstance(
                SocketFamily.class.getClassLoader(),
                new Class<?>[] {SocketFamily.class},
                (proxy, method, arguments) -> {
                    if (namesFail.get() && method.getName().equals("endpointOf")) {
                        throw new IllegalStateException("it has no name");
                    }
                    return method.invoke(tcp, arguments);
                });
    }

    @Test
    void isClosed() throws IOException {
        StreamSockets transport = new StreamSockets(family());
        Options patient = Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT);
        try (Listener listener =
                        transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Options.DEFAULT);
                Connection client = Transports.stream("posix+tcp").connect(listener.localAddress(), patient)) {
            namesFail.set(true);

            assertThatThrownBy(listener::accept).isInstanceOf(IllegalStateException.class);

            assertThat(client.recv(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }
}
