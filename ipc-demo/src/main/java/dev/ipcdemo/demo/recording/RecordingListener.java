package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import java.util.Optional;
import java.util.function.Function;

/** A listener whose calls, and those of the connections it accepts, are recorded. */
final class RecordingListener extends RecordingSocket<Listener> implements Listener {

    RecordingListener(Listener listener, boolean blocking, Recorder recorder) {
        super(listener, "listener", blocking, recorder);
    }

    @Override
    public Connection accept() throws SocketFailure {
        return recorder.call(
                blocking,
                name.prefix() + "accept()",
                () -> new RecordingConnection(socket.accept(), blocking, recorder),
                RecordingListener::accepted,
                this::tookFromBacklog);
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        Optional<RecordingConnection> next = recorder.call(
                blocking,
                name.prefix() + "accept()",
                () -> socket.tryAccept().map(connection -> new RecordingConnection(connection, blocking, recorder)),
                connection -> connection.map(RecordingListener::accepted).orElse("no connection waiting"),
                connection -> connection.map(this::tookFromBacklog).orElse(Effect.NOTHING));
        return next.map(Function.identity());
    }

    private Effect tookFromBacklog(RecordingConnection connection) {
        return Effect.on(
                Effect.Kind.ACCEPT,
                connection.name,
                localEndpoint().toString(),
                connection.peerEndpoint().toString());
    }

    private static String accepted(RecordingConnection connection) {
        return connection.name.prefix() + CallText.address(connection.peerEndpoint());
    }
}
