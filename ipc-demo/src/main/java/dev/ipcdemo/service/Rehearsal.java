package dev.ipcdemo.service;

import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from here to here, before a server starts. The JDK opens descriptors of its own when it first closes a
 * connection, or first waits for one in a virtual thread; if there are none left at that time, it cannot do either until
 * the JVM ends. So both are done while there are some.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    static void of(StreamTransport transport) {
        Endpoint anywhere = new Endpoint(transport.scheme(), new Endpoint.AnyName());
        try (Listener listener = transport.listen(anywhere, Options.DEFAULT);
                Connection client = transport.connect(listener.localAddress(), Options.DEFAULT);
                Connection accepted = listener.accept()) {
            Thread receiver = Threads.start(transport, "rehearsal", () -> awaitEnd(accepted));
            client.sendFully(ByteBuffer.wrap(new byte[1]));
            client.shutdownOutput();
            receiver.join();
        } catch (SocketFailure e) {
            LOG.debug("the rehearsal failed, and is not needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(Connection accepted) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        try (accepted) {
            while (accepted.recv(buffer.clear()) >= 0) {
                LOG.debug("received in the rehearsal");
            }
        } catch (SocketFailure e) {
            LOG.debug("the rehearsal failed, and is not needed", e);
        }
    }
}
