package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.threads.Threads;

/** A relay whose clients connect. */
final class StreamRelay extends Relay {

    private static final long LONGEST_PAUSE_MS = 1000;

    private final Listener listener;

    StreamRelay(RelayContext context, Listener listener) {
        super(context);
        this.listener = listener;
    }

    @Override
    void start() {
        context.start("relay " + endpoint(), this::accept);
        if (context.hasDatagrams()) {
            Threads.startPlatform("relay idle " + endpoint(), context::watchIdle);
        }
    }

    private void accept() {
        long pauseMs = 0;
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
                pauseMs = 0;
            } catch (SocketFailure e) {
                pauseMs = setback(e, pauseMs);
            } catch (OutOfMemoryError noThread) {
                pauseMs = setback(
                        new SocketFailure(
                                "accept", endpoint().toString(), FailureKind.NO_RESOURCES, noThread.getMessage()),
                        pauseMs);
            }
        }
    }

    /** Out of descriptors or threads: neither ends nor spins. Returns how long it has waited. */
    private long setback(SocketFailure failure, long pauseMs) {
        if (!listener.isOpen()) {
            return 0;
        }
        if (pauseMs == 0) {
            context.settings().observer().failed(failure); // only the first in a row
        }
        long nextMs = Math.min(LONGEST_PAUSE_MS, Math.max(10, 2 * pauseMs));
        context.pause(Passage.millis(nextMs));
        return nextMs;
    }

    private void welcome(Connection connection) throws SocketFailure {
        if (context.isFull()) {
            context.refusedForLackOfRoom();
            connection.close();
            return;
        }
        RelayClient client = context.newClient(connection.peerEndpoint());
        if (context.refuses(client.number())) {
            context.injected(client, Direction.TO_TARGET, Fault.REFUSED, 0);
            connection.reset();
            return;
        }
        StreamSession session = new StreamSession(context, client, connection);
        context.add(session);
        try {
            context.start("relay #" + client.number() + " to target", session::run);
        } catch (OutOfMemoryError noThread) {
            session.reset("no thread could be started");
            throw noThread;
        }
    }

    @Override
    public Endpoint endpoint() {
        return listener.localEndpoint();
    }

    @Override
    public void resetClients() {
        context.sessions().forEach(session -> session.reset("reset by command"));
    }

    @Override
    public void close() {
        context.startClosing();
        try {
            closeSocket();
            context.closeSessions("the relay ended");
        } finally {
            context.endClosing();
        }
    }

    private void closeSocket() {
        try {
            listener.close();
        } catch (SocketFailure e) {
            context.settings().observer().failed(e); // the descriptor is gone all the same
        }
    }
}
