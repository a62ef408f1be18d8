package dev.ipcdemo.posix.family;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.family.SocketFamily.BindTarget;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;

/** A path that a socket is bound to. */
final class BoundPath implements BindTarget {

    private final UnixAddress address;
    private final SocketFile file;

    private BoundPath(UnixAddress address, SocketFile file) {
        this.address = address;
        this.file = file;
    }

    /** A new path in a new directory that only its owner can enter; the directory is removed with the file. */
    static BoundPath inOwnDirectory(Endpoint endpoint, Options options) throws SocketFailure {
        SocketFile file = SocketFile.inOwnDirectory(endpoint, options);
        return new BoundPath(UnixAddress.ofPath(file.path().toString()), file);
    }

    /** Prepares a path for bind(2): it must be free, or have a stale socket file, which is removed. */
    static BoundPath claim(UnixAddress address, String operation, Endpoint endpoint, Options options)
            throws IOException {
        return new BoundPath(address, SocketFile.claim(Path.of(address.text()), operation, endpoint, options));
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void bind(SocketFile.Call bind, SocketFile.Call listen) throws IOException {
        file.bind(new OwnUmask(), bind, listen);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class OwnUmask implements SocketFile.Umask {

        @Override
        public int set(int mask) {
            return Kernel.umask(mask);
        }

        @Override
        public void unshare() {
            Kernel.unshareUmask();
        }
    }
}
