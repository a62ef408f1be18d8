package dev.ipcdemo.network;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A TAP device: what a network namespace sends through it is read here, frame by frame, and what is written here arrives
 * there. No offload has to be turned off: without IFF_VNET_HDR there is none. It vanishes with this process. The sizes are
 * those of a 64-bit system.
 */
final class Tap {

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFNAMSIZ = 16;
    private static final int PR_SET_TIMERSLACK = 29;

    private final int descriptor;

    static {
        Native.register(Tap.class, "c");
    }

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int ioctl(int descriptor, long request, byte[] argument) throws LastErrorException;

    private static native long read(int descriptor, ByteBuffer buffer, long bytes) throws LastErrorException;

    private static native long write(int descriptor, ByteBuffer buffer, long bytes) throws LastErrorException;

    private static native int prctl(int option, long a, long b, long c, long d) throws LastErrorException;

    private Tap(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes a device in the network namespace of this process. */
    static Tap make(String name) {
        int descriptor = open("/dev/net/tun", O_RDWR);
        ByteBuffer request = ByteBuffer.allocate(IFREQ_BYTES).order(ByteOrder.nativeOrder());
        request.put(name.getBytes(StandardCharsets.US_ASCII)).position(IFNAMSIZ);
        request.putShort((short) (IFF_TAP | IFF_NO_PI));
        ioctl(descriptor, TUNSETIFF, request.array());
        return new Tap(descriptor);
    }

    /** Waits for a frame, and reads it into a direct buffer from its beginning. */
    void read(ByteBuffer frame) {
        frame.clear();
        frame.limit((int) read(descriptor, frame, frame.capacity()));
    }

    /** Sends a frame, from 0 to its limit. */
    void write(ByteBuffer frame) {
        try {
            write(descriptor, frame, frame.limit());
        } catch (LastErrorException e) {
            // the other end is down: a cable that is not plugged in
        }
    }

    /** Has the kernel end the waits of the current thread on time, and not up to 50 µs later. */
    static void endWaitsOnTime() {
        prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    }
}
