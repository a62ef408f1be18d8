package dev.ipcdemo.demo.recording;

import dev.ipcdemo.demo.recording.Recorder.SocketName;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/** A socket whose calls are recorded: what the three roles share. */
abstract sealed class RecordingSocket<S extends OpenSocket> implements OpenSocket, ChannelBacked
        permits RecordingConnection, RecordingListener, RecordingPacketSocket {

    /** The socket underneath. */
    final S socket;

    final Recorder recorder;
    final boolean blocking;
    final SocketName name;

    private final Closing closing;

    /** Whether the close is recorded; a socket and a connected view of it share this. */
    private static final class Closing {
        private boolean isRecorded; // guarded by this
    }

    RecordingSocket(S socket, String noun, boolean blocking, Recorder recorder) {
        this.socket = socket;
        this.recorder = recorder;
        this.blocking = blocking;
        this.name = recorder.nextSocket(noun);
        this.closing = new Closing();
    }

    /** A view of a socket that is recorded already; closing either closes both. */
    RecordingSocket(S view, RecordingSocket<?> same) {
        this.socket = view;
        this.recorder = same.recorder;
        this.blocking = same.blocking;
        this.name = same.name;
        this.closing = same.closing;
    }

    @Override
    public final SocketAddress localAddress() throws SocketFailure {
        return socket.localAddress();
    }

    @Override
    public final Endpoint localEndpoint() {
        return socket.localEndpoint();
    }

    @Override
    public final int sendBufferBytes() throws SocketFailure {
        return bufferBytes("SO_SNDBUF", socket::sendBufferBytes);
    }

    @Override
    public final int recvBufferBytes() throws SocketFailure {
        return bufferBytes("SO_RCVBUF", socket::recvBufferBytes);
    }

    @Override
    public final <T> Optional<T> effective(Options.Option<T> option) throws SocketFailure {
        return recorder.call(
                name.prefix() + "getsockopt(" + option + ")",
                () -> socket.effective(option),
                value -> value.map(Object::toString).orElse("none"));
    }

    private int bufferBytes(String option, Recorder.Call<Integer, SocketFailure> asking) throws SocketFailure {
        return recorder.call(name.prefix() + "getsockopt(" + option + ")", asking, String::valueOf);
    }

    @Override
    public final boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public final SelectableChannel channel() {
        return ChannelBacked.channelOf(socket, SelectableChannel.class);
    }

    @Override
    public final void close() throws SocketFailure {
        close("close", socket::close);
    }

    /** One thread at a time, so that the close that is recorded is the one that closed the socket. */
    final void close(String verb, Recorder.Action<SocketFailure> close) throws SocketFailure {
        synchronized (closing) {
            if (closing.isRecorded) {
                close.run();
            } else {
                closing.isRecorded = true;
                recorder.close(verb, name, close);
            }
        }
    }
}
