package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The name that a junixsocket socket is bound to: a socket file, or an abstract name, which need not be removed.
 *
 * @param address the address for bind(2)
 * @param file the file, unless the name is abstract
 */
record BoundName(AFUNIXSocketAddress address, Optional<SocketFile> file) implements Closeable {

    /** Prepares an address for bind(2): if it is a path, removes a stale socket file. */
    static BoundName claim(Junixsocket transport, SocketAddress address, String operation, Options options)
            throws IOException {
        Endpoint endpoint = transport.endpointOf(address);
        if (address == UnixNames.PICK) {
            try (CloseOnFailure opening = new CloseOnFailure()) {
                SocketFile file = opening.add(SocketFile.inOwnDirectory(endpoint, options));
                return opening.succeed(
                        new BoundName(Junixsocket.pathAddress(file.path(), endpoint), Optional.of(file)));
            }
        }
        if (!(address instanceof AFUNIXSocketAddress unix)) {
            throw new IllegalArgumentException(address + " is not an address of this transport");
        }
        Optional<SocketFile> file = endpoint.name() instanceof PathName name
                ? Optional.of(SocketFile.claim(Path.of(name.path()), operation, endpoint, options))
                : Optional.empty();
        return new BoundName(unix, file);
    }

    /** bind(2). */
    void bind(FileDescriptor socket) throws IOException {
        bind(socket, () -> {});
    }

    /** bind(2) and listen(2). */
    void bindAndListen(FileDescriptor socket, int backlog) throws IOException {
        bind(socket, () -> {
            SystemCalls.note("listen");
            Libc.listen(socket, backlog);
        });
    }

    private void bind(FileDescriptor socket, SocketFile.Call listen) throws IOException {
        SocketFile.Call bind = () -> {
            SystemCalls.note("bind");
            Libc.bind(socket, address);
        };
        if (file.isPresent()) {
            file.get().bind(new LibcUmask(), bind, listen);
        } else {
            bind.run();
            listen.run();
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
