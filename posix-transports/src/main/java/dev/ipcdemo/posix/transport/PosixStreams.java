package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import java.net.SocketAddress;

/** A transport of connections on the system calls. */
abstract class PosixStreams extends PosixTransport<SocketLibrary.Streams> implements StreamTransport {

    PosixStreams(String scheme, SocketType type, Domain... domains) {
        super(scheme, type, domains);
    }

    @Override
    final SocketLibrary.Streams in(SocketLibrary library) {
        return library.streams(scheme());
    }

    @Override
    public final Listener listen(SocketAddress address, Options options) throws SocketFailure {
        return library("listen").listen(address, options);
    }
}
