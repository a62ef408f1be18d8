package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.sockets.SocketType.SOCK_DGRAM;
import static dev.ipcdemo.sockets.SocketType.SOCK_SEQPACKET;
import static dev.ipcdemo.sockets.SocketType.SOCK_STREAM;

import dev.ipcdemo.posix.Constants;
import dev.ipcdemo.posix.family.InetFamily;
import dev.ipcdemo.posix.family.UnixFamily;
import dev.ipcdemo.posix.family.VsockFamily;
import dev.ipcdemo.posix.transport.SocketLibrary;
import java.util.Map;
import java.util.Optional;

/** The transports on the system calls. */
public final class PosixSocketLibrary implements SocketLibrary {

    private static final Map<String, Streams> STREAMS = Map.of(
            "posix+mptcp", new StreamSockets(new InetFamily("posix+mptcp", SOCK_STREAM, Constants.IPPROTO_MPTCP)),
            "posix+vsock", new StreamSockets(new VsockFamily("posix+vsock", SOCK_STREAM)),
            "posix+vsockpacket", new StreamSockets(new VsockFamily("posix+vsockpacket", SOCK_SEQPACKET)),
            "posix+tcp", new StreamSockets(new InetFamily("posix+tcp", SOCK_STREAM, 0)),
            "posix+unix", new StreamSockets(new UnixFamily("posix+unix", SOCK_STREAM)),
            "posix+unixpacket", new StreamSockets(new UnixFamily("posix+unixpacket", SOCK_SEQPACKET)));

    private static final Map<String, Packets> PACKETS = Map.of(
            "posix+udp", new PacketSockets(new InetFamily("posix+udp", SOCK_DGRAM, 0)),
            "posix+unixgram", new PacketSockets(new UnixFamily("posix+unixgram", SOCK_DGRAM)));

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixSocketLibrary() {}

    @Override
    public Streams streams(String scheme) {
        return Optional.ofNullable(STREAMS.get(scheme)).orElseThrow(() -> unknown(scheme));
    }

    @Override
    public Packets packets(String scheme) {
        return Optional.ofNullable(PACKETS.get(scheme)).orElseThrow(() -> unknown(scheme));
    }

    private static IllegalArgumentException unknown(String scheme) {
        return new IllegalArgumentException("there is no " + scheme);
    }
}
