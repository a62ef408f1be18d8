package dev.ipcdemo.service;

import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.service.server.Service;
import java.nio.ByteBuffer;

/** Throws away what comes: <a href="https://www.rfc-editor.org/rfc/rfc863">RFC 863</a>. */
final class Discard implements Service {

    @Override
    public void received(Peer from, ByteBuffer bytes) {}
}
