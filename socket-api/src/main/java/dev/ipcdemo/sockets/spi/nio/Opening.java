package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been opened on the way to a role. Use it in a try-with-resources statement: unless the way was gone to its
 * end with {@link #succeed}, everything is closed again, the last first.
 */
public final class Opening implements Closeable {

    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** Nothing is open yet. */
    public Opening() {}

    /**
     * Puts something under this object's care.
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
     * Puts a channel under this object's care; if it is closed again, that is noted.
     *
     * @param <C> its type
     * @param channel what has just been opened
     * @param family whose channel it is
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
     * Ends the care: from here on the result answers for all that was added.
     *
     * @param <T> the result's type
     * @param result the role
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
