package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.FileDescriptor;
import java.io.IOException;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;

/**
 * How junixsocket binds: it takes over a name that nobody serves any more, so it checks whether anybody answers there.
 * For a stream listener it does so before it binds; for all others, when bind(2) fails, and it tries again if nobody
 * answers (see {@code bind.c} of its native part).
 */
final class Binding {

    private Binding() {}

    /** The library's bind. */
    @FunctionalInterface
    interface Bind {
        void run() throws IOException;
    }

    /** Binds a stream socket, listens, and notes the system calls. */
    static void ofListener(FileDescriptor descriptor, Bind bindAndListen) throws IOException {
        SystemCalls.note("connect");
        try {
            bindAndListen.run();
        } catch (AddressAlreadyInUseSocketException e) {
            if (!Descriptors.isConnected(descriptor)) {
                SystemCalls.note("bind"); // nobody answered
            }
            throw e;
        } catch (IOException e) {
            SystemCalls.note(SystemCalls.UNKNOWN);
            throw e;
        }
        SystemCalls.note("bind", "listen");
    }

    /**
     * Binds a datagram or sequenced-packet socket, which junixsocket closes if that fails, and notes the system calls.
     */
    static void of(Bind bind) throws IOException {
        SystemCalls.note("bind");
        try {
            bind.run();
        } catch (IOException e) {
            SystemCalls.note("connect", SystemCalls.UNKNOWN, "shutdown", "close");
            throw e;
        }
    }
}
