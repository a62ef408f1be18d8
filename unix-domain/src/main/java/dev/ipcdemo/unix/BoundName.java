package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The name that a junixsocket socket is bound to: a socket file, or an abstract name, which need not be removed.
 *
 * @param address the address for bind(2)
 * @param file the file, unless the name is abstract
 */
record BoundName(AFUNIXSocketAddress address, Optional<SocketFile> file) implements Closeable {

    /** Prepares an address for bind(2): if it is a path, removes a stale socket file. */
    static BoundName claim(Junixsocket transport, SocketAddress address, String operation) throws SocketFailure {
        Endpoint endpoint = transport.endpointOf(address);
        if (address == UnixNames.PICK) {
            try (CloseOnFailure opening = new CloseOnFailure()) {
                SocketFile file = opening.add(SocketFile.inOwnDirectory(endpoint));
                return opening.succeed(
                        new BoundName(Junixsocket.pathAddress(file.path(), endpoint), Optional.of(file)));
            } catch (IOException e) {
                throw transport.failure(operation, endpoint, e);
            }
        }
        if (!(address instanceof AFUNIXSocketAddress unix)) {
            throw new IllegalArgumentException(address + " is not an address of this transport");
        }
        Optional<SocketFile> file = endpoint.name() instanceof PathName name
                ? Optional.of(SocketFile.claim(Path.of(name.path()), operation, endpoint))
                : Optional.empty();
        return new BoundName(unix, file);
    }

    /** Call it after bind(2). */
    void bound(Set<PosixFilePermission> mode) throws IOException {
        if (file.isPresent()) {
            file.get().bound(mode);
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
