package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;

/** A relay whose clients connect. */
final class StreamRelay extends Relay {

    private static final long LONGEST_PAUSE_MS = 1000;

    private final Listener listener;

    StreamRelay(RelayContext context, Listener listener) {
        super(context);
        this.listener = listener;
    }

    @Override
    void serve() {
        long pauseMs = 0;
        try (SpareDescriptors spare = new SpareDescriptors()) {
            while (listener.isOpen()) {
                try {
                    accept(spare);
                    pauseMs = 0;
                } catch (SocketFailure e) {
                    boolean canRefuse = e.kind() == FailureKind.NO_RESOURCES && spare.release();
                    pauseMs = canRefuse ? 0 : setback(e, pauseMs);
                } catch (OutOfMemoryError noThread) {
                    pauseMs = setback(noResources(noThread.getMessage()), pauseMs);
                }
            }
        }
    }

    private void accept(SpareDescriptors spare) throws SocketFailure {
        Connection connection = listener.accept();
        if (spare.hold()) {
            welcome(connection);
        } else {
            context.refusedForLackOfRoom();
            connection.reset();
            context.failed(
                    noResources("too many open files" + ProcessLimits.openFiles() + ": a new client has been refused"));
        }
    }

    private SocketFailure noResources(String detail) {
        return new SocketFailure("accept", endpoint().toString(), FailureKind.NO_RESOURCES, detail);
    }

    /** Out of descriptors or threads: neither ends nor spins. Returns how long it has waited. */
    private long setback(SocketFailure failure, long pauseMs) {
        if (!listener.isOpen()) {
            return 0;
        }
        if (pauseMs == 0) {
            context.failed(failure); // only the first in a row
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
            refuse(client, connection);
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

    private void refuse(RelayClient client, Connection connection) throws SocketFailure {
        try {
            context.injected(client, Direction.TO_TARGET, Fault.REFUSED, 0);
        } catch (RuntimeException | Error e) {
            // It ends the client's connection, as does what follows.
        }
        connection.reset();
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
    void closeSocket() throws SocketFailure {
        listener.close();
    }
}
