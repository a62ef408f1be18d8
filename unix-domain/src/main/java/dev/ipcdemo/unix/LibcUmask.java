package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.spi.nio.SocketFile;

/** The umask by the C library, which is loaded when this is used: usually it is not. */
final class LibcUmask implements SocketFile.Umask {

    @Override
    public int set(int mask) {
        return Libc.umask(mask);
    }

    @Override
    public void unshare() {
        Libc.unshareUmask();
    }
}
