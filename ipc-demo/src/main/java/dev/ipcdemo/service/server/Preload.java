package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.threads.Threads;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from here to here, before a server starts. The JDK opens descriptors of its own when it first closes a
 * connection, or first waits for one in a virtual thread; if there are none left at that time, it cannot do either until
 * the JVM ends. To load a class from a directory takes a descriptor, too, so what tells of a failure is used once. All of
 * this is done while there are some.
 */
final class Preload {

    private static final Logger LOG = LoggerFactory.getLogger(Preload.class);

    private Preload() {}

    static void of(StreamTransport transport) {
        for (Class<?> type : List.of(Server.class, StreamServer.class, Peer.class, ConnectedPeer.class)) {
            LOG.debug("{} has {} nested classes", type, type.getDeclaredClasses().length); // which loads them
        }
        try {
            fail(transport, converse(transport));
        } catch (SocketFailure e) {
            LOG.debug("the rehearsal failed, and is not needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns where nobody listens any more. */
    private static Endpoint converse(StreamTransport transport) throws SocketFailure, InterruptedException {
        Endpoint anywhere = new Endpoint(transport.scheme(), new Endpoint.AnyName());
        try (Listener listener = transport.listen(anywhere, Options.DEFAULT);
                Connection client = transport.connect(listener.localAddress(), Options.DEFAULT);
                Connection accepted = listener.accept()) {
            Thread receiver = Threads.start(transport, "rehearsal", () -> awaitEnd(accepted));
            client.sendFully(ByteBuffer.wrap(new byte[1]));
            client.shutdownOutput();
            receiver.join();
            return listener.localEndpoint();
        }
    }

    private static void fail(StreamTransport transport, Endpoint closed) {
        try (Connection unexpected = transport.connect(closed, Options.DEFAULT)) {
            LOG.debug("somebody else listens on {}", unexpected.peerEndpoint());
        } catch (SocketFailure e) {
            new Setbacks(new ServerLog(LOG::debug), new CountDownLatch(0)).one(e);
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
