package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.SocketFailure;
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
 * Where a junixsocket socket is bound: at a socket file, or at an abstract name, for which nothing has to be removed.
 *
 * @param address what bind(2) gets
 * @param file the file, unless the name is abstract
 */
record BoundName(AFUNIXSocketAddress address, Optional<SocketFile> file) implements Closeable {

    /** Makes room at the address that a socket shall be bound to, where a file stands for it. */
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
            throw new IllegalArgumentException(address + " is no address of this transport");
        }
        Optional<SocketFile> file = endpoint.name() instanceof PathName name
                ? Optional.of(SocketFile.claim(Path.of(name.path()), operation, endpoint))
                : Optional.empty();
        return new BoundName(unix, file);
    }

    /** To be called after bind(2). */
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
