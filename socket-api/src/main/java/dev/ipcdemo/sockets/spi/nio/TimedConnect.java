package dev.ipcdemo.sockets.spi.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Connects with a timeout, for a family whose non-blocking connect is reliable (in TCP it is, in AF_UNIX it is not).
 */
public final class TimedConnect {

    private TimedConnect() {}

    /**
     * Connects: connect(2). Waits until the peer's kernel has answered.
     *
     * @param channel an open channel in blocking mode, which it is in again afterwards
     * @param address the peer's address
     * @param timeout the timeout; zero leaves it to the system, which retries for about two minutes (tcp(7), {@code
     *     tcp_syn_retries})
     * @throws SocketTimeoutException if the timeout expired
     * @throws IOException if connecting failed; in either case the caller closes the channel
     */
    public static void connect(SocketChannel channel, SocketAddress address, Duration timeout) throws IOException {
        if (timeout.isZero()) {
            channel.connect(address);
            return;
        }
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
            try (Selector selector = channel.provider().openSelector()) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                selector.select(Math.max(1, timeout.toMillis()));
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException(); // as a blocking channel does
                }
                if (!channel.finishConnect()) {
                    throw new SocketTimeoutException();
                }
            }
        }
        channel.configureBlocking(true);
    }
}
