package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;

/** Applies {@link Options} to a channel. */
public final class ChannelOptions {

    private ChannelOptions() {}

    /**
     * Sets SO_SNDBUF and SO_RCVBUF where the options ask for it and the channel supports them. Accepted connections
     * inherit the receive buffer of the listening channel; TCP needs it before connecting, to announce its window.
     *
     * @param channel an open channel
     * @param options the sizes
     * @throws IOException if the system refuses
     */
    public static void setBuffers(NetworkChannel channel, Options options) throws IOException {
        var known = channel.supportedOptions();
        if (options.get(Options.SEND_BUFFER_BYTES) > 0 && known.contains(StandardSocketOptions.SO_SNDBUF)) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.get(Options.SEND_BUFFER_BYTES));
        }
        if (options.get(Options.RECV_BUFFER_BYTES) > 0 && known.contains(StandardSocketOptions.SO_RCVBUF)) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.get(Options.RECV_BUFFER_BYTES));
        }
    }
}
