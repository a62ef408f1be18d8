package dev.ipcdemo.unix;

import java.io.Closeable;
import java.io.IOException;
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
record Place(AFUNIXSocketAddress address, Optional<SocketFile> file) implements Closeable {

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
