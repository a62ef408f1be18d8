package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.SocketFailure;

/** The closing of a socket, which is shown once though it may be asked for again, or through another view of it. */
final class OnceClosed {

    private boolean isShown; // guarded by this

    /** One thread at a time: what is shown is what closed the socket. */
    synchronized void close(Recording socket) throws SocketFailure {
        if (isShown) {
            socket.recorded().close();
        } else {
            isShown = true;
            socket.opened().recorder().close(socket.name(), socket.recorded()::close);
        }
    }
}
