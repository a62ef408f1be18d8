package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;

/** A socket whose calls are recorded. What any socket can be asked is here. */
interface Recording extends OpenSocket, ChannelBacked {

    /** The socket underneath. */
    OpenSocket recorded();

    /** How it was opened. */
    Opened opened();

    /** What the timeline calls it. */
    Numbers.Name name();

    @Override
    default SocketAddress localAddress() throws SocketFailure {
        return recorded().localAddress();
    }

    @Override
    default Endpoint localEndpoint() {
        return recorded().localEndpoint();
    }

    @Override
    default int sendBufferBytes() throws SocketFailure {
        return buffer("SO_SNDBUF", recorded()::sendBufferBytes);
    }

    @Override
    default int recvBufferBytes() throws SocketFailure {
        return buffer("SO_RCVBUF", recorded()::recvBufferBytes);
    }

    private int buffer(String option, Recorder.Call<Integer, SocketFailure> asking) throws SocketFailure {
        return opened().recorder()
                .call(name().prefix() + "getsockopt(" + option + ")", asking, bytes -> Integer.toString(bytes));
    }

    @Override
    default boolean isOpen() {
        return recorded().isOpen();
    }

    @Override
    default SelectableChannel channel() {
        return ChannelBacked.channelOf(recorded(), SelectableChannel.class);
    }
}
