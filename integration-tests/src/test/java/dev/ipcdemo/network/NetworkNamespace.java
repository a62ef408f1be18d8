package dev.ipcdemo.network;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** The network namespace of a process, as setns(2) enters it. */
final class NetworkNamespace {

    private static final int O_RDONLY = 0;
    private static final int CLONE_NEWNET = 0x4000_0000;

    static {
        Native.register(NetworkNamespace.class, "c");
    }

    private NetworkNamespace() {}

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int setns(int descriptor, int kind) throws LastErrorException;

    private static native int close(int descriptor) throws LastErrorException;

    /** Moves the current thread, for the rest of its life. */
    static void enter(long pid) {
        int descriptor = open("/proc/" + pid + "/ns/net", O_RDONLY);
        try {
            setns(descriptor, CLONE_NEWNET);
        } finally {
            close(descriptor);
        }
    }
}
