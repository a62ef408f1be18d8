package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Options;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ByteChannel;

/**
 * The channels that a transport's sockets are made of, with nothing of this project around them: what the transport is
 * compared with, to see what this project's layer costs. Nobody else should want it; a program uses a {@link dev.ipcdemo.sockets.Transport},
 * or the JDK or junixsocket as they are.
 *
 * <p>Named in {@code META-INF/services/dev.ipcdemo.sockets.spi.nio.RawTransport}; optional for a family. The same calls are
 * made to open a channel as the transport makes, so that both differ in the layer alone. Exceptions are those that the
 * channels throw.
 */
public interface RawTransport {

    /**
     * The transport beneath whose sockets these channels are.
     *
     * @return its scheme, such as {@code tcp}
     */
    String scheme();

    /**
     * Opens a server's channel at a place that nobody else has: a free port of the IPv4 loopback, or a socket file in a
     * new directory. Does not wait.
     *
     * @param options buffer sizes and TCP_NODELAY, for the accepted channels too; and whether these block
     * @return the open server
     * @throws IOException if that failed; nothing is left open then
     */
    Server open(Options options) throws IOException;

    /**
     * The same where others than this host reach it, if the family has addresses of hosts; a socket file is where it is.
     *
     * @param here an address of this host
     * @param options as above
     * @return the open server
     * @throws IOException if that failed; nothing is left open then
     */
    default Server open(InetAddress here, Options options) throws IOException {
        return open(options);
    }

    /**
     * Opens a client's channel to a server. One of datagrams is bound and connected, and has sent nothing.
     *
     * @param address what {@link Server#address} said, perhaps in another process
     * @param options buffer sizes, TCP_NODELAY, and whether the channel blocks
     * @return the channel, connected
     * @throws IOException if that failed; nothing is left open then
     */
    Client connect(String address, Options options) throws IOException;

    /**
     * A client's channel.
     *
     * @param channel the channel of the library, as it is
     * @param name what has to go with it, such as a socket file that it is bound to
     */
    record Client(ByteChannel channel, Closeable name) implements Closeable {

        /** Closes both. */
        @Override
        public void close() throws IOException {
            try (channel) {
                name.close();
            }
        }
    }

    /** A channel that listens, or one of datagrams that waits for whom to talk to. */
    interface Server extends Closeable {

        /**
         * Where it is.
         *
         * @return a text for {@link RawTransport#connect}
         */
        String address();

        /**
         * Waits for the next client, and for datagrams, which have no accept(2), for a client's first one, which is
         * dropped.
         *
         * @return the channel of the library, connected to the client
         * @throws IOException if that failed
         */
        ByteChannel accept() throws IOException;
    }
}
