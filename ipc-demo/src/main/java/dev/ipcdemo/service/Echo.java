package dev.ipcdemo.service;

import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;

/** Sends back what comes: <a href="https://www.rfc-editor.org/rfc/rfc862">RFC 862</a>. */
final class Echo implements Service {

    @Override
    public void received(Peer from, ByteBuffer bytes) throws SocketFailure {
        from.send(bytes);
    }
}
