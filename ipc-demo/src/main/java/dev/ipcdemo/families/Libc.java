package dev.ipcdemo.families;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library's socket(2) and close(2), by JNA, because the JDK has no call that takes any domain. Called through
 * {@link Function}, which starts faster than a class of native methods.
 */
final class Libc implements SocketCall {

    /** Loaded by the thread that makes the first call. */
    private static final class Process {
        static final Function SOCKET = NativeLibrary.getProcess().getFunction("socket");
        static final Function CLOSE = NativeLibrary.getProcess().getFunction("close");
    }

    @Override
    public int errno(int domain, int type, int protocol) {
        int descriptor = Process.SOCKET.invokeInt(new Object[] {domain, type, protocol});
        if (descriptor < 0) {
            return Native.getLastError();
        }
        Process.CLOSE.invokeInt(new Object[] {descriptor});
        return 0;
    }
}
