package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.FileDescriptor;
import java.io.IOException;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;

/**
 * What junixsocket makes of bind: it takes a name that nobody serves any more, so it looks whether somebody answers there.
 * For a stream's listener it does so before it binds, for all others when they cannot be bound, and tries again if nobody
 * does (see {@code bind.c} of its native part).
 */
final class Binding {

    private Binding() {}

    /** The library's bind. */
    @FunctionalInterface
    interface Bind {
        void run() throws IOException;
    }

    /** Binds a stream and has it listen, and notes the system calls. */
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

    /** Binds a datagram or a sequenced packet socket, which is closed if that fails, and notes the system calls. */
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
