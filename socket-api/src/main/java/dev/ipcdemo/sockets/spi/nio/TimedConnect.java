package dev.ipcdemo.sockets.spi.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Connecting with a limit, for a family whose non-blocking connect tells the truth (TCP's does, AF_UNIX's does not). */
public final class TimedConnect {

    private TimedConnect() {}

    /**
     * Connects: connect(2). Waits until the peer's kernel has answered.
     *
     * @param channel an open channel in blocking mode; it is in blocking mode again afterwards
     * @param address the peer's address
     * @param timeout the limit; zero leaves it to the system, which retries for about two minutes (tcp(7),
     *     {@code tcp_syn_retries})
     * @throws SocketTimeoutException if the limit was reached
     * @throws IOException if connecting failed; closing the channel is up to the caller in either case
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
