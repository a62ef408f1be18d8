package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.spi.nio.ChannelFamily.SendingChannel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.DatagramChannel;

/** The channel that a datagram socket sends with. In some families it is not the one that it receives with. */
final class DatagramSender implements Closeable {

    private final DatagramChannel bound;
    private final ChannelFamily family;
    private volatile SendingChannel sending;
    private boolean closed; // guarded by this

    DatagramSender(DatagramChannel bound, ChannelFamily family) {
        this.bound = bound;
        this.family = family;
        this.sending = new SendingChannel(bound, () -> {});
    }

    /** Opens a new channel in the blocking mode of the bound one, and closes the one before. */
    synchronized void open() throws IOException {
        if (closed || !bound.isOpen()) {
            return;
        }
        close(sending);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SendingChannel opened = family.sendingChannel(bound);
            opening.add(opened.closing());
            if (opened.channel() != bound) {
                opened.channel().configureBlocking(bound.isBlocking());
            }
            sending = opening.succeed(opened);
        }
    }

    DatagramChannel channel() {
        return sending.channel();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        close(sending);
    }

    private void close(SendingChannel finished) throws IOException {
        sending = new SendingChannel(bound, () -> {});
        finished.closing().close();
    }
}
