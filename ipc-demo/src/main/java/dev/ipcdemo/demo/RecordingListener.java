package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/** A listener whose calls, and those of the connections it accepts, are recorded. */
final class RecordingListener implements Listener, ChannelBacked {

    private final Listener listener;
    private final Transport transport;
    private final Recorder recorder;

    RecordingListener(Listener listener, Transport transport, Recorder recorder) {
        this.listener = listener;
        this.transport = transport;
        this.recorder = recorder;
    }

    @Override
    public Connection accept() throws SocketFailure {
        Connection accepted =
                recorder.wait("accept()", listener::accept, connection -> Names.peer(connection.peerEndpoint()));
        return new RecordingConnection(accepted, transport, recorder);
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        Optional<Connection> accepted = recorder.wait(
                "accept()",
                listener::tryAccept,
                connection -> connection.map(c -> Names.peer(c.peerEndpoint())).orElse("nobody waits"));
        return accepted.map(connection -> new RecordingConnection(connection, transport, recorder));
    }

    @Override
    public void close() throws SocketFailure {
        if (listener.isOpen()) {
            recorder.action("close(listener)", Names.closing(transport, localEndpoint()), listener::close);
        }
    }

    @Override
    public SocketAddress localAddress() throws SocketFailure {
        return listener.localAddress();
    }

    @Override
    public Endpoint localEndpoint() {
        return listener.localEndpoint();
    }

    @Override
    public int sendBufferBytes() throws SocketFailure {
        return listener.sendBufferBytes();
    }

    @Override
    public int recvBufferBytes() throws SocketFailure {
        return recorder.call("getsockopt(SO_RCVBUF)", "", listener::recvBufferBytes, bytes -> Integer.toString(bytes));
    }

    @Override
    public boolean isOpen() {
        return listener.isOpen();
    }

    @Override
    public SelectableChannel channel() {
        return ChannelBacked.channelOf(listener, SelectableChannel.class);
    }
}
