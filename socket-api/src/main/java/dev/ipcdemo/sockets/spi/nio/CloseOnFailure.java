package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what has been opened if something fails later. Use it in a try-with-resources statement: everything that was
 * added is closed, in reverse order, unless {@link #succeed} is called.
 */
public final class CloseOnFailure implements Closeable {

    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** Creates one that closes nothing yet. */
    public CloseOnFailure() {}

    /**
     * Adds a resource.
     *
     * @param <R> its type
     * @param resource what has just been opened
     * @return the same
     */
    public <R extends Closeable> R add(R resource) {
        opened.push(resource);
        return resource;
    }

    /**
     * Adds a channel; if it is closed, that is noted.
     *
     * @param <C> its type
     * @param channel what has just been opened
     * @param family the family of the channel
     * @return the same
     * @see SystemCalls
     */
    public <C extends SelectableChannel> C add(C channel, ChannelFamily family) {
        opened.push(() -> {
            SystemCalls.note(family.closing(channel));
            channel.close();
        });
        return channel;
    }

    /**
     * Forgets all resources: from now on the result is responsible for them.
     *
     * @param <T> the result's type
     * @param result the result, which closes the resources
     * @return the same
     */
    public <T> T succeed(T result) {
        opened.clear();
        return result;
    }

    @Override
    public void close() throws IOException {
        try {
            Closing.all(opened);
        } finally {
            opened.clear();
        }
    }
}
