package dev.ipcdemo.compare.carrier;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The socket options of the first of several channels: reading those of each would cost time. */
public final class FirstOptions {

    private final AtomicBoolean isRead = new AtomicBoolean();
    private volatile Map<String, String> options = Map.of();

    /** Nothing is read yet. */
    public FirstOptions() {}

    /**
     * Reads the options of a channel, unless it is not the first.
     *
     * @param <C> the channel's type
     * @param channel a channel that has just been opened
     * @return the same channel
     * @throws IOException if the channel is closed
     */
    public <C extends MessageChannel> C of(C channel) throws IOException {
        if (isRead.compareAndSet(false, true)) {
            options = channel.socketOptions();
        }
        return channel;
    }

    /**
     * What was read.
     *
     * @return as {@link MessageChannel#socketOptions}; empty before the first channel
     */
    public Map<String, String> options() {
        return options;
    }
}
