package dev.ipcdemo.service.server;

import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Serves connections, each from a thread of its own. */
final class StreamServer extends Server {

    /** How much of a stream is taken at once. */
    private static final int CHUNK_BYTES = 65_536;

    private final StreamTransport transport;
    private final Listener listener;
    private final ReceiveBuffer.Pool buffers;
    private final Set<ConnectedPeer> peers = ConcurrentHashMap.newKeySet();
    private final Semaphore places;
    private final AtomicLong accepted = new AtomicLong();

    private StreamServer(StreamTransport transport, Listener listener, Service service, Limits limits, ServerLog log) {
        super(listener, service, limits, log);
        this.transport = transport;
        this.listener = listener;
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        int bufferBytes = keepsMessageBoundaries() ? limits.maxMessageBytes() + 1 : CHUNK_BYTES;
        this.buffers = new ReceiveBuffer.Pool(bufferBytes, keepsMessageBoundaries());
        this.places = new Semaphore(limits.maxConnections());
    }

    static StreamServer open(
            StreamTransport transport,
            Endpoint endpoint,
            Service service,
            Limits limits,
            Options options,
            ServerLog log)
            throws SocketFailure {
        return new StreamServer(transport, transport.listen(endpoint, options), service, limits, log);
    }

    private boolean keepsMessageBoundaries() {
        return transport.type().keepsBoundaries();
    }

    @Override
    void serve(Setbacks setbacks) {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
                setbacks.none();
            } catch (SocketFailure | RuntimeException | OutOfMemoryError e) {
                if (listener.isOpen()) {
                    setbacks.one(e);
                }
            }
        }
    }

    private void welcome(Connection connection) throws SocketFailure {
        if (!places.tryAcquire()) {
            refused.increment();
            connection.close();
            log.refused(connection.peerEndpoint(), "no more than " + limits.maxConnections() + " connections at once");
            return;
        }
        ConnectedPeer peer = new ConnectedPeer(
                accepted.incrementAndGet(), connection, total.part(), log, limits.maxMessageBytes(), places::release);
        peers.add(peer);
        if (isClosing()) {
            peer.end("the server ended");
        }
        try {
            Threads.start(transport, "peer #" + peer.number(), () -> serve(peer));
        } catch (OutOfMemoryError noThread) {
            String why = "no thread could be started" + ProcessLimits.threads();
            peer.end(why);
            leave(peer, why);
            throw noThread;
        }
    }

    private void serve(ConnectedPeer peer) {
        String why = "it failed";
        try {
            if (!service.accounts()) {
                log.opened(peer);
            }
            converse(peer);
            why = "ended by the peer";
        } catch (SocketFailure e) {
            why = e.kind().words();
        } catch (OutOfMemoryError e) {
            why = "no memory was left for it";
            log.failed(peer, e);
        } catch (RuntimeException | Error e) {
            log.failed(peer, e);
        } finally {
            leave(peer, peer.endedHere().orElse(why));
        }
    }

    private void converse(ConnectedPeer peer) throws SocketFailure {
        ReceiveBuffer buffer = buffers.forOne();
        try {
            service.joined(peer);
            service.converse(peer, buffer);
        } finally {
            buffer.release();
            service.left(peer);
        }
    }

    private void leave(ConnectedPeer peer, String why) {
        try {
            peer.close();
            if (service.accounts()) {
                log.accounted(peer, service.account(peer), why);
            } else {
                log.closed(peer, keepsMessageBoundaries(), why);
            }
        } finally {
            peers.remove(peer);
            peer.gone().countDown();
        }
    }

    @Override
    Collection<ConnectedPeer> peers() {
        return peers;
    }

    @Override
    void disconnect() {
        for (ConnectedPeer peer : peers) {
            peer.end("the server ended");
        }
    }

    @Override
    public String summary() {
        return "connections " + accepted + ", " + total.text(keepsMessageBoundaries()) + ", refused " + refused
                + ", idle " + idle + service.summary();
    }
}
