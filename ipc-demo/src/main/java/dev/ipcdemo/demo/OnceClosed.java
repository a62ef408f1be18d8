package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.SocketFailure;
import java.util.concurrent.atomic.AtomicBoolean;

/** The closing of a socket, which is shown once though it may be asked for again, or through another view of it. */
final class OnceClosed {

    private final AtomicBoolean isShown = new AtomicBoolean();

    void close(Recording socket) throws SocketFailure {
        if (isShown.compareAndSet(false, true)) {
            socket.opened().recorder().close(socket.name(), socket.recorded()::close);
        } else {
            socket.recorded().close();
        }
    }
}
