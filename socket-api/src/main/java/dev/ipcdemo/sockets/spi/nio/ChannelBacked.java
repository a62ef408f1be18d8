package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.OpenSocket;
import java.nio.channels.SelectableChannel;

/** A socket that is a channel underneath, for calls that no role has: an option of one family, or passing a descriptor. */
public interface ChannelBacked {

    /**
     * The channel. It stays the socket's own: close the socket, not the channel, and don't change its blocking mode.
     *
     * @return the same at each call
     */
    SelectableChannel channel();

    /**
     * The channel of a socket.
     *
     * @param <C> the type of the channel
     * @param socket a socket
     * @param type the type that its channel has
     * @return the channel
     * @throws ClassCastException if the socket is no channel underneath, or its channel has another type
     */
    static <C> C channelOf(OpenSocket socket, Class<C> type) {
        return type.cast(((ChannelBacked) socket).channel());
    }
}
