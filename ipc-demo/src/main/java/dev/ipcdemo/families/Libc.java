package dev.ipcdemo.families;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library's calls, by JNA, because the JDK has none that takes any domain. Called through {@link Function}, which
 * starts quicker than a class of native methods.
 */
final class Libc {

    private static final Function SOCKET = NativeLibrary.getProcess().getFunction("socket");
    private static final Function CLOSE = NativeLibrary.getProcess().getFunction("close");

    private Libc() {}

    /** Does nothing; what counts is that the class is initialized. */
    static void load() {}

    /** {@link SocketCall}. */
    static int errno(int domain, int type, int protocol) {
        int descriptor = SOCKET.invokeInt(new Object[] {domain, type, protocol});
        if (descriptor < 0) {
            return Native.getLastError();
        }
        CLOSE.invokeInt(new Object[] {descriptor});
        return 0;
    }
}
