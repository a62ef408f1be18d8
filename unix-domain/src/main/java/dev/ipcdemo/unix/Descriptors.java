package dev.ipcdemo.unix;

import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.newsclub.net.unix.FileDescriptorAccess;
import org.newsclub.net.unix.FileDescriptorCast;

/** The file descriptors of channels, to pass them to another process or to let it inherit them. */
final class Descriptors {

    /** The highest descriptor that is looked for. */
    private static final int MAX = 65_536;

    /** {@code sa_family}; on the BSDs a length and the family. */
    private static final int FAMILY_BYTES = 2;

    /** Larger than any {@code sockaddr}. */
    private static final int MAX_ADDRESS_BYTES = 128;

    static {
        Native.register(Descriptors.class, "c");
    }

    private Descriptors() {}

    private static native int getsockname(int descriptor, byte[] address, int[] length);

    private static native int getpeername(int descriptor, byte[] address, int[] length);

    /** A system call that returns an address. */
    @FunctionalInterface
    private interface Asking {
        int ask(int descriptor, byte[] address, int[] length);
    }

    /** The number of a descriptor. */
    static int number(FileDescriptor descriptor) throws IOException {
        return FileDescriptorCast.using(descriptor).as(Integer.class);
    }

    /**
     * The descriptor of a socket. junixsocket exposes it. The JDK does not, so this method asks the kernel which of
     * this process's descriptors has the channel's addresses.
     *
     * @param channel a bound or connected channel; it must stay open while the descriptor is used
     */
    static FileDescriptor of(NetworkChannel channel) throws IOException {
        if (channel instanceof FileDescriptorAccess open) {
            return open.getFileDescriptor();
        }
        SocketAddress local = channel.getLocalAddress();
        for (int descriptor = 0; descriptor < MAX; descriptor++) {
            if (has(local, Descriptors::getsockname, descriptor) && hasPeerOf(channel, descriptor)) {
                return FileDescriptorCast.unsafeUsing(descriptor).as(FileDescriptor.class);
            }
        }
        throw new IOException("none of this process's descriptors is bound to " + local);
    }

    private static boolean hasPeerOf(NetworkChannel channel, int descriptor) throws IOException {
        if (channel instanceof SocketChannel connected) {
            return has(connected.getRemoteAddress(), Descriptors::getpeername, descriptor);
        }
        return !isConnected(descriptor);
    }

    /** Whether a socket has a peer. */
    static boolean isConnected(FileDescriptor descriptor) throws IOException {
        return isConnected(number(descriptor));
    }

    private static boolean isConnected(int descriptor) {
        return getpeername(descriptor, new byte[MAX_ADDRESS_BYTES], new int[] {MAX_ADDRESS_BYTES}) == 0;
    }

    private static boolean has(SocketAddress expected, Asking asking, int descriptor) {
        byte[] address = new byte[MAX_ADDRESS_BYTES];
        int[] length = {address.length};
        return asking.ask(descriptor, address, length) == 0 && isSame(expected, Arrays.copyOf(address, length[0]));
    }

    /** After two bytes for the family comes what distinguishes one address from another, and after that only zeros. */
    private static boolean isSame(SocketAddress expected, byte[] address) {
        byte[] body = body(expected);
        int end = FAMILY_BYTES + body.length;
        return address.length >= end
                && Arrays.equals(body, 0, body.length, address, FAMILY_BYTES, end)
                && (address.length == end || address[end] == 0);
    }

    /** As in sockaddr_in (ip(7)), sockaddr_in6 (ipv6(7)) and sockaddr_un (unix(7)). */
    private static byte[] body(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix.getPath().toString().getBytes(Charset.defaultCharset());
        }
        InetSocketAddress inet = (InetSocketAddress) address;
        byte[] host = inet.getAddress().getAddress();
        int flowBytes = inet.getAddress() instanceof Inet6Address ? Integer.BYTES : 0;
        return ByteBuffer.allocate(Short.BYTES + flowBytes + host.length)
                .putShort((short) inet.getPort())
                .position(Short.BYTES + flowBytes)
                .put(host)
                .array();
    }
}
