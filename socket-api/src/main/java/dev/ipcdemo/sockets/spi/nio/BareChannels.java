package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/**
 * A transport that also opens its channels without a role on top. The comparison measures both, to see what the roles
 * cost; other programs do not need it. The transport's own sockets are opened and set up by the same code, so the only
 * difference is the role. Exceptions are those that the channels throw.
 */
public interface BareChannels extends Transport {

    /**
     * A connected channel.
     *
     * @param channel the library's channel, with nothing around it
     * @param owner closes the channel and what belongs to it, such as the socket file that it is bound to
     */
    record Bare(ByteChannel channel, Closeable owner) implements Closeable {

        /**
         * Takes over a connected channel and sets its mode; if that fails, the channel is closed.
         *
         * @param <C> the channel's type
         * @param channel the channel, which nothing else has to be closed with
         * @param options whether it blocks
         * @return the same channel
         * @throws IOException if the channel refuses
         */
        public static <C extends SelectableChannel & ByteChannel> Bare of(C channel, Options options)
                throws IOException {
            try (CloseOnFailure opening = new CloseOnFailure()) {
                opening.add(channel).configureBlocking(options.get(Options.BLOCKING));
                return opening.succeed(new Bare(channel, channel));
            }
        }

        /**
         * The value that the socket has for an option, as {@link OpenSocket#effective} tells it.
         *
         * @param <T> the type of the option's values
         * @param option the option
         * @return the value; empty if the socket does not have the option
         * @throws IOException if the channel is closed
         */
        public <T> Optional<T> effective(Options.Option<T> option) throws IOException {
            if (owner instanceof OpenSocket socket) {
                return socket.effective(option);
            }
            return channel instanceof NetworkChannel network
                    ? ChannelOptions.effective(network, option)
                    : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            owner.close();
        }
    }

    /**
     * Opens a client's channel, as {@link #connect(SocketAddress, Options)} does.
     *
     * @param address the server's address
     * @param options buffer sizes, TCP_NODELAY, and whether the channel blocks
     * @return the channel, connected
     * @throws IOException if that failed; nothing is left open then
     */
    Bare connectBare(SocketAddress address, Options options) throws IOException;

    /**
     * Waits for the next client; on a transport of datagrams, which has no accept(2), for a client's first datagram,
     * which is discarded, and connects the socket to the sender.
     *
     * @param server a server's socket that this transport opened as blocking, and that nothing else uses
     * @param options as for {@link #connectBare}
     * @return the channel, connected to the client
     * @throws IOException if that failed; only the server's socket is left open then
     */
    Bare acceptBare(OpenSocket server, Options options) throws IOException;
}
