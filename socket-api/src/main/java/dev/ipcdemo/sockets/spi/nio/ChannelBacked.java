package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.OpenSocket;
import java.nio.channels.SelectableChannel;

/** A socket on top of a channel, for calls that no role has: an option of one family, or passing a descriptor. */
public interface ChannelBacked {

    /**
     * The channel underneath. It belongs to the socket: close the socket, not the channel, and do not change its
     * blocking mode.
     *
     * @return the same channel at each call
     */
    SelectableChannel channel();

    /**
     * The channel of a socket.
     *
     * @param <C> the type of the channel
     * @param socket a socket
     * @param type the type that its channel has
     * @return the channel
     * @throws ClassCastException if the socket is not on top of a channel, or its channel has another type
     */
    static <C> C channelOf(OpenSocket socket, Class<C> type) {
        return type.cast(((ChannelBacked) socket).channel());
    }
}
