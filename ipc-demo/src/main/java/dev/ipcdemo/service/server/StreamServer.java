package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.IdleWatch;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import dev.ipcdemo.sockets.threads.Threads;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Serves connections: each from a thread of its own, and where that takes a lot of memory, many of them from a few. */
final class StreamServer extends Server {

    /** How much of a stream is taken at once. */
    private static final int CHUNK_BYTES = 65_536;

    /** So many connections have a platform thread each. Those that come then share threads, if the transport allows it. */
    private static final int OWN_THREADS = 128;

    private final StreamTransport transport;
    private final Listener listener;
    private final ReceiveBuffer.Pool buffers;
    private final Set<ConnectedPeer> peers = ConcurrentHashMap.newKeySet();
    private final Semaphore places;
    private final AtomicLong accepted = new AtomicLong();
    private final Optional<IdleWatch.Opener> opener;
    private final Semaphore ownThreads;
    private volatile Optional<SharedThreads> sharedThreads = Optional.empty();

    private StreamServer(StreamTransport transport, Listener listener, Service service, Limits limits, ServerLog log) {
        super(listener, service, limits, log);
        this.transport = transport;
        this.listener = listener;
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        int bufferBytes = keepsMessageBoundaries() ? limits.maxMessageBytes() + 1 : CHUNK_BYTES;
        this.buffers = new ReceiveBuffer.Pool(bufferBytes, keepsMessageBoundaries());
        this.places = new Semaphore(limits.maxConnections());
        this.opener =
                Threads.areVirtualFor(transport) || service.needsThreads() ? Optional.empty() : IdleWatch.of(transport);
        this.ownThreads = new Semaphore(opener.isPresent() ? OWN_THREADS : Integer.MAX_VALUE);
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
                accepted.incrementAndGet(),
                connection,
                total.part(),
                log,
                limits.maxMessageBytes(),
                service.accounts(),
                places::release);
        peers.add(peer);
        if (isClosing()) {
            peer.end("the server ended");
        }
        try {
            start(peer);
        } catch (OutOfMemoryError noThread) {
            String why = "no thread could be started" + ProcessLimits.threads();
            peer.end(why);
            leave(peer, why);
            throw noThread;
        }
    }

    private void start(ConnectedPeer peer) {
        ReceiveBuffer buffer = buffers.forOne();
        if (ownThreads.tryAcquire()) {
            startThread(peer, () -> {
                serve(peer, () -> converse(peer, buffer));
                ownThreads.release();
            });
            return;
        }
        sharedThreads()
                .ifPresentOrElse(
                        sharing ->
                                sharing.execute(peer, () -> serve(peer, () -> converse(peer, buffer, sharing, true))),
                        () -> startThread(peer, () -> serve(peer, () -> converse(peer, buffer))));
    }

    private void startThread(ConnectedPeer peer, Runnable task) {
        Threads.start(transport, "peer #" + peer.number(), task);
    }

    /** Opened when they are first needed. Empty where that fails, as when no descriptor is left. */
    private Optional<SharedThreads> sharedThreads() {
        if (sharedThreads.isEmpty() && opener.isPresent() && !isClosing()) {
            try {
                IdleWatch watch = opener.get().openIdleWatch();
                sharedThreads =
                        Optional.of(new SharedThreads(watch, endpoint().toString(), new Setbacks(log, closing)));
            } catch (SocketFailure e) {
                log.setback(e);
            }
        }
        return sharedThreads;
    }

    /** What is done with a peer at a time. */
    @FunctionalInterface
    private interface Part {
        /** Returns whether there is more to come, in another thread. */
        boolean isLeftIdle() throws SocketFailure;
    }

    private void serve(ConnectedPeer peer, Part part) {
        String why = "it failed";
        boolean isLeftIdle = false;
        try {
            isLeftIdle = part.isLeftIdle();
            why = "ended by the peer";
        } catch (SocketFailure e) {
            why = e.kind().words();
        } catch (OutOfMemoryError e) {
            why = "no memory was left for it";
            log.failed(peer, e);
        } catch (RuntimeException | Error e) {
            log.failed(peer, e);
        } finally {
            if (!isLeftIdle) {
                leave(peer, peer.endedHere().orElse(why));
            }
        }
    }

    private boolean converse(ConnectedPeer peer, ReceiveBuffer buffer) throws SocketFailure {
        try {
            service.joined(peer);
            service.converse(peer, buffer);
            return false;
        } finally {
            buffer.release();
            service.left(peer);
        }
    }

    private boolean converse(ConnectedPeer peer, ReceiveBuffer buffer, SharedThreads sharing, boolean isNew)
            throws SocketFailure {
        boolean isLeftIdle = false;
        try {
            if (isNew) {
                service.joined(peer);
            }
            isLeftIdle = converseForNow(peer, buffer, sharing);
            return isLeftIdle;
        } finally {
            if (!isLeftIdle) {
                buffer.release();
                service.left(peer);
            }
        }
    }

    /** As long as something comes. */
    private boolean converseForNow(ConnectedPeer peer, ReceiveBuffer buffer, SharedThreads sharing)
            throws SocketFailure {
        while (sharing.awaitReceivable(peer)) {
            if (!peer.receive(buffer.get())) {
                service.ended(peer);
                return false;
            }
            service.received(peer, buffer.get());
            buffer.fit();
        }
        buffer.release();
        return sharing.leaveIdle(peer, () -> serve(peer, () -> converse(peer, buffer, sharing, false)));
    }

    private void leave(ConnectedPeer peer, String why) {
        try {
            boolean isOfNoAccount = peer.wasProbe();
            peer.close();
            if (isOfNoAccount) {
                return; // nothing is logged
            }
            if (service.accounts()) {
                log.accounted(peer, service.account(peer), why);
            } else {
                peer.announce();
                log.closed(peer, keepsMessageBoundaries(), why);
            }
        } finally {
            peers.remove(peer);
            peer.gone().countDown();
        }
    }

    @Override
    void lookAtPeers() {
        peers.forEach(ConnectedPeer::announceIfItStays);
    }

    @Override
    Collection<ConnectedPeer> peers() {
        return peers;
    }

    @Override
    void stopAccepting() {
        closeSocket();
    }

    @Override
    int endThoseAtRest(Drain drain) {
        return drain.endThoseAtRest(peers, System.nanoTime());
    }

    @Override
    void disconnect() {
        for (ConnectedPeer peer : peers) {
            peer.end("the server ended");
        }
        sharedThreads.ifPresent(SharedThreads::close);
    }

    @Override
    public String summary() {
        return "connections " + accepted + ", " + total.text(keepsMessageBoundaries()) + ", refused " + refused
                + ", idle " + idle + cut() + service.summary();
    }
}
