package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import java.util.Optional;
import java.util.function.Function;

/** A listener whose calls, and those of the connections it accepts, are recorded. */
final class RecordingListener implements Listener, Recording {

    private final Listener listener;
    private final Opened opened;
    private final Numbers.Name name;
    private final OnceClosed closing = new OnceClosed();

    RecordingListener(Listener listener, Opened opened) {
        this.listener = listener;
        this.opened = opened;
        this.name = opened.recorder().numbers().next("listener");
    }

    @Override
    public Listener recorded() {
        return listener;
    }

    @Override
    public Opened opened() {
        return opened;
    }

    @Override
    public Numbers.Name name() {
        return name;
    }

    @Override
    public Connection accept() throws SocketFailure {
        return opened.recorder()
                .receive(
                        opened.blocking(),
                        name.prefix() + "accept()",
                        () -> new RecordingConnection(listener.accept(), opened),
                        RecordingListener::accepted);
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        Optional<RecordingConnection> next = opened.recorder()
                .receive(
                        opened.blocking(),
                        name.prefix() + "accept()",
                        () -> listener.tryAccept().map(connection -> new RecordingConnection(connection, opened)),
                        connection ->
                                connection.map(RecordingListener::accepted).orElse("nobody waits"));
        return next.map(Function.identity());
    }

    private static String accepted(RecordingConnection connection) {
        return connection.name().prefix() + Names.peer(connection.peerEndpoint());
    }

    @Override
    public void close() throws SocketFailure {
        closing.close(this);
    }
}
